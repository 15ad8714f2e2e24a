import { randomFillSync, timingSafeEqual } from 'node:crypto';
import type { Card } from '../cards/card.ts';
import { lastingOf } from '../cards/lasting.ts';
import { copyOf } from './card-json.ts';
import { Mac } from './mac.ts';

/** What the nonce of a pressed button proves: Labdesk made that button, as an ordinary one or as the one that confirms. */
export type Press = 'plain' | 'confirmed';

interface PressData {
  readonly id?: unknown;
  readonly version?: unknown;
  readonly nonce?: unknown;
}

const prefixes = { plain: 'p', confirmed: 'c' } as const satisfies Record<Press, string>;
const saltBytes = 9;
const saltLength = 12;
const macLength = 16;
/** Press, salt and MAC, the latter two in base64url. */
const shape = /^[pc][\w-]{28}$/;

/**
 * Nonces for the buttons of cards: a random salt, and a MAC (HMAC-SHA-256, 96 bits of it) over salt, verb, id, version and
 * whether it confirms. A nonce grants nothing: rights are asked anew at every press. It makes a forged press visible
 * without a document, and is the press's idempotency key.
 */
export class Nonces {
  readonly #mac: Mac;
  readonly #pool = Buffer.alloc(saltBytes * 512);
  #used = this.#pool.length;

  constructor(key: Buffer) {
    this.#mac = new Mac(key);
  }

  /** The card as it leaves: a copy in which every Action.Execute carries a nonce. */
  seal(card: Card): Card {
    const lasts = lastingOf(card);
    if (!lasts) return this.#sealed(card) as Card;
    const copy: Record<string, unknown> = { ...card };
    for (const name of lasts.changing) copy[name] = this.#sealed(copy[name]);
    return copyOf(lasts, copy as unknown as Card);
  }

  /** What the press proves; undefined where the button is not one that Labdesk made. */
  check(verb: string, { id, version, nonce }: PressData): Press | undefined {
    if (typeof nonce !== 'string' || !shape.test(nonce)) return undefined;
    const press = nonce.startsWith(prefixes.confirmed) ? 'confirmed' : 'plain';
    const expected = this.#nonce(press, nonce.slice(1, 1 + saltLength), verb, id, version);
    return timingSafeEqual(Buffer.from(nonce), Buffer.from(expected)) ? press : undefined;
  }

  #sealed(node: unknown): unknown {
    if (Array.isArray(node)) return node.map((each) => this.#sealed(each));
    if (typeof node !== 'object' || node === null) return node;
    const copy: Record<string, unknown> = {};
    for (const key in node) copy[key] = this.#sealed((node as Record<string, unknown>)[key]);
    if (copy.type === 'Action.Execute') copy.data = this.#sealedData(String(copy.verb), copy.data);
    return copy;
  }

  #sealedData(verb: string, data: unknown): object {
    const { confirmed, ...rest } = (data ?? {}) as PressData & { confirmed?: boolean };
    return {
      ...rest,
      nonce: this.#nonce(confirmed ? 'confirmed' : 'plain', this.#salt(), verb, rest.id, rest.version),
    };
  }

  #nonce(press: Press, salt: string, verb: string, id: unknown, version: unknown): string {
    const text = JSON.stringify([press, salt, verb, id ?? null, version ?? null]);
    return `${prefixes[press]}${salt}${this.#mac.of(text).slice(0, macLength)}`;
  }

  /** Random bytes are drawn many at a time, since each draw costs more than the bytes. */
  #salt(): string {
    if (this.#used >= this.#pool.length) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    this.#used += saltBytes;
    return this.#pool.toString('base64url', this.#used - saltBytes, this.#used);
  }
}
