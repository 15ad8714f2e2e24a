import { distance } from 'fastest-levenshtein';
import { WorkspaceError } from '../services/errors.ts';
import { noSuchWorkspace } from '../services/policy.ts';
import { quoted } from '../services/quoted.ts';
import type { Workspace } from '../services/workspaces.ts';

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
  const exact = workspaces.find(({ id, name }) => plainName(id) === wanted || plainName(name) === wanted);
  if (exact) return exact;
  const close = nearest(wanted, workspaces, ({ name }) => plainName(name));
  if (close && 'near' in close) return close.near;
  throw noSuchWorkspace(said);
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
