import { type Actor, type Aggregate, type Decision, defineAggregate } from '../../../services/change/aggregate.ts';
import type { Command } from '../../../services/change/change.ts';

type TicketState = 'Open' | 'Claimed' | 'Closed';

export interface Ticket extends Aggregate<TicketState> {
  readonly title: string;
  readonly note?: string;
}

/** A small aggregate to try the rules on. */
export const ticketType = defineAggregate<Ticket>({
  kind: 'ticket',
  schema: 2,
  initial: 'Open',
  transitions: { Open: ['Claimed', 'Closed'], Claimed: ['Open', 'Closed'], Closed: [] },
});

export const researcher: Actor = { aadObjectId: 'researcher', name: 'Researcher', roles: ['member'] };

export const address = { partition: 'oncology', id: 'ticket-1' };

export function command(
  key: string,
  decide: (current: Ticket | undefined) => Decision<Ticket> | undefined,
): Command<Ticket> {
  return { key, by: researcher, via: 'chat', what: key, decide };
}

export const open = command('open', () => ({ next: { title: 'A broken screen' } }));
