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
  /** Those who came and left by what was asked for here, as far as that can be told yet. */
  readonly touched: readonly string[];
  /** See {@link KnownMembers}. */
  readonly disputed: readonly string[];
}

/** Graph's answers may lag behind what it confirmed; by then they do not. */
const lagInMs = 3_600_000;

/**
 * Who came and who left since the last look, as against what is known and not as the changes say: those may tell things again.
 * Whoever Labdesk itself has changed within the hour, or since the last look, is no news yet, since Graph may still tell how it was before;
 * who is not as Labdesk left them is news when the hour is over.
 * @param isAll whether the changes are everybody who is in it
 */
export function weigh(
  known: Pick<KnownMembers, 'ids' | 'ours' | 'disputed'> | undefined,
  changes: GroupChanges,
  isAll: boolean,
  ours: Ours,
  now: Date,
): Diff {
  const before = new Set(known?.ids);
  const told = changes.added.map(({ aadObjectId }) => aadObjectId);
  const after = new Set(isAll ? told : [...before, ...told]);
  for (const id of isAll ? [] : changes.removed) after.delete(id);
  const came = [...after].filter((id) => !before.has(id));
  const left = [...before].filter((id) => !after.has(id));
  const mine = leftAs(ours, known?.ours ?? 0, now);
  const isMine = (id: string) => mine.has(id);
  const late = (known?.disputed ?? []).filter((id) => !isMine(id));
  return {
    ids: [...after],
    added: [...new Set([...came, ...late.filter((id) => after.has(id))])].filter((id) => !isMine(id)),
    removed: [...new Set([...left, ...late.filter((id) => !after.has(id))])].filter((id) => !isMine(id)),
    touched: [...came, ...left].filter(isMine),
    disputed: [...mine].filter(([id, isIn]) => isIn !== undefined && isIn !== after.has(id)).map(([id]) => id),
  };
}

/** Whom Labdesk has changed so lately that Graph may not tell of it yet, and whether they are in the group since. */
function leftAs({ touched, pending }: Ours, seen: number, now: Date): ReadonlyMap<string, boolean | undefined> {
  const since = new Date(now.getTime() - lagInMs).toISOString();
  const late = touched.filter(({ n, at }) => n > seen || at >= since);
  return new Map([
    ...late.map(({ aadObjectId, isIn }) => [aadObjectId, isIn] as const),
    ...pending.map((id) => [id, undefined] as const),
  ]);
}

export function isNews({ added, removed }: Diff): boolean {
  return added.length > 0 || removed.length > 0;
}
