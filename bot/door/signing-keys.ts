import { importJWK } from 'jose';
import { request } from 'undici';
import { z } from 'zod';

export interface SigningKey {
  readonly kid: string;
  readonly key: CryptoKey;
  /** The key's number, which tells it from another one of the same id. */
  readonly modulus: string;
  /** The channels that this key may speak for; undefined where the key does not say. */
  readonly endorsements: ReadonlySet<string> | undefined;
}

export interface SigningKeysOptions {
  /** An OpenID Connect discovery document; its `jwks_uri` names the keys. */
  readonly metadataUrl: string;
  /** Milliseconds since 1970. Default the system's time. */
  readonly now?: () => number;
}

/** The Bot Connector's OpenID metadata (Bot Connector authentication, "Connector to bot: obtain the OpenID metadata document"). */
export const connectorMetadataUrl = 'https://login.botframework.com/v1/.well-known/openidconfiguration';

/** Older keys than this are still used, but looked for again in the background. */
const freshForMs = 5 * 60_000;
/** Older keys than this are used only where the source does not answer, so that a withdrawn key is dead by then. */
const usedForMs = 9 * 60_000;
/** Without any answer for this long nothing is trusted any more. */
const trustedForMs = 60 * 60_000;
/** Between two looks for a key that nobody knows, so that made-up ids cost the source nothing. */
const pauseInMs = 30_000;
const pauseAfterFailureInMs = 5_000;
const timeoutInMs = 5_000;
const maxBytes = 1024 * 1024;

const metadataShape = z.object({ jwks_uri: z.url() });
const keyShape = z.looseObject({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  n: z.string(),
  e: z.string(),
  use: z.literal('sig').optional(),
  alg: z.literal('RS256').optional(),
  endorsements: z.array(z.string()).optional(),
});
const keysShape = z.object({ keys: z.array(z.unknown()).max(100) });

/** The public keys that the Bot Connector signs with, fetched by single flight and followed as they roll over. */
export class SigningKeys {
  readonly #options: SigningKeysOptions;
  #keys: ReadonlyMap<string, SigningKey> = new Map();
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;
  #pauseInMs = pauseInMs;
  #fetching: Promise<void> | undefined;

  constructor(options: SigningKeysOptions) {
    this.#options = options;
  }

  /** The key of that id, looked for again at the source where it is new. Never rejects: without keys there is no key. */
  async get(kid: string): Promise<SigningKey | undefined> {
    const now = this.#now();
    const unused = now - this.#fetchedAt >= usedForMs;
    const key = this.peek(kid);
    if (key && !unused) return key;
    if (now - this.#triedAt >= this.#pauseInMs) await this.#refresh();
    else if (this.#fetching) await this.#fetching;
    return this.#keys.get(kid);
  }

  /** The key of that id among those at hand. Old keys are refreshed behind the caller's back. */
  peek(kid: string): SigningKey | undefined {
    const now = this.#now();
    const age = now - this.#fetchedAt;
    if (age >= freshForMs && now - this.#triedAt >= this.#pauseInMs) void this.#refresh();
    if (age >= trustedForMs) this.#keys = new Map();
    return this.#keys.get(kid);
  }

  /** True while the keys at hand are young enough that a withdrawn one cannot be among them for long. */
  get current(): boolean {
    return this.#now() - this.#fetchedAt < usedForMs;
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }

  #refresh(): Promise<void> {
    this.#triedAt = this.#now();
    this.#fetching ??= this.#fetch()
      .then((keys) => {
        this.#keys = keys;
        this.#fetchedAt = this.#now();
        this.#pauseInMs = pauseInMs;
      })
      .catch(() => {
        this.#pauseInMs = pauseAfterFailureInMs;
      })
      .finally(() => {
        this.#fetching = undefined;
      });
    return this.#fetching;
  }

  async #fetch(): Promise<ReadonlyMap<string, SigningKey>> {
    const { metadataUrl } = this.#options;
    const { jwks_uri: keysUrl } = metadataShape.parse(await fetchJson(metadataUrl));
    const protocols = [new URL(metadataUrl).protocol, 'https:'];
    if (!protocols.includes(new URL(keysUrl).protocol)) throw new TypeError('The keys are offered in the clear.');
    const found = new Map<string, SigningKey>();
    const ambiguous = new Set<string>();
    for (const item of keysShape.parse(await fetchJson(keysUrl)).keys) {
      const { success, data } = keyShape.safeParse(item);
      if (!success) continue;
      const { kid, kty, n, e, endorsements } = data;
      if ((found.get(kid)?.modulus ?? n) !== n) ambiguous.add(kid);
      const key = (await importJWK({ kty, n, e }, 'RS256')) as CryptoKey;
      found.set(kid, { kid, key, modulus: n, endorsements: endorsements && new Set(endorsements) });
    }
    for (const kid of ambiguous) found.delete(kid);
    return found;
  }
}

async function fetchJson(url: string): Promise<unknown> {
  const { statusCode, body } = await request(url, {
    signal: AbortSignal.timeout(timeoutInMs),
    headers: { accept: 'application/json' },
  });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new RangeError('The answer is too large.');
    chunks.push(chunk);
  }
  if (statusCode !== 200) throw new TypeError(`The answer's status is ${statusCode}.`);
  return JSON.parse(Buffer.concat(chunks).toString());
}
