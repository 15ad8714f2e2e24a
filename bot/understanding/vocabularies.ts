import { LRUCache } from 'lru-cache';
import type { Caller } from '../../services/people/people.ts';
import { may } from '../../services/policy.ts';
import type { Services } from '../../services/services.ts';
import { deskPlace } from '../../services/workspaces/desk-place.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import type { Vocabulary } from '../understand.ts';
import type { Nameables } from './nameables.ts';

interface Known {
  /** What it was made of: the services' own arrays, which stay the same while nothing changes. */
  readonly machines: readonly unknown[];
  readonly people: readonly unknown[];
  readonly files: readonly unknown[];
  readonly vocabulary: Vocabulary;
}

const nobody: readonly never[] = [];
/** Workspaces in a sentence whose people may be meant. */
const mostNamed = 3;

/**
 * The names that a caller's sentence may speak of, as last heard of: a directory, a storage account or Azure that is down or slow
 * must not make us deaf. People of the same workspaces get the same arrays as long as nothing changes, since understanding
 * keeps tables by them. Files are those of the caller's own workspaces alone, people also those of others that the sentence names.
 */
export class Vocabularies {
  readonly #services: Services;
  readonly #nameables: Nameables;
  readonly #known = new LRUCache<string, Known>({ max: 500 });

  constructor(services: Services, nameables: Nameables) {
    this.#services = services;
    this.#nameables = nameables;
  }

  /** @param text what is to be understood @throws {WorkspaceError} unavailable, where the workspaces cannot be read */
  async of(caller: Caller, text: string): Promise<Vocabulary> {
    const { machines, members, files, workspaces: directory } = this.#services;
    const listed = machines.names().catch(() => nobody);
    const seen = await directory.list(caller);
    // Its record is asked for as a workspace's is.
    const workspaces = caller.roles.admin ? [...seen, deskPlace] : seen;
    const own = workspaces.filter(({ id }) => caller.roles.workspaces.has(id));
    const places = [...own, ...namedIn(text, caller, workspaces, own)];
    const [names, people] = await Promise.all([listed, members.known(places)]);
    const readable = own.filter((workspace) => may(caller, workspace, 'file.read'));
    const key = [idsOf(workspaces), idsOf(places), idsOf(readable)].join('|');
    const before = this.#known.get(key);
    const sources = {
      machines: [names, ...workspaces],
      people,
      files: readable.map((workspace) => files.knownPaths(workspace)),
    };
    const isSame = (part: keyof typeof sources) => before !== undefined && areSame(before[part], sources[part]);
    if (before && isSame('machines') && isSame('people') && isSame('files')) return before.vocabulary;
    const hasMachines = before && isSame('machines');
    const vocabulary: Vocabulary = {
      workspaces: hasMachines ? before.vocabulary.workspaces : workspaces.map(({ id, name }) => ({ id, name })),
      machines: hasMachines ? before.vocabulary.machines : await this.#machines(caller),
      people:
        before && isSame('people')
          ? before.vocabulary.people
          : joined(sources.people, ({ aadObjectId }) => aadObjectId),
      requests: nobody,
      files: before && isSame('files') ? before.vocabulary.files : joined(sources.files, (path) => path),
    };
    this.#known.set(key, { ...sources, vocabulary });
    return vocabulary;
  }

  async #machines(caller: Caller): Promise<Vocabulary['machines']> {
    const machines = await this.#nameables.machines(caller).catch(() => nobody);
    return machines.map(({ name, workspace }) => ({ name, workspace: workspace.id }));
  }
}

/** Whoever sees more workspaces than their own speaks of people where they name the place. */
function namedIn(
  text: string,
  caller: Caller,
  workspaces: readonly Workspace[],
  own: readonly Workspace[],
): readonly Workspace[] {
  if (workspaces.length === own.length) return nobody;
  const said = text.toLowerCase();
  const isNamed = ({ id, name }: Workspace) => said.includes(id) || said.includes(name.toLowerCase());
  return workspaces
    .filter((workspace) => isNamed(workspace) && !own.includes(workspace) && may(caller, workspace, 'member.read'))
    .slice(0, mostNamed);
}

function idsOf(workspaces: readonly Workspace[]): string {
  return workspaces.map(({ id }) => id).join(',');
}

function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}

/** Each once; a single list stays the very same. */
function joined<T>(lists: readonly (readonly T[])[], idOf: (one: T) => string): readonly T[] {
  if (lists.length === 1) return lists[0]!;
  return [...new Map(lists.flat().map((one) => [idOf(one), one])).values()];
}
