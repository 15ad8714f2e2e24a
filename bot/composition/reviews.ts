import { AccessReviewSweep } from '../../services/access-reviews/access-review-sweep.ts';
import { AccessReviewTimers } from '../../services/access-reviews/access-review-timers.ts';
import type { Changes } from '../../services/change/change.ts';
import type { Effects } from '../../services/effects/effects.ts';
import type { Services } from '../../services/services.ts';
import type { Foundation } from './foundation.ts';

/** Reviews of members: begun every quarter, reminded, escalated, carried out. */
export function createReviews(
  { config, store, clock, log }: Foundation,
  { members, memberships, workspaces }: Services,
  changes: Changes,
  effects: Effects,
): AccessReviewSweep {
  const sweep = new AccessReviewSweep({
    ...{ store, changes, members, workspaces, clock, log },
    timeZone: config.TIME_ZONE,
  });
  sweep.register(effects);
  new AccessReviewTimers({ members, memberships, workspaces, clock, log }).register(effects);
  return sweep;
}
