import type { Field } from '../cards/talk/question.ts';
import { texts } from '../cards/texts.ts';
import { OverBudget } from '../services/budgets/budget-refusal.ts';
import { WorkspaceError } from '../services/errors.ts';
import { AdminsOnly } from '../services/people/admins-only.ts';
import type { Caller } from '../services/people/people.ts';
import { isForAdmins, requirePermission } from '../services/policy.ts';
import { parseRequestName, requestName } from '../services/requests/request.ts';
import { callerNow } from '../services/roles/caller-now.ts';
import type { Services } from '../services/services.ts';
import { deskPlace } from '../services/workspaces/desk-place.ts';
import type { Workspace } from '../services/workspaces/workspaces.ts';
import type { Action, Context, Origin, Reply, Values } from './actions/action.ts';
import { refusedReply } from './actions/budgets/refusal.ts';
import { type Questions, whichOf } from './questions.ts';
import type { Lookup, Meant } from './understanding/lookup.ts';

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

export interface DispatchParts {
  readonly actions: readonly Action[];
  readonly services: Services;
  readonly lookup: Lookup;
  readonly questions: Questions;
  readonly now: () => Date;
}

/** The one way to an action, for sentences, buttons and dialogs alike: look up, authorise, ask, confirm, run. */
export class Dispatch {
  readonly #parts: DispatchParts;

  constructor(parts: DispatchParts) {
    this.#parts = parts;
  }

  /** @throws {WorkspaceError} whatever the person should know; nothing has happened then */
  async run(call: Call): Promise<Outcome> {
    try {
      return await this.#run(call);
    } catch (error) {
      await this.#putRefusalOnRecord(call, error);
      throw error;
    }
  }

  /** What admins alone may do is recorded at their desk where it is refused: nothing else would know of it. */
  async #putRefusalOnRecord(call: Call, error: unknown): Promise<void> {
    const { action, caller, origin, given, currentWorkspace } = call;
    const isRefused = error instanceof WorkspaceError && error.code === 'forbidden';
    if (!isRefused || !(error instanceof AdminsOnly || isForAdmins(action.permission))) return;
    const { workspaces, adminDesk } = this.#parts.services;
    const meant = action.workspace === 'needed' ? currentWorkspace : undefined;
    const named = (given.workspace ?? meant)?.toLowerCase();
    // What was written is somebody's words: only what a workspace is called goes on record.
    const place = (await workspaces.all().catch(() => [])).find(
      ({ id, name }) => id === named || name.toLowerCase() === named,
    );
    await adminDesk.refused(caller, origin, { what: action.name, ...(place && { detail: { workspace: place.id } }) });
  }

  async #run(call: Call): Promise<Outcome> {
    const { action, origin } = call;
    const { services, lookup, questions } = this.#parts;
    const caller = await this.#certain(call);
    const own = await services.workspaces.list(caller);
    const askedIn = await this.#askedIn({ ...call, caller }, own);
    const workspaces = askedIn ? [...own, askedIn] : own;
    const current =
      boundHere(origin, workspaces) ??
      workspaces.find(({ id }) => id === call.currentWorkspace) ??
      (workspaces.length === 1 ? workspaces[0] : undefined);
    // Where others read, there is no such place.
    const places =
      action.recordOfDesk && caller.roles.admin && origin.personal ? [...workspaces, deskPlace] : workspaces;
    if (action.workspace !== 'none' && places.length === 0)
      throw new WorkspaceError('not-found', texts.workspace.list.none);
    const found = await lookup.look({ ...call, caller }, places, current);
    if (found.kind === 'near') return found;
    if (found.kind === 'several')
      return { kind: 'asked', missing: found.input, fields: [whichOf(found.people, action, found.input)] };
    const { values, workspace } = found;

    if (action.workspace !== 'none' && workspace && workspace !== askedIn && action.permission)
      requirePermission(caller, workspace, action.permission);
    const missing = missingOf(action, values, workspace);
    const instead =
      missing && workspace && origin.via === 'card'
        ? await action.incomplete?.(values as Values, this.#context(caller, origin, workspace, current))
        : undefined;
    if (instead) return { kind: 'answered', reply: instead };
    if (missing) {
      const fields = await questions.fields({ action, caller, values, workspace, workspaces: places });
      return { kind: 'asked', missing, fields };
    }

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
      return await callerNow(this.#parts.services.members, caller);
    } catch (error) {
      throw await this.unverified({ action, caller, given, origin }, error);
    }
  }

  /** What to say where nobody could tell whether the caller may; what wants to be on record then, is. */
  async unverified(
    { action, caller, given, origin }: Pick<Call, 'action' | 'caller' | 'given' | 'origin'>,
    cause: unknown,
  ): Promise<unknown> {
    const message = await action.unverified?.(given, { caller, services: this.#parts.services, origin });
    return message === undefined ? cause : new WorkspaceError('unverified', message, { cause });
  }

  /**
   * The workspace of a request that the caller was asked to decide about, although it is none of theirs: as its deputy, or
   * because they pay. For whoever was not asked there is no such request.
   */
  async #askedIn({ action, given, caller }: Call, own: readonly Workspace[]): Promise<Workspace | undefined> {
    const named = action.openToAsked && given.request ? parseRequestName(given.request) : undefined;
    if (!named || own.some(({ id }) => id === named.workspace)) return undefined;
    const workspace = await this.#parts.services.workspaces.byId(named.workspace);
    if (!workspace) return undefined;
    try {
      await this.#parts.services.requests.get(caller, requestName(named));
      return workspace;
    } catch (error) {
      if (error instanceof WorkspaceError && error.code === 'not-found') return undefined;
      throw error;
    }
  }

  #context(caller: Caller, origin: Origin, workspace: Workspace | undefined, current: Workspace | undefined): Context {
    return {
      caller,
      // Only actions that need none get here without one, and those do not look.
      workspace: workspace as Workspace,
      current,
      services: this.#parts.services,
      actions: this.#parts.actions,
      knownMachine: current && this.#parts.services.machines.knownIn(current),
      origin,
      now: this.#parts.now(),
    };
  }
}

/** What is written in a channel that is bound to a workspace of the caller's is about that workspace. */
function boundHere({ channel }: Origin, workspaces: readonly Workspace[]): Workspace | undefined {
  if (!channel) return undefined;
  return workspaces.find((one) => one.channel?.conversationId === channel.conversationId);
}

/** The first input that is needed and not known. */
function missingOf(
  { inputs, workspace: needs }: Action,
  values: Readonly<Record<string, string>>,
  workspace: Workspace | undefined,
): string | undefined {
  const needed = Object.entries(inputs).find(([name, { optional }]) => !optional && !values[name]);
  return needed?.[0] ?? (needs === 'needed' && !workspace ? 'workspace' : undefined);
}
