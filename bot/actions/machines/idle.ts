import { button } from '../../../cards/button.ts';
import { idleCard } from '../../../cards/machines/idle.ts';
import { notice } from '../../../cards/talk/notice.ts';
import { idleTexts as words } from '../../../cards/texts/idle.ts';
import { brief, listing } from '../../../cards/wording.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import type { IdleMachine } from '../../../services/ghosts/idle-machines.ts';
import { type Context, defineAction, type Reply } from '../action.ts';
import { commandOf, operate } from './answer.ts';

const mostNames = 10;

/** Shows the machines that run for nobody, and stops those that are ticked: the card names the consequence, so its button is the only one. */
export const idleMachines = defineAction({
  name: 'machine.idle',
  summary: 'Stop machines that nobody uses',
  phrases: [
    'idle machines',
    'stop idle machines',
    'stop the idle machines',
    'stop all idle machines',
    'stop idle machines in {workspace}',
    'stop the idle machines of {workspace}',
    'stop unused machines',
    'stop all unused machines',
    'stop everything that is idle',
    'stop whatever nobody uses',
    'list idle machines',
    'stop the machines that nobody uses',
    'stop machines that nobody needs',
    'shut down unused machines',
    'turn off idle machines',
    'show idle machines',
    'which machines are idle',
    'which machines are unused',
    'which machines run for nobody',
    'which machines are running unused',
    'which machines does nobody use',
    'is any machine idle',
    'are there idle machines in {workspace}',
  ],
  permission: 'machine.operate',
  workspace: 'needed',
  inputs: {
    machines: { kind: 'text', ask: 'Which machines shall be stopped?', label: words.label, optional: true },
  },
  target: (id) => ({ workspace: id }),

  async run({ machines }, context) {
    const { caller, services, workspace, origin, now } = context;
    const { locale } = caller;
    // Once more at the press: whoever came back meanwhile keeps their machine.
    const idle = await services.idleMachines.list(caller, workspace);
    if (!origin.confirmed) return { card: idleCard({ workspace, idle, locale, now }) };
    const wanted = new Set((machines ?? '').split(',').filter(Boolean));
    const ticked = idle.filter(({ machine }) => wanted.has(machine.name));
    const found = new Set(ticked.map(({ machine }) => machine.name));
    const used = [...wanted].filter((name) => !found.has(name));
    const note = used.length > 0 ? words.used(listing(used.slice(0, mostNames).map(brief))) : '';
    if (ticked.length === 0) return { card: idleCard({ workspace, idle, locale, now, note: note || words.tick }) };
    return ticked.length === 1 && !note ? await stopOne(ticked[0]!, context) : await stopAll(ticked, note, context);
  },
});

async function stopOne({ machine: { name } }: IdleMachine, context: Context): Promise<Reply> {
  const { caller, services, workspace } = context;
  return await operate(name, context, services.machines.stop(caller, workspace, name, commandOf(context)));
}

/** All at once; one that cannot be stopped does not keep the others. How each of them ends is told on a card of its own. */
async function stopAll(ticked: readonly IdleMachine[], note: string, context: Context): Promise<Reply> {
  const { caller, services, workspace } = context;
  const command = commandOf(context);
  const { activityId: _, ...follower } = command.follower;
  const outcomes = await Promise.allSettled(
    ticked.map(async ({ machine: { name } }) => {
      const key = `${command.key}/${name}`;
      await services.machines.stop(caller, workspace, name, { ...command, key, follower });
    }),
  );
  const failures = outcomes.flatMap((outcome, index) => {
    if (outcome.status === 'fulfilled') return [];
    const { reason } = outcome;
    if (!(reason instanceof WorkspaceError)) throw reason;
    return [`${brief(ticked[index]!.machine.name)}: ${reason.message}`];
  });
  const begun = ticked.filter((_one, index) => outcomes[index]!.status === 'fulfilled');
  return { card: stoppingCard(begun, [note, ...failures], context) };
}

function stoppingCard(begun: readonly IdleMachine[], notes: readonly string[], { workspace }: Context): Reply['card'] {
  const names = begun.slice(0, mostNames).map(({ machine }) => brief(machine.name));
  return notice({
    title: words.stopping(begun.length, brief(workspace.name)),
    subtitle: names.join(', '),
    text: [begun.length > 0 ? words.stoppingText : '', ...notes].filter(Boolean).join(' '),
    buttons: [button(words.actions.list, 'machine.list', { id: workspace.id })],
  });
}
