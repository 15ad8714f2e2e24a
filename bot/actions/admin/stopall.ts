import { stopAllCancelled, stopAllCard } from '../../../cards/admin/stop-all.ts';
import { stopAllProgress } from '../../../cards/admin/stop-all-progress.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { type StopAll, stopAllId } from '../../../services/stop-alls/stop-all.ts';
import type { Planned } from '../../../services/stop-alls/stop-alls.ts';
import { placeName } from '../../../services/workspaces/place-name.ts';
import { type Context, defineAction, type Reply } from '../action.ts';
import { cardStep, typedWord } from './card-step.ts';
import { requireOwnChat } from './own-chat.ts';

/** What a button of its cards does with an order. */
const step = cardStep({ stop: ['go on with the order'], cancel: ['leave the order'], again: ['undo the order'] });
const orderId = /^(stop|cancel|again)\/([\w-]+)$/;

/** Stops everything that runs: shown before, confirmed by a typed word, followed on one card, and undone by another press. */
export const stopEverything = defineAction({
  name: 'admin.stopall',
  summary: 'Stop all machines',
  phrases: [
    'stop all',
    'stop all machines',
    'stop everything',
    'stop every machine',
    'stop all the machines now',
    'stop all machines in {workspace}',
    'stop everything in {workspace}',
    'stop all machines in all workspaces',
    'shut down all machines',
    'shut down everything',
    'shut down every machine in {workspace}',
    'shut down all workspaces',
    'turn off all machines',
    'turn off everything',
    'turn off every machine in {workspace}',
    'turn off all workspaces',
    'kill all machines',
    'kill everything',
    'deallocate all machines',
    'pull the plug',
    'pull the plug on all workspaces',
    'emergency stop',
    'emergency shutdown',
    'emergency',
    'panic',
    'all machines off',
    'everything off',
    'none of the machines should run',
    'no machine may run anymore',
    'freeze everything',
  ],
  permission: 'admin.operate',
  workspace: 'none',
  inputs: {
    workspace: { kind: 'workspace', ask: 'Which workspace is this about?', label: 'Workspace', optional: true },
    word: typedWord,
    step,
    order: { kind: 'text', ask: 'Which order?', label: 'Order', optional: true },
  },
  target(id): Readonly<Record<string, string>> {
    const [, wanted = '', order = ''] = orderId.exec(id) ?? [];
    return wanted ? { step: wanted, order } : {};
  },

  async run({ workspace: named, word = '', step: wanted, order }, context) {
    requireOwnChat(context);
    const { caller, origin, services } = context;
    const { key, via, conversation: place } = origin;
    const { stopAlls, workspaces } = services;
    if (order === undefined || wanted === undefined) {
      const workspace = named === undefined ? undefined : await workspaces.get(caller, named);
      const planned = await stopAlls.plan(caller, workspace, { key, via });
      await services.adminDesk.note(caller, origin, { what: 'admin.stopall.plan', detail: detailOf(planned.order) });
      return await planReply(context, planned);
    }
    if (wanted === 'cancel') return await progressReply(context, await stopAlls.cancel(caller, order, { key, via }));
    if (wanted === 'again')
      return await progressReply(context, await stopAlls.startAgain(caller, order, { key, via, place }));
    try {
      return await progressReply(context, await stopAlls.confirm(caller, order, { key, via, word, place }));
    } catch (error) {
      if (!(error instanceof WorkspaceError) || error.code !== 'invalid') throw error;
      const draft = await stopAlls.get(caller, order);
      await services.adminDesk.refused(caller, origin, { what: 'admin.stopall.order', detail: detailOf(draft) });
      return await planReply(context, await stopAlls.review(caller, draft), error.message);
    }
  },
});

async function planReply(context: Context, planned: Planned, note = ''): Promise<Reply> {
  const place = await placeName(context.services.workspaces, planned.order.workspace);
  return { card: stopAllCard({ ...planned, place, note, locale: context.caller.locale }) };
}

/** What became of the order is at the desk once, whoever presses what again. */
async function progressReply(context: Context, order: StopAll): Promise<Reply> {
  await putOnRecord(context, order);
  if (order.state === 'cancelled') return { card: stopAllCancelled() };
  const place = await placeName(context.services.workspaces, order.workspace);
  return { card: stopAllProgress({ order, place, locale: context.caller.locale }) };
}

/** A cancelled order is on record here alone; of the others each workspace's ledger tells, too, and they go on in any case. */
async function putOnRecord({ caller, origin, services: { adminDesk } }: Context, order: StopAll): Promise<void> {
  const [step, isOnlyHere] = steps[order.state];
  if (step === undefined) return;
  const done = { what: `admin.stopall.${step}`, detail: detailOf(order), key: `${stopAllId(order)}/${step}` };
  await (isOnlyHere ? adminDesk.note(caller, origin, done) : adminDesk.noteIfPossible(caller, origin, done));
}

/** By what the press has left it in. */
const steps: Readonly<Record<StopAll['state'], readonly [step?: string, isOnlyHere?: boolean]>> = {
  draft: [],
  cancelled: ['cancel', true],
  ...{ stopping: ['order'], stopped: ['order'] },
  ...{ starting: ['undo'], started: ['undo'] },
};

function detailOf(order: StopAll): { order: string; workspace: string; machines: number } {
  const { workspace = 'all', machines } = order;
  return { order: stopAllId(order), workspace, machines: machines.length };
}
