import type { TouchedMember } from './member-record.ts';
import type { KnownMembers } from './member-watch-known.ts';
import type { GroupChanges } from './membership.ts';

/** What Labdesk itself did to the group, or is doing. */
export interface Ours {
  /** Oldest first. */
  readonly touched: readonly TouchedMember[];
  /** aadObjectIds. */
  readonly pending: readonly string[];
}

/** What a look comes to: ids. */
export interface Diff {
  /** Everybody who is in it now. */
  readonly ids: readonly string[];
  /** Those who came and left by somebody else. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Those who came and left by what was asked for here. */
  readonly touched: readonly string[];
}

/** Graph's answers may lag behind what it confirmed; by then they do not. */
const lagInMs = 3_600_000;

/**
 * Who came and who left since the last look, as against what is known and not as the changes say: those may tell things again.
 * Whoever Labdesk itself has changed within the hour, or since the last look, is no news either way, since Graph may still tell of how it was before.
 * @param isAll whether the changes are everybody who is in it
 */
export function weigh(
  known: Pick<KnownMembers, 'ids' | 'ours'> | undefined,
  changes: GroupChanges,
  isAll: boolean,
  ours: Ours,
  now: Date,
): Diff {
  const before = new Set(known?.ids);
  const told = changes.added.map(({ aadObjectId }) => aadObjectId);
  const after = new Set(isAll ? told : [...before, ...told]);
  for (const id of isAll ? [] : changes.removed) after.delete(id);
  const since = new Date(now.getTime() - lagInMs).toISOString();
  const mine = new Set([
    ...ours.pending,
    ...ours.touched.filter(({ n, at }) => n > (known?.ours ?? 0) || at >= since).map(({ aadObjectId }) => aadObjectId),
  ]);
  const came = [...after].filter((id) => !before.has(id));
  const left = [...before].filter((id) => !after.has(id));
  const isMine = (id: string) => mine.has(id);
  return {
    ids: [...after],
    added: came.filter((id) => !isMine(id)),
    removed: left.filter((id) => !isMine(id)),
    touched: [...came, ...left].filter(isMine),
  };
}

export function isNews({ added, removed }: Diff): boolean {
  return added.length > 0 || removed.length > 0;
}
