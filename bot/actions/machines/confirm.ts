import { confirmCard } from '../../../cards/machines/confirm.ts';
import type { Context, Reply } from '../action.ts';

/** Asks before a machine that runs is stopped or restarted; anything else is answered by the service. */
export async function confirmOperation(
  verb: 'stop' | 'restart',
  name: string,
  context: Context,
): Promise<Reply | undefined> {
  const { caller, services, workspace, now } = context;
  const machine = await services.machines.get(caller, workspace, name);
  if (machine.state !== 'Started' && machine.state !== 'Failed' && machine.state !== 'Unknown') return undefined;
  return { card: confirmCard(machine, verb, services.machines.othersOn(caller, machine), now) };
}
