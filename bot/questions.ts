import { requestChoice } from '../cards/requests/request-choice.ts';
import type { Field } from '../cards/talk/question.ts';
import { texts } from '../cards/texts.ts';
import type { Caller, Person } from '../services/people/people.ts';
import { requestName } from '../services/requests/request.ts';
import type { Services } from '../services/services.ts';
import { byName } from '../services/text/by-name.ts';
import type { Workspace } from '../services/workspaces/workspaces.ts';
import type { Action, Input } from './actions/action.ts';
import type { Nameables } from './understanding/nameables.ts';

/** A command as far as it is known. */
export interface Incomplete {
  readonly action: Action;
  readonly caller: Caller;
  readonly values: Readonly<Record<string, string>>;
  readonly workspace: Workspace | undefined;
  /** Those it may be about. */
  readonly workspaces: readonly Workspace[];
}

const requestsOffered = 10;

export const workspaceInput: Input = { kind: 'workspace', ask: texts.workspace.which, label: 'Workspace' };

/** Asks for what is missing: a field for each input that is needed, with what is known already and what there is to choose from. */
export class Questions {
  readonly #services: Services;
  readonly #nameables: Nameables;

  constructor(services: Services, nameables: Nameables) {
    this.#services = services;
    this.#nameables = nameables;
  }

  async fields(command: Incomplete): Promise<Field[]> {
    const { action, values, workspace } = command;
    const inputs = Object.entries(action.inputs).filter(([, { optional, kind }]) => !optional && kind !== 'page');
    const ask = action.workspace === 'needed' && !workspace && !inputs.some(([, { kind }]) => kind === 'machine');
    const asked: [string, Input][] = ask ? [...inputs, ['workspace', workspaceInput]] : inputs;
    return await Promise.all(
      asked.map(async ([id, input]) => {
        const choices = await this.#choices(input, command);
        return { id, label: input.label, value: values[id] ?? '', ...(choices && { choices }) };
      }),
    );
  }

  /** Undefined for a text field, also where there is nobody or no request to choose from: the answer to what is written says so then. */
  async #choices({ kind, choices, scope }: Input, command: Incomplete): Promise<Field['choices']> {
    const { caller, workspace, workspaces } = command;
    switch (kind) {
      case 'machine':
        return await this.#machines(caller, workspace);
      case 'person':
        return unlessEmpty((await this.#nameables.people(caller, workspace, workspaces)).map(asChoice));
      case 'request':
        return unlessEmpty(await this.#requests(caller, scope, workspace ? [workspace] : workspaces));
      case 'workspace':
        return workspaces.map(({ id: value, name: title }) => ({ title, value }));
      case 'choice':
        return Object.entries(choices ?? {}).map(([value, words]) => ({ title: words[0] ?? value, value }));
      default:
        return undefined;
    }
  }

  async #requests(caller: Caller, scope: Input['scope'] = 'mine', places: readonly Workspace[]) {
    const { requests } = await this.#services.requestLists.list(caller, places, { scope, size: requestsOffered });
    return requests.map((each) => ({ title: requestChoice(each, caller.locale), value: requestName(each) }));
  }

  async #machines(caller: Caller, workspace: Workspace | undefined) {
    const machines = await this.#nameables.machines(caller);
    const here = workspace ? machines.filter((machine) => machine.workspace.id === workspace.id) : machines;
    const sorted = here.toSorted(byName);
    return sorted.map((machine) => ({
      title: workspace ? machine.name : `${machine.name} · ${machine.workspace.name}`,
      value: `${machine.workspace.id}/${machine.name}`,
    }));
  }
}

/** The field that asks which of several people of one name is meant. */
export function whichOf(people: readonly Person[], { inputs }: Action, input: string): Field {
  return { id: input, label: inputs[input]!.label, value: '', choices: people.map(asChoice) };
}

function asChoice({ aadObjectId, name }: Person) {
  return { title: name, value: aadObjectId };
}

function unlessEmpty<T>(choices: readonly T[]): readonly T[] | undefined {
  return choices.length > 0 ? choices : undefined;
}
