import type { Json } from './card-content.ts';

/** A message as it stands in a conversation now. */
export interface Message {
  readonly id: string;
  readonly conversationId: string;
  readonly activity: Json;
  /** How often it was changed in place. */
  readonly updates: number;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

export interface Effect {
  readonly method: string;
  readonly path: string;
  readonly conversationId: string;
  readonly activityId: string | undefined;
  readonly body: Json | undefined;
}

/** What stands in the conversations, and what a call changes there. */
export class Conversations {
  readonly #messages = new Map<string, Message>();
  #lastId = Date.now();

  messages(conversationId: string): Message[] {
    return [...this.#messages.values()].filter((message) => message.conversationId === conversationId);
  }

  message(id: string): Message | undefined {
    return this.#messages.get(id);
  }

  /** A person deletes a message: changing it is 404 from now on. */
  forget(id: string): void {
    this.#messages.delete(id);
  }

  carryOut({ method, path, conversationId, activityId, body }: Effect): Answer {
    if (method === 'POST' && path === '/v3/conversations') {
      return { status: 201, body: { id: `a:created-${this.#nextId()}` } };
    }
    if (conversationId === '') return refusal(404, 'NotFound');
    if (method === 'POST') {
      const id = this.#nextId();
      // Typing is seen and gone; it is no message.
      if (body?.type === 'message') this.#messages.set(id, { id, conversationId, activity: body, updates: 0 });
      return { status: 201, body: { id } };
    }
    const message = this.#messages.get(activityId ?? '');
    if (message?.conversationId !== conversationId) return refusal(404, 'ActivityNotFoundInConversation');
    if (method === 'PUT') {
      this.#messages.set(message.id, { ...message, activity: body ?? {}, updates: message.updates + 1 });
      return { status: 200, body: { id: message.id } };
    }
    if (method === 'DELETE') {
      this.#messages.delete(message.id);
      return { status: 200, body: {} };
    }
    return refusal(405, 'MethodNotAllowed');
  }

  /** Teams' ids are the milliseconds of the message, and unique. */
  #nextId(): string {
    this.#lastId = Math.max(this.#lastId + 1, Date.now());
    return `${this.#lastId}`;
  }
}

/** An error as Teams words it. */
export function refusal(
  status: number,
  code: string,
  { subCode, retryAfter }: { subCode?: string | undefined; retryAfter?: number | undefined } = {},
): Answer {
  return {
    status,
    body: { error: { code, ...(subCode && { subCode }), message: `Refused as ${code}.` } },
    ...(retryAfter !== undefined && { headers: { 'retry-after': `${retryAfter}` } }),
  };
}
