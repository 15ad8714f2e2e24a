import { WorkspaceError } from '../../services/errors.ts';
import type { Caller, Person } from '../../services/people/people.ts';
import type { Services } from '../../services/services.ts';
import { quoted } from '../../services/text/quoted.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import type { Action, Input, InputKind } from '../actions/action.ts';
import {
  findMachine,
  findPerson,
  findRequest,
  findWorkspace,
  type NamedMachine,
  noSuchMachine,
  noSuchPerson,
  noSuchRequest,
} from '../inputs.ts';
import type { Nameables } from './nameables.ts';
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

/** Finds what names stand for, among what the caller may name. */
export class Lookup {
  readonly #workspaces: Services['workspaces'];
  readonly #nameables: Nameables;

  constructor({ workspaces }: Pick<Services, 'workspaces'>, nameables: Nameables) {
    this.#workspaces = workspaces;
    this.#nameables = nameables;
  }

  /** @throws {WorkspaceError} not-found, and whatever the services say */
  async look(said: Said, workspaces: readonly Workspace[], current: Workspace | undefined): Promise<LookedUp> {
    const values = this.#read(said);
    let workspace = values.workspace ? findWorkspace(values.workspace, workspaces) : current;
    if (workspace && values.workspace) values.workspace = workspace.id;
    const place = values.workspace ? workspace : current;

    for (const [input, name] of givenOf(said, values, 'machine')) {
      const found = findMachine(name, await this.#nameables.machines(said.caller), place) ?? noSuchMachine(name, place);
      const machine = 'near' in found ? found.near : found.found;
      if ('near' in found || said.near?.input === input) return nearTo(input, meantMachine(machine));
      values[input] = machine.name;
      workspace = machine.workspace;
    }
    for (const [input, { kind, own, optional }] of Object.entries(said.action.inputs)) {
      if (kind !== 'machine' || !own || optional || values[input] || said.origin?.via !== 'chat') continue;
      // Theirs, where exactly one is.
      const [machine, another] = await this.#nameables.ownMachines(said.caller, place, workspaces);
      if (!machine || another) continue;
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
      const found = await this.#people(said, input, names, () =>
        this.#nameables.people(said.caller, workspace, workspaces),
      );
      if (typeof found !== 'string') return found;
      values[input] = found;
    }
    return { kind: 'found', values, workspace };
  }

  /** True where `said` is a name that the caller may use for the input, or nearly one, or a value that the input takes. */
  async fits(caller: Caller, input: Input, said: string, currentWorkspace: string | undefined): Promise<boolean> {
    const { kind } = input;
    if (kind === 'text' || kind === 'files') return true;
    if (kind === 'machine') return findMachine(said, await this.#nameables.machines(caller), undefined) !== undefined;
    if (kind !== 'workspace' && kind !== 'request' && kind !== 'person' && kind !== 'people')
      return readValue(input, said) !== undefined;
    const workspaces = await this.#workspaces.list(caller);
    const current = workspaces.find(({ id }) => id === currentWorkspace);
    try {
      if (kind === 'workspace') return findWorkspace(said, workspaces) !== undefined;
      if (kind === 'request') {
        findRequest(said, workspaces, current);
        return true;
      }
      return findPerson(said, await this.#nameables.people(caller, current, workspaces), caller) !== undefined;
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
