import { distance } from 'fastest-levenshtein';
import { WorkspaceError } from '../services/errors.ts';
import { isObjectId, type Person } from '../services/people/people.ts';
import { noSuchWorkspace } from '../services/policy.ts';
import { parseRequestName } from '../services/requests/request.ts';
import { noSuchRequest } from '../services/requests/request-rules.ts';
import { quoted } from '../services/text/quoted.ts';
import type { Workspace } from '../services/workspaces/workspaces.ts';

export { noSuchRequest } from '../services/requests/request-rules.ts';

/** A machine that the caller may name: where it is and what it is called. */
export interface NamedMachine {
  readonly workspace: Workspace;
  readonly name: string;
}

/** A name, found; or a near miss that must be asked back. */
export type Found<T> = { readonly found: T } | { readonly near: T } | undefined;

/** As people write a name: case, hyphens, underscores, dots and spaces do not matter. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s._-]+/g, '');
}

/** The machine somebody named, as `onc-r` or `oncology/onc-r`; in the current workspace first, then in the others. */
export function findMachine(
  said: string,
  machines: readonly NamedMachine[],
  current: Workspace | undefined,
): Found<NamedMachine> {
  const slash = said.indexOf('/');
  const inWorkspace = slash > 0 ? said.slice(0, slash).toLowerCase() : undefined;
  const wanted = plainName(said.slice(slash + 1));
  const candidates = inWorkspace ? machines.filter(({ workspace }) => workspace.id === inWorkspace) : machines;
  const nearFirst = [...candidates].sort((a, b) => rank(a, current) - rank(b, current));
  const exact = nearFirst.find(({ name }) => plainName(name) === wanted);
  if (exact) return { found: exact };
  return nearest(wanted, nearFirst, ({ name }) => plainName(name));
}

/** The workspace somebody named, by id or name. @throws {WorkspaceError} not-found */
export function findWorkspace(said: string, workspaces: readonly Workspace[]): Workspace {
  const wanted = plainName(said);
  const exact = workspaces.find(({ id }) => id === said) ?? calledExactly(wanted, workspaces);
  if (exact) return exact;
  const close = nearest(wanted, workspaces, ({ name }) => plainName(name));
  if (close && 'near' in close) return close.near;
  throw noSuchWorkspace(said);
}

function calledExactly(wanted: string, workspaces: readonly Workspace[]): Workspace | undefined {
  return workspaces.find(({ id, name }) => plainName(id) === wanted || plainName(name) === wanted);
}

/** A request that the caller may name: where it is and what it is called (`oncology-42`). */
export interface NamedRequest {
  readonly workspace: Workspace;
  readonly name: string;
}

/** Shorter beginnings of a workspace's name are too easily another's. */
const shortestBeginning = 3;
/** Nothing longer is a name. */
const longestName = 100;

/**
 * The request somebody named: `oncology-42`, `Oncology 42`, `onc-42` where only one workspace begins so, `#42` or `42` in the
 * workspace that is spoken of. Undefined where a number alone was said and no workspace is known. Whether there is such a
 * request, and whether the caller may know of it, is the services' to say.
 * @throws {WorkspaceError} not-found, alike for a workspace that is not there and one that is not the caller's
 */
export function findRequest(
  said: string,
  workspaces: readonly Workspace[],
  current: Workspace | undefined,
): Found<NamedRequest> {
  const short = said.length <= longestName ? said.trim() : '';
  const [, place = '', digits = ''] = /^(?:request\s+)?(.*?)[\s#_-]*(?<!\d)(\d{1,9})$/is.exec(short) ?? [];
  if (digits === '' || Number(digits) === 0) throw noSuchRequest(said);
  const wanted = plainName(place);
  if (wanted === '') return current && { found: requestOf(current, digits) };
  const exact = calledExactly(wanted, workspaces);
  if (exact) return { found: requestOf(exact, digits) };
  const begun = workspaces.filter(
    ({ id, name }) => plainName(id).startsWith(wanted) || plainName(name).startsWith(wanted),
  );
  if (begun.length === 1 && wanted.length >= shortestBeginning) return { found: requestOf(begun[0]!, digits) };
  const close = nearest(wanted, workspaces, ({ id }) => plainName(id));
  if (close && 'near' in close) return { near: requestOf(close.near, digits) };
  throw noSuchRequest(parseRequestName(said) ? said.trim().toLowerCase() : said);
}

function requestOf(workspace: Workspace, digits: string): NamedRequest {
  return { workspace, name: `${workspace.id}-${Number(digits)}` };
}

/** A person found, one that was nearly named, or several of whom it may be any. */
export type FoundPerson = Found<Person> | { readonly several: readonly Person[] };

const oneself = new Set(['me', 'i', 'myself', 'my', 'mine']);

/**
 * The person somebody named: by name, by a part of it that is one person's alone, by object id, or as "me". Undefined where
 * nobody is called so.
 */
export function findPerson(said: string, people: readonly Person[], caller: Person): FoundPerson {
  const wanted = plainName(said);
  if (oneself.has(wanted)) return { found: { aadObjectId: caller.aadObjectId, name: caller.name } };
  if (isObjectId(said)) {
    const known = people.find(({ aadObjectId }) => aadObjectId.toLowerCase() === said.toLowerCase());
    return { found: known ?? { aadObjectId: said.toLowerCase(), name: said } };
  }
  const called = people.filter(({ name }) => plainName(name) === wanted);
  const parted = called.length > 0 ? called : people.filter(({ name }) => partsOf(name).includes(wanted));
  if (parted.length > 1) return { several: parted };
  if (parted[0]) return { found: parted[0] };
  return (
    nearest(wanted, people, ({ name }) => plainName(name)) ??
    nearest(
      wanted,
      people.flatMap((person) => partsOf(person.name).map((part) => ({ ...person, part }))),
      ({ part }) => part,
    )
  );
}

/** @throws always: what to do where nobody is called so; `meant` is who nearly is */
export function noSuchPerson(said: string, meant?: string): never {
  const next = meant ? `Did you mean ${meant}?` : 'Write the name as Teams shows it.';
  throw new WorkspaceError('not-found', `I know nobody called ${quoted(said)} here. ${next}`);
}

function partsOf(name: string): string[] {
  return name
    .split(/[\s,]+/)
    .map(plainName)
    .filter((part) => part !== '');
}

function rank(machine: NamedMachine, current: Workspace | undefined): number {
  return machine.workspace.id === current?.id ? 0 : 1;
}

/** The one candidate within two typing errors (one for short names); undefined where none or several are. */
function nearest<T>(wanted: string, candidates: readonly T[], nameOf: (candidate: T) => string): Found<T> {
  const allowed = wanted.length < 5 ? 1 : 2;
  const close = candidates
    .map((candidate) => ({ candidate, errors: distance(wanted, nameOf(candidate)) }))
    .filter(({ errors }) => errors <= allowed)
    .sort((a, b) => a.errors - b.errors);
  const [best, second] = close;
  return best && best.errors !== second?.errors ? { near: best.candidate } : undefined;
}

/** @throws always: what to do where nobody knows such a machine */
export function noSuchMachine(said: string, current: Workspace | undefined): never {
  const place = current?.name ?? 'Your workspaces';
  const verb = current ? 'has' : 'have';
  throw new WorkspaceError(
    'not-found',
    `${place} ${verb} no machine ${quoted(said)}. Write "machines" to see those there are.`,
  );
}
