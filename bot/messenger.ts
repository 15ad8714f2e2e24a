import { setTimeout as delay } from 'node:timers/promises';
import type { Activity } from 'botbuilder-core';
import type { TokenSource } from '../services/credentials/tokens.ts';
import type { ConversationAddress } from '../services/people/conversation-address.ts';
import { activityJson } from './card-json.ts';
import type { ServiceUrls } from './door/service-urls.ts';
import { type Answer, Connection, NoAnswer } from './messenger/connection.ts';
import { pauseBefore, readSeconds } from './messenger/repetition.ts';
import { readTeamsError, TeamsError } from './messenger/teams-error.ts';
import { Throttle, type ThrottleLimits } from './messenger/throttle.ts';

export interface MessengerOptions {
  readonly serviceUrls: ServiceUrls;
  /** Undefined only where the connector asks for no token. */
  readonly tokens: TokenSource | undefined;
  /** The bot's app id; who speaks where an activity does not say. */
  readonly appId: string;
  readonly tenantId: string;
  /** Default Teams' own. */
  readonly limits?: ThrottleLimits;
  /** Connections kept to one origin. Default 64. */
  readonly connections?: number;
}

/** Who a new one-to-one conversation is with. */
export interface Recipient {
  readonly serviceUrl: string;
  /** The person's Teams id (`29:...`) or aadObjectId. */
  readonly id: string;
}

interface Request {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** What follows `/v3/conversations`. */
  readonly path: string;
  /** JSON. */
  readonly body?: string | Buffer;
  /** True where doing it twice is doing it once. */
  readonly repeatable: boolean;
}

const scope = 'https://api.botframework.com/.default';
const attempts = 4;
/** A pause that Teams asks for and that is longer than this is left to the caller. */
const longestPauseInSeconds = 30;

/**
 * What the bot says, in answer or unasked: sends, updates and deletes activities through Teams' connector (Bot Connector REST API,
 * `/v3/conversations`), no faster than Teams takes them.
 *
 * A message that may have arrived is never sent twice: after a timeout, a reset or a 5xx a POST fails with `ambiguous`. Repeated are what
 * was certainly not posted (429, 412, no connection, a token found stale) and, since they do no harm twice, PUT and DELETE on 502, 503, 504
 * and lost connections. 500 is never repeated, as Teams asks.
 */
export class Messenger {
  readonly #options: MessengerOptions;
  readonly #connection: Connection;
  readonly #throttle: Throttle;

  constructor(options: MessengerOptions) {
    this.#options = options;
    this.#connection = new Connection(options.connections);
    this.#throttle = new Throttle(options.limits);
  }

  /**
   * Posts an activity; as a reply where it has a `replyToId`.
   * @returns the id under which it stands, empty for what leaves nothing behind (typing)
   * @throws {TeamsError}
   * @throws {WorkspaceError} unavailable, where there is no token to be had
   */
  async send(to: ConversationAddress, activity: Partial<Activity>): Promise<string> {
    const reply = activity.replyToId ? `/${encodeURIComponent(activity.replyToId)}` : '';
    const path = `${pathOf(to)}/activities${reply}`;
    return readId(
      await this.#call(to, {
        method: 'POST',
        path,
        body: activityJson(this.#complete(to, activity)),
        repeatable: false,
      }),
    );
  }

  /** Puts another activity in the place of one that stands. @returns its id @throws {TeamsError} gone, ... */
  async update(to: ConversationAddress, activityId: string, activity: Partial<Activity>): Promise<string> {
    const path = `${pathOf(to)}/activities/${encodeURIComponent(activityId)}`;
    const body = activityJson(this.#complete(to, { ...activity, id: activityId }));
    return readId(await this.#call(to, { method: 'PUT', path, body, repeatable: true })) || activityId;
  }

  /** Removes an activity; one that is gone already is fine. @throws {TeamsError} */
  async delete(to: ConversationAddress, activityId: string): Promise<void> {
    try {
      const path = `${pathOf(to)}/activities/${encodeURIComponent(activityId)}`;
      await this.#call(to, { method: 'DELETE', path, repeatable: true });
    } catch (error) {
      if (!(error instanceof TeamsError && error.reason === 'gone')) throw error;
    }
  }

  /**
   * Finds or opens the bot's own chat with a person who has the app; doing it twice gives the same conversation.
   * @throws {TeamsError} not-installed, blocked, ...
   */
  async createConversation(recipient: Recipient): Promise<ConversationAddress> {
    const { appId, tenantId } = this.#options;
    const { serviceUrl, id } = recipient;
    const body = JSON.stringify({
      isGroup: false,
      bot: { id: `28:${appId}` },
      members: [{ id }],
      tenantId,
      channelData: { tenant: { id: tenantId } },
    });
    // The limits count by conversation; one that is still to be found has the person's name.
    const to = { serviceUrl, conversationId: `with ${id}` };
    const created = await this.#call(to, { method: 'POST', path: '', body, repeatable: true });
    const conversationId = readId(created);
    if (!conversationId) throw new TeamsError('refused', { status: created.status });
    return { serviceUrl, conversationId };
  }

  /** Ends every connection at once. */
  close(): Promise<void> {
    return this.#connection.close();
  }

  #complete(to: ConversationAddress, activity: Partial<Activity>): Partial<Activity> {
    if (activity.from && activity.conversation) return activity;
    const from = { id: `28:${this.#options.appId}`, name: '' };
    const conversation = { id: to.conversationId } as Activity['conversation'];
    return { from, conversation, serviceUrl: to.serviceUrl, channelId: 'msteams', ...activity };
  }

  async #call(to: ConversationAddress, { method, path, body, repeatable }: Request): Promise<Answer> {
    const url = this.#options.serviceUrls.parse(to.serviceUrl);
    if (!url) throw new TeamsError('refused', { code: 'ServiceUrlNotAllowed' });
    const { conversationId } = to;
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'x-ms-tenant-id': this.#options.tenantId,
    };
    if (path) headers['x-ms-conversation-id'] = conversationId;
    const call = {
      method,
      origin: url.origin,
      path: `${url.path}/v3/conversations${path}`,
      headers,
      body: body,
    };
    let token: string | undefined;
    let refused: string | undefined;
    for (let attempt = 1; ; attempt++) {
      const admitted = this.#throttle.admit(conversationId);
      const passage = 'answered' in admitted ? admitted : await admitted;
      token = await this.#options.tokens?.token(scope, refused);
      if (token) headers.authorization = `Bearer ${token}`;
      let failure: TeamsError;
      try {
        const answer = await this.#connection.call(call);
        passage.answered();
        if (answer.status >= 200 && answer.status < 300) return answer;
        failure = readTeamsError(answer.status, answer.body, readSeconds(answer.retryAfter));
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        failure = new TeamsError(error.sent ? 'ambiguous' : 'unreachable', { cause: error });
      }
      if (failure.status === 401 && token && !refused) {
        refused = token;
        continue;
      }
      const pause = attempt < attempts ? pauseBefore(failure, attempt, repeatable) : undefined;
      if (pause === undefined || pause > longestPauseInSeconds) throw failure;
      if (failure.reason === 'throttled') this.#throttle.pause(conversationId, pause);
      else await delay(pause * 1_000);
    }
  }
}

function pathOf({ conversationId }: ConversationAddress): string {
  return `/${encodeURIComponent(conversationId)}`;
}

function readId(answer: Answer): string {
  try {
    const { id } = JSON.parse(answer.body) as { id?: unknown };
    return typeof id === 'string' ? id : '';
  } catch {
    return '';
  }
}
