import { failedCard } from '../../../cards/machines/failed.ts';
import { machineCard } from '../../../cards/machines/machine.ts';
import { progressCard } from '../../../cards/machines/progress.ts';
import { texts } from '../../../cards/texts.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { isUnderWay } from '../../../services/machines/machine-record.ts';
import type { MachineCommand, OperationAnswer } from '../../../services/machines/machines.ts';
import type { Context, Reply } from '../action.ts';
import { costOf, costsOf } from './costs.ts';

/** The command as the service takes it: who follows it on which card. */
export function commandOf({ origin }: Context): MachineCommand & Required<Pick<MachineCommand, 'follower'>> {
  return { key: origin.key, via: origin.via, version: origin.version, follower: origin.conversation };
}

/** Carries the operation out and answers with its card; a stale press is answered with how things stand now. */
export async function operate(name: string, context: Context, operation: Promise<OperationAnswer>): Promise<Reply> {
  const { caller, origin, services, workspace, now } = context;
  try {
    const { outcome, machine } = await operation;
    const running = machine.record?.operation;
    if (!running || outcome === 'already')
      return {
        card: machineCard(
          machine,
          now,
          texts.machine.already(machine.name, machine.state),
          await costsOf(machine, context),
        ),
      };
    if (isUnderWay(machine.record)) {
      const cost = running.verb === 'stop' ? undefined : await costOf(machine, context);
      const card = progressCard(machine, running, caller, cost);
      const posted = async (activityId: string) => await services.postedCards.remember(origin.key, activityId);
      return origin.conversation.activityId ? { card } : { card, posted };
    }
    if (running.failure) return { card: failedCard(machine, running) };
    return { card: machineCard(machine, now, '', await costsOf(machine, context)) };
  } catch (error) {
    if (!(error instanceof WorkspaceError) || error.code !== 'stale') throw error;
    return { card: machineCard(await services.machines.get(caller, workspace, name), now, error.message) };
  }
}
