import type { AccessReview } from '../access-reviews/access-review.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { PendingItem } from './pending-item.ts';

/**
 * A review of members in which not everybody is decided, until the owners have done it, or the admins where there were none; late once the admins were asked. Undefined where
 * it is over, and where nobody is asked any more.
 */
export function pendingReview(
  { state, startedAt, escalatedAt, isOwnerless }: AccessReview,
  { id, name, members }: Workspace,
): PendingItem | undefined {
  if (state !== 'open' || members?.review === 'never') return undefined;
  const isEscalated = escalatedAt !== undefined;
  return {
    kind: 'review',
    workspace: { id, name },
    name,
    word: 'Pending',
    since: startedAt,
    turn: isOwnerless ? ['admin'] : isEscalated ? ['owner', 'admin'] : ['owner'],
    overdue: isEscalated,
  };
}
