import { type Aggregate, defineAggregate } from '../change/aggregate.ts';
import type { Person } from '../people/people.ts';
import type { BoundChannel } from '../workspaces/workspaces.ts';

/** To which channel of a team a workspace is bound. One document each. */
export interface ChannelBinding extends Aggregate<'unbound' | 'bound'> {
  readonly workspace: string;
  readonly channel?: BoundChannel | undefined;
  /** Who bound it; undefined where it was not bound by anybody here. */
  readonly by?: Person | undefined;
  readonly at: string;
}

export const channelBinding = defineAggregate<ChannelBinding>({
  kind: 'channel',
  schema: 1,
  initial: 'unbound',
  transitions: { unbound: ['bound'], bound: ['unbound'] },
  ledger: ({ workspace }) => workspace,
});

export function bindingAddress(workspace: string): { partition: string; id: string } {
  return { partition: `workspace/${workspace}`, id: 'channel' };
}

/** Which workspace a channel is taken by: one document a channel, so that two workspaces cannot take it at once. */
export interface ChannelClaim extends Aggregate<'on'> {
  /** Undefined where nobody has it any more. */
  readonly workspace?: string | undefined;
  /** When it was taken; the binding follows at once. */
  readonly at?: string;
}

export const channelClaim = defineAggregate<ChannelClaim>({
  kind: 'channel-claim',
  schema: 1,
  initial: 'on',
  transitions: { on: [] },
});

export function claimAddress({ conversationId }: Pick<BoundChannel, 'conversationId'>): {
  partition: string;
  id: string;
} {
  return { partition: `channel/${conversationId}`, id: 'claim' };
}
