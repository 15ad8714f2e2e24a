import { setupTexts } from '../../../cards/texts/workspace-setup.ts';
import { type SetupReader, setupCard } from '../../../cards/workspaces/setup.ts';
import { confirmRemoveSetup } from '../../../cards/workspaces/setup-buttons.ts';
import { mostRows } from '../../../cards/workspaces/setup-form-fields.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import type { SetupCommand } from '../../../services/setups/setup-changes.ts';
import type { WorkspaceSetup } from '../../../services/setups/workspace-setup.ts';
import { type Context, defineAction, type Reply } from '../action.ts';
import { findPeople } from '../members/found.ts';
import { formReply, sendForm } from './create-form.ts';
import {
  begunFields,
  type CreateValues,
  createInputs,
  createTarget,
  filledFields,
  newMachine,
  plannedFields,
} from './create-inputs.ts';

/** A new workspace: asked for by anybody on a form, checked, decided on by an admin, and followed on one card until it is there. */
export const createWorkspace = defineAction({
  name: 'workspace.create',
  summary: 'Set up a new workspace',
  phrases: [
    'create workspace',
    'new workspace',
    'new workspace please',
    'create a workspace for {name}',
    'create workspace {name}',
    'create a workspace called {name}',
    'set up a new workspace',
    'set up another workspace for {name}',
    'make a new workspace',
    'open a new workspace',
    'start a new workspace',
    'spin up a new workspace',
    'deploy a workspace',
    'build a new workspace named {name}',
    'we need a new workspace',
    'we need a workspace for {name}',
    'I want a workspace for {name}',
    'get a workspace for {name}',
    'new project',
    'create a new project',
    'new workspace for {name}',
    'set up a secure environment for {name}',
    'a workspace for our new study',
    'request a new workspace',
    'add a workspace',
    'add another workspace',
    'new environment for {name}',
    'we need a workspace for our new study',
    'another workspace for {name}',
    'can we have another workspace',
    'create project {name}',
    'make me a workspace',
    'make a workspace for our study',
    'make a new workspace for {name}',
    'can I get a workspace',
    'can I get my own workspace',
  ],
  workspace: 'none',
  dialog: setupTexts.dialog,
  inputs: createInputs,
  target: createTarget,

  async confirm({ step, setup: id }, { caller, services }) {
    if (step !== 'remove' || !id) return undefined;
    const setup = await services.setups.get(caller, id);
    return setup.state === 'failed' ? { card: confirmRemoveSetup(setup) } : undefined;
  },

  async run(values, context) {
    const { step, setup } = values;
    if (step === undefined) return await beginForm(values, context);
    if (step === 'send') return await sendFilled(values, context);
    if (step === 'more') return await oneMore(values, context);
    if (step === 'change') return await changeForm(setup!, context);
    return await decide(step, setup!, values, context);
  },
});

/** The form, as far as the sentence fills it in. */
async function beginForm(values: CreateValues, context: Context): Promise<Reply> {
  const { caller, services } = context;
  const offer = await services.setups.offer(caller);
  const said = values.owner ?? '';
  const search = async (name: string) => await services.setups.search(caller, name);
  const { clear, several } = said ? await findPeople(said, context, search) : { clear: [], several: [] };
  const fields = { ...begunFields(values, offer), owner: clear[0]?.aadObjectId ?? '' };
  return await formReply({ offer, fields }, context, { found: [...clear, ...several] });
}

async function changeForm(id: string, context: Context): Promise<Reply> {
  const { caller, services } = context;
  const [offer, { plan }] = await Promise.all([services.setups.offer(caller), services.setups.get(caller, id)]);
  return await formReply({ offer, fields: plannedFields(plan), changes: id }, context);
}

async function oneMore(values: CreateValues, context: Context): Promise<Reply> {
  const offer = await context.services.setups.offer(context.caller);
  const fields = filledFields(values);
  const machines = [...fields.machines, newMachine(fields.machines.at(-1))].slice(0, mostRows(offer));
  return await formReply({ offer, fields: { ...fields, machines }, changes: values.setup }, context);
}

async function sendFilled(values: CreateValues, context: Context): Promise<Reply> {
  const { caller, services } = context;
  const { setup: changes } = values;
  const offer = await services.setups.offer(caller);
  const command = commandOf(context);
  const asked = await sendForm({ offer, fields: filledFields(values), changes }, context, async ({ wish }) => {
    const setup = await services.setups.ask(caller, wish, command);
    // Under another name it is another one, and the first is not wanted any more.
    if (changes !== undefined && changes !== setup.workspace)
      await services.setups.withdraw(caller, changes, { key: `${command.key}-old`, via: command.via }).catch(leaveGone);
    return setup;
  });
  return 'plan' in asked ? setupReply(asked, context) : asked;
}

/** What a button of the card does; where somebody else was faster, it shows how things stand. */
async function decide(step: string, id: string, values: CreateValues, context: Context): Promise<Reply> {
  const { caller, origin, services } = context;
  const { setups } = services;
  const command = commandOf(context);
  const isUnconfirmed = (step === 'create' || step === 'remove') && !origin.confirmed;
  if (isUnconfirmed || step === 'show') return setupReply(await setups.get(caller, id), context);
  try {
    switch (step) {
      case 'create':
      case 'decline': {
        const planned = origin.version;
        const decision = { ...command, ...(planned !== undefined && { planned }) };
        if (step === 'create') return setupReply(await setups.create(caller, id, decision), context);
        return setupReply(await setups.decline(caller, id, { ...decision, reason: values.reason ?? '' }), context);
      }
      case 'check':
        return setupReply(await setups.check(caller, id, command), context);
      case 'withdraw':
        return setupReply(await setups.withdraw(caller, id, command), context);
      case 'again':
        return setupReply(await setups.retry(caller, id, command), context);
      default:
        return setupReply(await setups.remove(caller, id, command), context);
    }
  } catch (error) {
    if (!(error instanceof WorkspaceError) || (error.code !== 'stale' && error.code !== 'conflict')) throw error;
    return setupReply(await setups.get(caller, id), context, error.message);
  }
}

/** How it stands, for whoever asks. */
function setupReply(setup: WorkspaceSetup, context: Context, note = ''): Reply {
  const { caller, origin, services, now } = context;
  const isYours = setup.askedBy.aadObjectId === caller.aadObjectId;
  const reader: SetupReader = caller.roles.admin ? 'admin' : isYours ? 'author' : 'owner';
  const names = services.setups.labels;
  const card = setupCard({ setup, reader, isYours, names, now, note, locale: caller.locale });
  if (origin.conversation.activityId) return { card };
  return { card, posted: async (activityId) => await services.postedCards.remember(origin.key, activityId) };
}

/** The card is followed where it stands for one person alone. */
function commandOf({ origin }: Context): SetupCommand {
  const { key, via, conversation, personal } = origin;
  return { key, via, ...(personal && { follower: conversation }) };
}

function leaveGone(error: unknown): void {
  if (!(error instanceof WorkspaceError)) throw error;
}
