import type { Choice } from '../../../cards/members/people.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { isObjectId } from '../../../services/people/people.ts';
import type { Candidate } from '../../../services/roles/membership.ts';
import { contactOf } from '../../../services/roles/membership.ts';
import type { Context } from '../action.ts';

const oneself = /^(?:me|myself|i)$/i;
const mostNames = 20;
/** What is longer is no name. */
const longestName = 80;

/** What names, addresses and object ids stand for in the directory. */
export interface Found {
  /** Each name's one person. */
  readonly clear: readonly Choice[];
  /** Of names that may be several people's. */
  readonly several: readonly Choice[];
  readonly unknown: readonly string[];
  /** Names that nobody has, while some of `several` are called nearly so. */
  readonly near: readonly string[];
}

/** How people of the directory are found by a part of their name. */
export type PeopleSearch = (name: string) => Promise<readonly Candidate[]>;

/** Looks for everybody who was named, the first twenty, in the whole directory. @throws {WorkspaceError} forbidden, and the directory's */
export async function findPeople(said: string, context: Context, search?: PeopleSearch): Promise<Found> {
  const { caller, services, workspace } = context;
  const find = search ?? (async (name) => await services.memberships.search(caller, workspace, name));
  const all = await Promise.all(
    namesIn(said)
      .slice(0, mostNames)
      .map((name) => findOne(name, context, find)),
  );
  const clear = new Map(all.flatMap(({ clear: found }) => found.map((one) => [one.aadObjectId, one])));
  const several = new Map(all.flatMap((found) => found.several.map((one) => [one.aadObjectId, one])));
  for (const id of clear.keys()) several.delete(id);
  return {
    clear: [...clear.values()],
    several: [...several.values()],
    unknown: all.flatMap(({ unknown }) => unknown),
    near: all.flatMap(({ near }) => near),
  };
}

/** @throws {WorkspaceError} invalid, where so many were named that some would be left out in silence */
export function requireFewNames(said: string): void {
  const { length } = namesIn(said);
  if (length <= mostNames) return;
  throw new WorkspaceError('invalid', `These are ${length} names. Name at most ${mostNames} at once.`);
}

function namesIn(said: string): readonly string[] {
  const names = said.split(/\s*(?:[,;\n]|\band\b)\s*/i).map((name) => name.trim().slice(0, longestName));
  return [...new Set(names.filter(Boolean))];
}

async function findOne(said: string, { caller, services }: Context, search: PeopleSearch): Promise<Found> {
  const name = oneself.test(said) ? caller.aadObjectId : said;
  if (isObjectId(name)) {
    const person = await services.members.person(name.toLowerCase());
    return person ? one(person) : { clear: [], several: [], unknown: [name], near: [] };
  }
  const found = await search(name);
  const wanted = name.toLowerCase();
  const exact = found.filter((each) =>
    [each.name, each.mail, each.userPrincipalName].some((word) => word?.toLowerCase() === wanted),
  );
  const meant = exact.length > 0 ? exact : found;
  const choices = meant.map(contactOf);
  const near = meant.some(({ isNear }) => isNear) ? [name] : [];
  if (choices.length === 1 && near.length === 0) return one(choices[0]!);
  return choices.length === 0
    ? { clear: [], several: [], unknown: [name], near: [] }
    : { clear: [], several: choices, unknown: [], near };
}

function one(person: Choice): Found {
  return { clear: [person], several: [], unknown: [], near: [] };
}
