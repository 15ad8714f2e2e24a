import type { Changes } from '../../services/change/change.ts';
import type { Effects } from '../../services/effects/effects.ts';
import type { MemberDepartures } from '../../services/members/member-departures.ts';
import { MemberWatch } from '../../services/members/member-watch.ts';
import { WatchedDepartures } from '../../services/members/member-watch-departures.ts';
import { MemberWatchSweep } from '../../services/members/member-watch-sweep.ts';
import type { Members } from '../../services/roles/members.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Foundation } from './foundation.ts';

interface MemberWatchNeeds {
  readonly changes: Changes;
  readonly effects: Effects;
  readonly members: Members;
  readonly workspaces: WorkspaceDirectory;
  readonly departures: MemberDepartures;
}

/** What others change in the groups of workspaces: seen, recorded, and what follows from it. */
export function createMemberWatch(
  { config, store, clock, log, groupClient: groups }: Foundation,
  { changes, effects, members, workspaces, departures }: MemberWatchNeeds,
): MemberWatchSweep {
  const watch = new MemberWatch({ store, groups, members, workspaces, changes, clock });
  const minutes = config.MEMBER_WATCH_MINUTES;
  const sweep = new MemberWatchSweep({ watch, workspaces, changes, clock, log, minutes });
  sweep.register(effects);
  new WatchedDepartures({ store, members, departures, workspaces }).register(effects);
  return sweep;
}
