import { setTimeout as delay } from 'node:timers/promises';
import type { PutMessage } from '../change/work-queue.ts';
import type { TokenSource } from '../credentials/tokens.ts';
import { Wire, type WireAnswer } from './wire.ts';

const scope = 'https://storage.azure.com/.default';
/** One that takes messages that never expire, and tokens of Entra ID. */
const version = '2024-08-04';
const maxTries = 3;
const pauseInMs = 100;

/** The queue did not take the message. */
export class NotPut extends Error {
  override readonly name = 'NotPut';
  /** Storage's own word, such as `QueueNotFound`. */
  readonly code: string | undefined;
  readonly statusCode: number;

  constructor({ status, headers, body }: WireAnswer) {
    super(`The queue answered ${status}: ${body.slice(0, 300)}`);
    this.statusCode = status;
    this.code = [headers['x-ms-error-code']].flat()[0];
  }
}

/**
 * Puts messages into a queue of Azure Storage ("Put Message"). Every command waits for one, and through the SDK it costs as much
 * as all the rest of a press.
 */
export class QueuePut {
  readonly #tokens: TokenSource;
  readonly #wire: Wire;
  readonly #path: string;

  constructor(url: string, tokens: TokenSource) {
    const { origin, pathname } = new URL(url);
    this.#tokens = tokens;
    this.#wire = new Wire(origin);
    this.#path = `${pathname}/messages?messagettl=-1&visibilitytimeout=`;
  }

  /** A message that never expires; what may pass is tried again. @throws {NotPut}, or what went wrong on the way */
  async put(item: object, visibleInSeconds: number, withinMs: number): Promise<PutMessage | undefined> {
    const deadline = Date.now() + withinMs;
    const path = `${this.#path}${visibleInSeconds}`;
    const body = `<?xml version="1.0" encoding="utf-8"?><QueueMessage><MessageText>${plain(item)}</MessageText></QueueMessage>`;
    let refused: string | undefined;
    for (let tries = 1; ; tries += 1) {
      const token = await this.#tokens.token(scope, refused);
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/xml',
        'x-ms-date': new Date().toUTCString(),
        'x-ms-version': version,
      };
      const call = { method: 'POST', path, headers, body, withinMs: Math.max(deadline - Date.now(), 1) } as const;
      const isLast = () => tries === maxTries || deadline - Date.now() <= tries * pauseInMs;
      const answer = await this.#wire.call(call).catch((error: unknown) => {
        if (isLast()) throw error;
      });
      if (answer?.status === 201) return receiptIn(answer.body);
      // A token may be refused before it ends; a new one is asked for once.
      if (answer?.status === 401 && refused === undefined) {
        refused = token;
        continue;
      }
      if (answer && (!mayPass(answer) || isLast())) throw new NotPut(answer);
      await delay(tries * pauseInMs);
    }
  }
}

function receiptIn(xml: string): PutMessage | undefined {
  const [, messageId] = /<MessageId>([^<]+)</.exec(xml) ?? [];
  const [, popReceipt] = /<PopReceipt>([^<]+)</.exec(xml) ?? [];
  return messageId && popReceipt ? { receipt: `${messageId} ${popReceipt}` } : undefined;
}

function mayPass({ status }: WireAnswer): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** JSON that means the same inside XML, whatever is in it. */
function plain(item: object): string {
  return JSON.stringify(item).replace(
    /[^ -~]|[<>&]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
