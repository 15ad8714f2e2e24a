import { confirmCard } from '../../../cards/machines/confirm.ts';
import type { Connection } from '../../../services/machines/machine-record.ts';
import type { Machine } from '../../../services/machines/machines.ts';
import type { Person } from '../../../services/people/people.ts';
import type { Context, Reply } from '../action.ts';

/** Asks before a machine that runs is stopped or restarted; anything else is answered by the service. */
export async function confirmOperation(
  verb: 'stop' | 'restart',
  name: string,
  context: Context,
  from = '',
): Promise<Reply | undefined> {
  const { caller, services, workspace, now } = context;
  const machine = await services.machines.get(caller, workspace, name);
  if (machine.state !== 'Started' && machine.state !== 'Failed' && machine.state !== 'Unknown') return undefined;
  const others = services.machines.othersOn(caller, machine);
  return {
    card: confirmCard(
      machine,
      verb,
      others,
      now,
      starterOf(machine, [caller, ...others.map(({ person }) => person)]),
      from,
    ),
  };
}

/** Whoever started what runs, unless named already. */
function starterOf({ record }: Machine, named: readonly Person[]): Connection | undefined {
  const operation = record?.operation;
  if (!operation?.endedAt || operation.verb === 'stop' || operation.failure) return undefined;
  if (named.some(({ aadObjectId }) => aadObjectId === operation.by.aadObjectId)) return undefined;
  return { person: operation.by, at: operation.endedAt };
}
