import { isHalted, type WorkspaceArchive } from '../archives/workspace-archive.ts';
import { afterWorkingDays } from '../time/working-time.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { defaultEscalateDays, type PendingItem, type PendingTime } from './pending-item.ts';

/** The end of a workspace that needs its second key, or one of whose steps was given up; undefined where nobody has to do anything. */
export function pendingArchive(
  archive: WorkspaceArchive,
  { id, name }: Workspace,
  { now, timeZone }: PendingTime,
): PendingItem | undefined {
  const { state, proposed, startedAt = proposed.at, history } = archive;
  const item = { kind: 'archive', workspace: { id, name }, name } as const;
  if (state === 'proposed') {
    const overdue = afterWorkingDays(new Date(proposed.at), defaultEscalateDays, timeZone) <= now;
    return { ...item, stage: 'key', word: 'Pending', since: proposed.at, turn: ['secondAdmin'], overdue };
  }
  if (!isHalted(archive) || (state !== 'closing' && state !== 'restoring' && state !== 'deleting')) return undefined;
  const since = history.findLast(({ what }) => what === 'archive.failed')?.at ?? startedAt;
  return { ...item, stage: state, word: 'Failed', since, turn: ['admin'], overdue: true };
}
