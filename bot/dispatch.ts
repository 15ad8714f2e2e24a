import { requestChoice } from '../cards/requests/request-choice.ts';
import type { Field } from '../cards/talk/question.ts';
import { texts } from '../cards/texts.ts';
import { OverBudget } from '../services/budget-refusal.ts';
import { callerNow } from '../services/caller-now.ts';
import { WorkspaceError } from '../services/errors.ts';
import type { Caller, Person } from '../services/people.ts';
import { requirePermission } from '../services/policy.ts';
import { parseRequestName, requestName } from '../services/request.ts';
import type { Services } from '../services/services.ts';
import type { Workspace } from '../services/workspaces.ts';
import type { Action, Context, Input, Origin, Reply, Values } from './actions/action.ts';
import { refusedReply } from './actions/budgets/refusal.ts';
import type { LookedUp, Lookup, Meant } from './lookup.ts';

const requestsOffered = 10;

/** What a command comes with. */
export interface Call {
  readonly action: Action;
  /** What the sentence or the card gave, by input; `workspace` may be given for every action. */
  readonly given: Readonly<Record<string, string>>;
  readonly caller: Caller;
  /** Id of the workspace that the conversation is about. */
  readonly currentWorkspace: string | undefined;
  readonly origin: Origin;
  /** When the turn began: what the directory said since then is live. */
  readonly began: Date;
  /** Where what was given is not what is meant: a close name, to be asked back. */
  readonly near?: { readonly input: string; readonly meant: string };
}

/** What a command comes to: an answer, a form with what is missing, a name to confirm, or a consequence to confirm. */
export type Outcome =
  | { readonly kind: 'answered'; readonly reply: Reply }
  | { readonly kind: 'asked'; readonly missing: string; readonly fields: readonly Field[] }
  | { readonly kind: 'near'; readonly input: string; readonly meant: Meant }
  | { readonly kind: 'confirm'; readonly reply: Reply; readonly version: number | undefined };

/** The one way to an action, for sentences, buttons and dialogs alike: look up, authorise, ask, confirm, run. */
export class Dispatch {
  readonly #actions: readonly Action[];
  readonly #services: Services;
  readonly #lookup: Lookup;
  readonly #now: () => Date;

  constructor(actions: readonly Action[], services: Services, lookup: Lookup, now: () => Date) {
    this.#actions = actions;
    this.#services = services;
    this.#lookup = lookup;
    this.#now = now;
  }

  /** @throws {WorkspaceError} whatever the person should know; nothing has happened then */
  async run(call: Call): Promise<Outcome> {
    const { action, origin } = call;
    const caller = await this.#certain(call);
    const own = await this.#services.workspaces.list(caller);
    const askedIn = await this.#askedIn({ ...call, caller }, own);
    const workspaces = askedIn ? [...own, askedIn] : own;
    const current =
      boundHere(origin, workspaces) ??
      workspaces.find(({ id }) => id === call.currentWorkspace) ??
      (workspaces.length === 1 ? workspaces[0] : undefined);
    if (action.workspace !== 'none' && workspaces.length === 0)
      throw new WorkspaceError('not-found', texts.workspace.list.none);
    const found = await this.#lookup.look({ ...call, caller }, workspaces, current);
    if (found.kind === 'near') return found;
    if (found.kind === 'several') return { kind: 'asked', missing: found.input, fields: [asWhich(action, found)] };
    const { values, workspace } = found;

    if (action.workspace !== 'none' && workspace && workspace !== askedIn && action.permission)
      requirePermission(caller, workspace, action.permission);
    const missing = this.#missing(action, values, workspace);
    const instead =
      missing && workspace && origin.via === 'card'
        ? await action.incomplete?.(values as Values, this.#context(caller, origin, workspace, current))
        : undefined;
    if (instead) return { kind: 'answered', reply: instead };
    if (missing)
      return { kind: 'asked', missing, fields: await this.#fields({ ...call, caller }, values, workspace, workspaces) };

    const context = this.#context(caller, origin, workspace, current);
    const confirmation = origin.confirmed ? undefined : await action.confirm?.(values as Values, context);
    if (confirmation) return { kind: 'confirm', reply: confirmation, version: origin.version };
    try {
      return { kind: 'answered', reply: await action.run(values as Values, context) };
    } catch (error) {
      if (error instanceof OverBudget) return { kind: 'answered', reply: await refusedReply(error, context) };
      throw error;
    }
  }

  /** The caller as the directory knows them now, where something is to be changed; to look, a minute-old word is good enough. */
  async #certain({ action, caller, began, given, origin }: Call): Promise<Caller> {
    if (action.readOnly || action.workspace !== 'needed' || caller.roles.checkedAt >= began) return caller;
    try {
      return await callerNow(this.#services.members, caller);
    } catch (error) {
      throw await this.unverified({ action, caller, given, origin }, error);
    }
  }

  /** What to say where nobody could tell whether the caller may; what wants to be on record then, is. */
  async unverified(
    { action, caller, given, origin }: Pick<Call, 'action' | 'caller' | 'given' | 'origin'>,
    cause: unknown,
  ): Promise<unknown> {
    const message = await action.unverified?.(given, { caller, services: this.#services, origin });
    return message === undefined ? cause : new WorkspaceError('unverified', message, { cause });
  }

  /**
   * The workspace of a request that the caller was asked to decide about, although it is none of theirs: as its deputy, or
   * because they pay. For whoever was not asked there is no such request.
   */
  async #askedIn({ action, given, caller }: Call, own: readonly Workspace[]): Promise<Workspace | undefined> {
    const named = action.openToAsked && given.request ? parseRequestName(given.request) : undefined;
    if (!named || own.some(({ id }) => id === named.workspace)) return undefined;
    const workspace = await this.#services.workspaces.byId(named.workspace);
    if (!workspace) return undefined;
    try {
      await this.#services.requests.get(caller, requestName(named));
      return workspace;
    } catch (error) {
      if (error instanceof WorkspaceError && error.code === 'not-found') return undefined;
      throw error;
    }
  }

  /** The first input that is needed and not known. */
  #missing(
    action: Action,
    values: Readonly<Record<string, string>>,
    workspace: Workspace | undefined,
  ): string | undefined {
    const needed = Object.entries(action.inputs).filter(([name, { optional }]) => !optional && !values[name]);
    if (needed[0]) return needed[0][0];
    return action.workspace === 'needed' && !workspace ? 'workspace' : undefined;
  }

  async #fields(
    { action, caller }: Call,
    values: Readonly<Record<string, string>>,
    workspace: Workspace | undefined,
    workspaces: readonly Workspace[],
  ): Promise<Field[]> {
    const inputs = Object.entries(action.inputs).filter(([, { optional, kind }]) => !optional && kind !== 'page');
    const ask = action.workspace === 'needed' && !workspace && !inputs.some(([, { kind }]) => kind === 'machine');
    const asked: [string, Input][] = ask ? [...inputs, ['workspace', workspaceInput]] : inputs;
    return await Promise.all(
      asked.map(async ([id, { kind, label, choices, scope }]) => {
        const field = { id, label, value: values[id] ?? '' };
        if (kind === 'machine') return { ...field, choices: await this.#machineChoices(caller, workspace) };
        if (kind === 'person') {
          const people = await this.#lookup.peopleFor(caller, workspace, workspaces);
          return people.length === 0 ? field : { ...field, choices: people.map(asChoice) };
        }
        if (kind === 'request')
          return { ...field, ...(await this.#requestChoices(caller, scope, workspace, workspaces)) };
        if (kind === 'workspace')
          return { ...field, choices: workspaces.map(({ id: value, name: title }) => ({ title, value })) };
        if (kind === 'choice')
          return {
            ...field,
            choices: Object.entries(choices ?? {}).map(([value, words]) => ({ title: words[0] ?? value, value })),
          };
        return field;
      }),
    );
  }

  /** A text field where there is none to choose from: then the answer to what is written says so. */
  async #requestChoices(
    caller: Caller,
    scope: Input['scope'] = 'mine',
    workspace: Workspace | undefined,
    workspaces: readonly Workspace[],
  ): Promise<Pick<Field, 'choices'>> {
    const places = workspace ? [workspace] : workspaces;
    const { requests } = await this.#services.requestLists.list(caller, places, { scope, size: requestsOffered });
    if (requests.length === 0) return {};
    return {
      choices: requests.map((each) => ({ title: requestChoice(each, caller.locale), value: requestName(each) })),
    };
  }

  async #machineChoices(caller: Caller, workspace: Workspace | undefined) {
    const machines = await this.#lookup.machinesFor(caller);
    const here = workspace ? machines.filter((machine) => machine.workspace.id === workspace.id) : machines;
    const sorted = here.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    return sorted.map((machine) => ({
      title: workspace ? machine.name : `${machine.name} · ${machine.workspace.name}`,
      value: `${machine.workspace.id}/${machine.name}`,
    }));
  }

  #context(caller: Caller, origin: Origin, workspace: Workspace | undefined, current: Workspace | undefined): Context {
    return {
      caller,
      // Only actions that need none get here without one, and those do not look.
      workspace: workspace as Workspace,
      current,
      services: this.#services,
      actions: this.#actions,
      knownMachine: current && this.#services.machines.knownIn(current),
      origin,
      now: this.#now(),
    };
  }
}

/** What is written in a channel that is bound to a workspace of the caller's is about that workspace. */
function boundHere({ channel }: Origin, workspaces: readonly Workspace[]): Workspace | undefined {
  if (!channel) return undefined;
  return workspaces.find((one) => one.channel?.conversationId === channel.conversationId);
}

const workspaceInput: Input = { kind: 'workspace', ask: texts.workspace.which, label: 'Workspace' };

/** The field that asks which of several people of one name is meant. */
function asWhich({ inputs }: Action, { input, people }: LookedUp & { kind: 'several' }): Field {
  return { id: input, label: inputs[input]!.label, value: '', choices: people.map(asChoice) };
}

function asChoice({ aadObjectId, name }: Person) {
  return { title: name, value: aadObjectId };
}
