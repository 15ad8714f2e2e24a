import type { Logger } from 'pino';
import type { Card } from '../../cards/card.ts';
import { requestMail } from '../../cards/mail/request.ts';
import { requestLine } from '../../cards/requests/line.ts';
import { requestCard } from '../../cards/requests/request.ts';
import type { Effect } from '../../services/change/aggregate.ts';
import type { EffectOutcome } from '../../services/effects/effect-handler.ts';
import type { Effects } from '../../services/effects/effects.ts';
import type { Digests } from '../../services/people/digests.ts';
import type { Person } from '../../services/people/people.ts';
import type { PersonDirectory } from '../../services/people/person-directory.ts';
import { type DataRequest, dataRequest, isPending, requestName } from '../../services/requests/request.ts';
import type { RequestNews as News, RequestViewer } from '../../services/requests/request-rules.ts';
import type { Clock } from '../../services/time/clock.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import type { Courier } from './courier.ts';

export interface RequestNewsParts {
  readonly courier: Courier;
  readonly digests: Pick<Digests, 'follow'>;
  readonly people: Pick<PersonDirectory, 'get'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
  readonly log: Logger;
}

type Done = EffectOutcome<DataRequest>;
const done: Done = { done: true };
/** How long the card of an answer may take to be posted, before it counts as lost and a new one is. */
const postingGraceInMs = 3_000;

/** Tells everybody concerned how a request stands: on the card they have, in its place, and in a line where they should notice. */
export class RequestNews {
  readonly #parts: RequestNewsParts;

  constructor(parts: RequestNewsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<DataRequest>(dataRequest, 'card.show', {
      maxAttempts: 20,
      handle: async (effect, request) => await this.#show(effect, request),
    });
    effects.register<DataRequest>(dataRequest, 'line.tell', {
      maxAttempts: 20,
      handle: async (effect, request) => await this.#tell(effect, request),
    });
  }

  /** `data.to`: `person/<aadObjectId>` of somebody who decides, `standing/<key>`, or `channel`. */
  async #show(effect: Effect, request: DataRequest): Promise<Done> {
    const { data } = effect;
    const workspace = await this.#workspace(request);
    const [kind, id = ''] = `${data.to}`.split(/\/(.*)/s);
    if (!workspace) return done;
    if (kind === 'standing') return await this.#showStanding(request, workspace, id, effect);
    // A newer submission has cards of its own.
    if (data.round !== request.round) return done;
    if (kind === 'person') await this.#showApprover(request, workspace, id);
    if (kind === 'channel') await this.#showChannel(request, workspace);
    return done;
  }

  async #showApprover(request: DataRequest, workspace: Workspace, id: string): Promise<void> {
    const person = request.approvers.find(({ aadObjectId }) => aadObjectId === id);
    if (!person) return;
    const { courier, digests, log } = this.#parts;
    const locale = await this.#locale(request, person);
    const card = this.#card(request, workspace, 'decider', person, locale);
    const mail = requestMail(request, workspace.name, 'approver', 'news', locale);
    const delivery = await courier.show(keyOf(request, person), person, card, mail);
    if (delivery === 'nowhere')
      log.warn({ request: requestName(request), person: id }, 'Somebody who decides could not be reached.');
    await digests.follow(person);
  }

  /** The author's own cards, and those in chats of several, where everybody reads the same. */
  async #showStanding(request: DataRequest, workspace: Workspace, key: string, { dueAt }: Effect): Promise<Done> {
    const standing = request.standing.find((each) => each.key === key);
    if (!standing) return done;
    const isAuthors = standing.person === request.author.aadObjectId;
    const viewer = isAuthors ? 'author' : 'bystander';
    const reader = isAuthors ? request.author : undefined;
    const card = this.#card(request, workspace, viewer, reader, reader && (await this.#locale(request, reader)));
    // An answer that was given in words may still be on its way there.
    const notBefore = new Date(Date.parse(dueAt) + postingGraceInMs);
    const delivery = await this.#parts.courier.showIn(standing.key, standing, card, notBefore);
    if (isAuthors) await this.#parts.digests.follow(request.author);
    return delivery === 'waits' ? { again: notBefore } : done;
  }

  async #showChannel(request: DataRequest, workspace: Workspace): Promise<void> {
    if (!workspace.channel) return;
    const card = this.#card(request, workspace, 'bystander', undefined);
    await this.#parts.courier.showIn(`${requestName(request)}/${request.round}/channel`, workspace.channel, card);
  }

  async #tell({ data, id }: Effect, request: DataRequest): Promise<Done> {
    const workspace = await this.#workspace(request);
    const person = [request.author, ...request.approvers].find(({ aadObjectId }) => aadObjectId === data.to);
    const what = data.what as News;
    if (!workspace || !person || (what === 'waits' && !isPending(request))) return done;
    const isAuthor = person.aadObjectId === request.author.aadObjectId;
    const occasion = what === 'waits' || what === 'lapses' ? 'reminder' : 'news';
    const locale = (await this.#locale(request, person)) ?? 'en';
    const mail = requestMail(request, workspace.name, isAuthor ? 'author' : 'approver', occasion, locale);
    await this.#parts.courier.tell(id, person, requestLine(request, what, locale), mail);
    return done;
  }

  /** Only sums need it. */
  async #locale({ topUp }: DataRequest, { aadObjectId }: Person): Promise<string | undefined> {
    return topUp && (await this.#parts.people.get(aadObjectId))?.locale;
  }

  #card(
    request: DataRequest,
    workspace: Workspace,
    viewer: RequestViewer,
    person: Person | undefined,
    locale?: string,
  ): Card {
    const several = [request.author, ...request.approvers];
    const refreshIds = (person ? [person] : several).map(({ aadObjectId }) => aadObjectId);
    const view = { youId: person?.aadObjectId ?? '', locale, refreshIds };
    return requestCard(request, workspace.name, viewer, this.#parts.clock.now(), view);
  }

  async #workspace({ workspace: id }: DataRequest): Promise<Workspace | undefined> {
    return await this.#parts.workspaces.byId(id);
  }
}

/** Each submission has a card of its own, since one that changes notifies nobody. */
function keyOf(request: DataRequest, { aadObjectId }: Person): string {
  return `${requestName(request)}/${request.round}/${aadObjectId}`;
}
