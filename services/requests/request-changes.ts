import type { Actor, Decision, NewEffect } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import { actorOf, type Caller } from '../people/people.ts';
import type { Clock } from '../time/clock.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import {
  type DataRequest,
  dataRequest,
  isPending,
  parseRequestName,
  requestAddress,
  type StandingCard,
} from './request.ts';
import { noSuchRequest, viewerOf } from './request-rules.ts';

/** Somebody's word about a request. */
export interface RequestCommand {
  /** The same command again has the same key and gets the same answer. */
  readonly key: string;
  readonly via: 'chat' | 'card' | 'mail';
  /** The round that the pressed card showed; undefined for a typed sentence. */
  readonly round?: number;
  /** A card of several, or the author's, that is to follow the request from now on. */
  readonly standing?: StandingCard;
}

/** The request as it is now; `done` false where somebody was faster, or the card was an old one, and nothing was changed. */
export interface RequestAnswer {
  readonly request: DataRequest;
  readonly done: boolean;
}

/** Who wants what changed in which request. */
export interface RequestChange {
  readonly caller: Caller;
  readonly workspace: Workspace;
  readonly name: string;
  /** As the history says it: `request.approve`. */
  readonly what: string;
  readonly command: RequestCommand;
  readonly why?: string;
}

type Decide = (current: DataRequest, now: Date) => Decision<DataRequest> | undefined;

const standingKept = 10;

/** How a request is found and changed; what may be changed is for {@link Requests} and {@link Reviews} to say. */
export class RequestChanges {
  readonly #changes: Changes;
  readonly #clock: Clock;

  constructor(changes: Changes, clock: Clock) {
    this.#changes = changes;
    this.#clock = clock;
  }

  /** @throws {WorkspaceError} not-found, also where the caller may not know of it */
  async get(caller: Caller, name: string): Promise<DataRequest> {
    const parsed = parseRequestName(name);
    const request = parsed && (await this.#changes.get(dataRequest, requestAddress(parsed.workspace, parsed.number)));
    if (!request) throw noSuchRequest(name);
    viewerOf(request, caller);
    return request;
  }

  /** One conditional write of what `decide` says, at most once per command. @throws {WorkspaceError} what `decide` throws, not-found */
  async change({ caller, workspace, name, what, command, why }: RequestChange, decide: Decide): Promise<RequestAnswer> {
    const parsed = parseRequestName(name);
    if (parsed?.workspace !== workspace.id) throw noSuchRequest(name);
    const { outcome, document } = await this.#changes.change(dataRequest, requestAddress(workspace.id, parsed.number), {
      key: command.key,
      by: actorOf(caller, workspace),
      via: command.via,
      what,
      why,
      decide: (current) => {
        if (!current) throw noSuchRequest(name);
        const decision = decide(current, this.#clock.now());
        if (!decision || !command.standing) return decision;
        const effects = [...(decision.effects ?? []), ...showsPressed(current, command.standing)];
        return { ...decision, effects, next: { ...decision.next, standing: withStanding(current, command) } };
      },
    });
    return { request: document!, done: outcome !== 'unchanged' };
  }

  /** As {@link change}; where the caller may not, that they tried is on record. */
  async changeOrRefuse(change: RequestChange, decide: Decide): Promise<RequestAnswer> {
    try {
      return await this.change(change, decide);
    } catch (error) {
      if (error instanceof WorkspaceError && error.code === 'forbidden')
        await this.refuse(actorOf(change.caller, change.workspace), change, 'not-allowed');
      throw error;
    }
  }

  /** Puts on record that somebody who sees the request wanted to decide about it and could not. */
  async refuse(
    by: Actor,
    { name, what, command: { key, via } }: Pick<RequestChange, 'name' | 'what' | 'command'>,
    because: 'not-allowed' | 'directory-silent',
  ): Promise<void> {
    const parsed = parseRequestName(name);
    if (!parsed) return;
    await this.#changes.change(dataRequest, requestAddress(parsed.workspace, parsed.number), {
      // Not the command's own: repeated, it must be refused again.
      key: `${key}/refused`,
      by,
      via,
      what: `${what}.refused`,
      decide: (current) => {
        const concerned = current ? [current.author, ...current.approvers] : [];
        const isKnown = by.roles.length > 0 || concerned.some(({ aadObjectId }) => aadObjectId === by.aadObjectId);
        return current && isKnown && isPending(current) ? { next: {}, detail: { because } } : undefined;
      },
    });
  }
}

/** A press changes the view of whoever pressed; the others in a chat of several read the card that stands there. */
function showsPressed({ round }: DataRequest, { key, person, activityId }: StandingCard): NewEffect[] {
  if (person !== undefined || !activityId) return [];
  return [{ kind: 'card.show', data: { to: `standing/${key}`, round } }];
}

/** The cards that follow the request, the command's among them. */
export function withStanding(current: DataRequest | undefined, { standing }: RequestCommand): readonly StandingCard[] {
  const before = current?.standing ?? [];
  if (!standing) return before;
  const others = before.filter(
    ({ key, activityId }) => key !== standing.key && (!activityId || activityId !== standing.activityId),
  );
  return [...others, standing].slice(-standingKept);
}
