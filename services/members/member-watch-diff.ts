import type { PeopleChanges } from '../roles/membership.ts';
import type { TouchedMember } from './member-record.ts';
import type { KnownPeople } from './member-watch-known.ts';

/** What Labdesk itself did to the group, or is doing. */
export interface Ours {
  /** Oldest first. */
  readonly touched: readonly TouchedMember[];
  /** aadObjectIds. */
  readonly pending: readonly string[];
  /** Those of them who shall own it, or own it no more. */
  readonly pendingOwners: readonly string[];
}

/** What a look at the members, or at the owners, comes to: ids. */
export interface Diff extends KnownPeople {
  /** Those who came and left by somebody else. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Those who came and left by what was asked for here, as far as that can be told yet. */
  readonly touched: readonly string[];
}

/** Whom Labdesk has changed so lately that Graph may not tell of it yet, and whether they are in it since; undefined where nobody knows. */
export type Lately = ReadonlyMap<string, boolean | undefined>;

/** Graph's answers may lag behind what it confirmed; by then they do not. */
const lagInMs = 3_600_000;

/**
 * Who came and who left since the last look, as against what is known and not as the changes say: those may tell things again.
 * Whoever Labdesk itself has changed within the hour, or since the last look, is no news yet, since Graph may still tell how it was before;
 * who is not as Labdesk left them is news when the hour is over. Of whom nothing was known, nobody is news.
 * @param isAll whether the changes are everybody there is
 */
export function weigh(known: KnownPeople | undefined, changes: PeopleChanges, isAll: boolean, lately: Lately): Diff {
  const told = changes.added.map(({ aadObjectId }) => aadObjectId);
  const before = new Set(known ? known.ids : told);
  const after = new Set(isAll ? told : [...before, ...told]);
  for (const id of isAll ? [] : changes.removed) after.delete(id);
  const came = [...after].filter((id) => !before.has(id));
  const left = [...before].filter((id) => !after.has(id));
  const isMine = (id: string) => lately.has(id);
  const late = (known?.disputed ?? []).filter((id) => !isMine(id));
  return {
    ids: [...after],
    added: [...new Set([...came, ...late.filter((id) => after.has(id))])].filter((id) => !isMine(id)),
    removed: [...new Set([...left, ...late.filter((id) => !after.has(id))])].filter((id) => !isMine(id)),
    touched: [...came, ...left].filter(isMine),
    disputed: [...lately].filter(([id, isIn]) => isIn !== undefined && isIn !== after.has(id)).map(([id]) => id),
  };
}

/** @param seen the number of the last change of ours that was looked past */
export function lately(ours: Ours, seen: number, now: Date): { readonly members: Lately; readonly owners: Lately } {
  const since = new Date(now.getTime() - lagInMs).toISOString();
  const late = ours.touched.filter(({ n, at }) => n > seen || at >= since);
  const unknown = (ids: readonly string[]) => ids.map((id) => [id, undefined] as const);
  const ownersLate = late.flatMap(({ aadObjectId: id, isOwner }) =>
    isOwner === undefined ? [] : [[id, isOwner ?? undefined] as const],
  );
  return {
    members: new Map([...late.map(({ aadObjectId: id, isIn }) => [id, isIn] as const), ...unknown(ours.pending)]),
    owners: new Map([...ownersLate, ...unknown(ours.pendingOwners)]),
  };
}

export function isNews({ added, removed }: Diff): boolean {
  return added.length > 0 || removed.length > 0;
}
