import { WorkspaceError } from '../services/errors.ts';
import type { Contact } from '../services/members.ts';
import type { Candidate } from '../services/membership.ts';
import { contactOf } from '../services/membership.ts';
import type { Caller, Person } from '../services/people.ts';
import { may } from '../services/policy.ts';
import { quoted } from '../services/quoted.ts';
import type { Services } from '../services/services.ts';
import type { Workspace } from '../services/workspaces.ts';
import type { Action, Input, InputKind } from './actions/action.ts';
import {
  findMachine,
  findPerson,
  findRequest,
  findWorkspace,
  type NamedMachine,
  noSuchMachine,
  noSuchPerson,
  noSuchRequest,
} from './inputs.ts';
import { readValue } from './values.ts';

/** A name that was nearly said, to be asked back. */
export interface Meant {
  readonly kind: 'machine' | 'request' | 'person';
  /** What the input takes and a button carries: `oncology/onc-r`, `oncology-42`, an object id. */
  readonly value: string;
  readonly name: string;
  readonly workspace: Workspace | undefined;
}

/** What was given, looked up: values by input and the workspace they lead to; or a question. */
export type LookedUp =
  | { readonly kind: 'found'; readonly values: Record<string, string>; readonly workspace: Workspace | undefined }
  | { readonly kind: 'near'; readonly input: string; readonly meant: Meant }
  | { readonly kind: 'several'; readonly input: string; readonly people: readonly Person[] };

export interface Said {
  readonly action: Action;
  readonly given: Readonly<Record<string, string>>;
  readonly caller: Caller;
  /** Where what was given is not what was said but what may be meant. */
  readonly near?: { readonly input: string };
  readonly origin?: { readonly via: 'chat' | 'card' };
}

/** Whose people are asked for where no workspace is spoken of; more would be a call of the directory each. */
const mostWorkspaces = 10;
/** A letter alone is half the directory. */
const shortestSearch = 2;

/** Finds what names stand for, among what the caller may name. */
export class Lookup {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  /** The machines the caller may name: those of their workspaces. */
  async machinesFor(caller: Caller): Promise<readonly NamedMachine[]> {
    const [names, workspaces] = await Promise.all([
      this.#services.machines.names(),
      this.#services.workspaces.list(caller),
    ]);
    const byGroup = new Map(workspaces.map((workspace) => [workspace.resourceGroup.toLowerCase(), workspace]));
    return names.flatMap(({ name, resourceGroup }) => {
      const workspace = byGroup.get(resourceGroup);
      return workspace ? [{ name, workspace }] : [];
    });
  }

  /** The people of the workspace, or of those where the caller works; none where the caller may not see them. */
  async peopleFor(
    caller: Caller,
    workspace: Workspace | undefined,
    workspaces: readonly Workspace[],
  ): Promise<readonly Person[]> {
    const own = workspaces.filter(({ id }) => caller.roles.workspaces.has(id));
    const here = (workspace ? [workspace] : own).filter((one) => may(caller, one, 'member.read'));
    const lists = await Promise.all(
      here.slice(0, mostWorkspaces).map((one) => this.#services.members.list(caller, one)),
    );
    return [...new Map(lists.flat().map((person) => [person.aadObjectId, person])).values()];
  }

  /** People of the whole directory whose name begins so, for whoever may add people somewhere; for others nobody. @throws {WorkspaceError} the directory's */
  async newcomers(caller: Caller, text: string): Promise<readonly Contact[]> {
    if (text.length < shortestSearch) return [];
    const workspaces = await this.#services.workspaces.list(caller);
    const managed = workspaces.find((workspace) => may(caller, workspace, 'member.manage'));
    if (!managed) return [];
    const found = await this.#services.memberships.search(caller, managed, text);
    return found.map(contactOf);
  }

  /** People of the whole directory whose name begins so, for whoever asks for a workspace. @throws {WorkspaceError} the directory's */
  async anybody(caller: Caller, text: string): Promise<readonly Contact[]> {
    if (text.length < shortestSearch) return [];
    return (await this.#services.setups.search(caller, text)).map(asContact);
  }

  /** @throws {WorkspaceError} not-found, and whatever the services say */
  async look(said: Said, workspaces: readonly Workspace[], current: Workspace | undefined): Promise<LookedUp> {
    const values = this.#read(said);
    let workspace = values.workspace ? findWorkspace(values.workspace, workspaces) : current;
    if (workspace && values.workspace) values.workspace = workspace.id;
    const place = values.workspace ? workspace : current;

    for (const [input, name] of givenOf(said, values, 'machine')) {
      const found = findMachine(name, await this.machinesFor(said.caller), place) ?? noSuchMachine(name, place);
      const machine = 'near' in found ? found.near : found.found;
      if ('near' in found || said.near?.input === input) return nearTo(input, meantMachine(machine));
      values[input] = machine.name;
      workspace = machine.workspace;
    }
    for (const [input, { kind, own, optional }] of Object.entries(said.action.inputs)) {
      if (kind !== 'machine' || !own || optional || values[input] || said.origin?.via !== 'chat') continue;
      const machine = await this.#ownMachine(said.caller, place, workspaces);
      if (!machine) continue;
      values[input] = machine.name;
      workspace = machine.workspace;
    }
    for (const [input, name] of givenOf(said, values, 'request')) {
      const found = findRequest(name, workspaces, place);
      if (!found) {
        if (said.action.workspace !== 'needed') throw noSuchRequest(name);
        continue;
      }
      const request = 'near' in found ? found.near : found.found;
      if ('near' in found || said.near?.input === input)
        return nearTo(input, { kind: 'request', value: request.name, ...request });
      values[input] = request.name;
      workspace = request.workspace;
    }
    for (const [input, names] of givenOf(said, values, 'person', 'people')) {
      if (said.action.inputs[input]!.anybody) continue;
      const found = await this.#people(said, input, names, () => this.peopleFor(said.caller, workspace, workspaces));
      if (typeof found !== 'string') return found;
      values[input] = found;
    }
    return { kind: 'found', values, workspace };
  }

  /** The caller's machine, where exactly one is theirs: of the workspace that is spoken of, or of all they work in. */
  async #ownMachine(
    caller: Caller,
    place: Workspace | undefined,
    workspaces: readonly Workspace[],
  ): Promise<NamedMachine | undefined> {
    const own = place ? [place] : workspaces.filter(({ id }) => caller.roles.workspaces.has(id));
    const found = await Promise.all(
      own.slice(0, mostWorkspaces).map(async (workspace) => {
        const { machines = [] } = (await this.#services.assignments.of(workspace)).get(caller.aadObjectId) ?? {};
        return machines.map((name) => ({ name, workspace }));
      }),
    );
    const [machine, another] = found.flat();
    return another ? undefined : machine;
  }

  /** True where `said` is a name that the caller may use for the input, or nearly one, or a value that the input takes. */
  async fits(caller: Caller, input: Input, said: string, currentWorkspace: string | undefined): Promise<boolean> {
    const { kind } = input;
    if (kind === 'text' || kind === 'files') return true;
    if (kind === 'machine') return findMachine(said, await this.machinesFor(caller), undefined) !== undefined;
    if (kind !== 'workspace' && kind !== 'request' && kind !== 'person' && kind !== 'people')
      return readValue(input, said) !== undefined;
    const workspaces = await this.#services.workspaces.list(caller);
    const current = workspaces.find(({ id }) => id === currentWorkspace);
    try {
      if (kind === 'workspace') return findWorkspace(said, workspaces) !== undefined;
      if (kind === 'request') {
        findRequest(said, workspaces, current);
        return true;
      }
      return findPerson(said, await this.peopleFor(caller, current, workspaces), caller) !== undefined;
    } catch (error) {
      if (error instanceof WorkspaceError && error.code === 'not-found') return false;
      throw error;
    }
  }

  /** What was given, where it means something to its input. */
  #read({ action, given }: Said): Record<string, string> {
    if (action.meanwhile !== undefined) return { ...given };
    return Object.fromEntries(
      Object.entries(given).flatMap(([name, said]) => {
        const input = Object.hasOwn(action.inputs, name) ? action.inputs[name] : undefined;
        const value = input ? readValue(input, said) : said;
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }

  /** Object ids with ", " between them, or a question. */
  async #people(
    { action, caller, near }: Said,
    input: string,
    names: string,
    peopleHere: () => Promise<readonly Person[]>,
  ): Promise<string | Exclude<LookedUp, { kind: 'found' }>> {
    const isOne = action.inputs[input]!.kind === 'person';
    const ids: string[] = [];
    for (const name of isOne ? [names] : names.split(/\s*(?:[,;]|\band\b)\s*/).filter(Boolean)) {
      const found = findPerson(name, [], caller) ?? findPerson(name, await peopleHere(), caller) ?? noSuchPerson(name);
      if ('several' in found) {
        if (isOne) return { kind: 'several', input, people: found.several };
        throw new WorkspaceError('invalid', `Several people are called ${quoted(name)}. Write the whole name.`);
      }
      const person = 'near' in found ? found.near : found.found;
      if ('near' in found && !isOne) noSuchPerson(name, person.name);
      if ('near' in found || (isOne && near?.input === input))
        return nearTo(input, { kind: 'person', value: person.aadObjectId, name: person.name, workspace: undefined });
      ids.push(person.aadObjectId);
    }
    return ids.join(', ');
  }
}

function asContact({ mail, userPrincipalName, isNear: _, ...person }: Candidate): Contact {
  return { ...person, mail: mail ?? userPrincipalName };
}

function givenOf(
  { action }: Said,
  values: Readonly<Record<string, string>>,
  ...kinds: InputKind[]
): [string, string][] {
  // What is still to come looks for nothing.
  if (action.meanwhile !== undefined) return [];
  return Object.entries(action.inputs).flatMap(([name, { kind }]) => {
    const said = values[name];
    return kinds.includes(kind) && said ? [[name, said] as [string, string]] : [];
  });
}

function nearTo(input: string, meant: Meant): LookedUp & { kind: 'near' } {
  return { kind: 'near', input, meant };
}

function meantMachine({ name, workspace }: NamedMachine): Meant {
  return { kind: 'machine', value: `${workspace.id}/${name}`, name, workspace };
}
