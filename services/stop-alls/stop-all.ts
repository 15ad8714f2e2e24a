import { type Aggregate, defineAggregate } from '../change/aggregate.ts';
import type { MachineStop } from '../machines/machine-stops.ts';
import type { Money } from '../money/money.ts';
import type { ConversationAddress } from '../people/conversation-address.ts';
import type { Person } from '../people/people.ts';

/** One machine of an order: how its stop goes, and later how its start does. */
export interface OrderedMachine {
  readonly workspace: string;
  readonly machine: string;
  /** running: before anything is asked; refused: it may not be started again. */
  readonly state: MachineStop['state'] | 'running' | 'starting' | 'started' | 'refused';
  /** A finished sentence, where it failed or was refused. */
  readonly problem?: string;
  /** True where this order stopped it; those alone are started again. */
  readonly isOurs?: boolean;
}

/** draft: shown, to be confirmed; stopping, starting: it goes on; stopped, started: all that could be done is. */
export type StopAllState = 'draft' | 'stopping' | 'stopped' | 'starting' | 'started' | 'cancelled';

/** An admin's order to stop everything, in one workspace or in all. */
export interface StopAll extends Aggregate<StopAllState> {
  readonly by: Person;
  /** The id of a workspace; undefined for all. */
  readonly workspace?: string;
  /** What has to be typed. */
  readonly word: string;
  /** At most {@link mostOrdered}. */
  readonly machines: readonly OrderedMachine[];
  /** What an hour of them costs, by currency, as far as that is known. */
  readonly saved: readonly Money[];
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** Where the card stands on which an admin sees how it goes. */
  readonly place?: ConversationAddress;
}

/** More do not fit into one record: the others are for a second order. */
export const mostOrdered = 150;

export const stopAll = defineAggregate<StopAll>({
  kind: 'stopall',
  schema: 1,
  initial: 'draft',
  transitions: {
    draft: ['stopping', 'cancelled'],
    stopping: ['stopped'],
    stopped: ['starting'],
    starting: ['started'],
    started: [],
    cancelled: [],
  },
});

export function stopAllAddress(id: string): { partition: string; id: string } {
  return { partition: `stopall/${id}`, id: 'stopall' };
}

export function stopAllId({ partition }: { readonly partition: string }): string {
  return partition.slice('stopall/'.length);
}

/** Those that the order stopped, and that may be started again. */
export function stoppedByUs({ machines }: Pick<StopAll, 'machines'>): readonly OrderedMachine[] {
  return machines.filter(({ isOurs, state }) => isOurs && state !== 'failed' && state !== 'waiting');
}
