import { hash } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { SigningKey, SigningKeys } from './signing-keys.ts';

export interface BearerOptions {
  /** The bot's app id: the audience of every token. */
  readonly appId: string;
  readonly keys: SigningKeys;
  /** Milliseconds since 1970. Default the system's time; tokens never follow a clock that tests move. */
  readonly now?: () => number;
}

/** What an accepted token vouches for. */
export interface Credentials {
  /** The only service url that the activity may name. */
  readonly serviceUrl: string;
  /** The only channels that the activity may come from; undefined where the key does not limit them. */
  readonly channels: ReadonlySet<string> | undefined;
}

interface Verified {
  readonly kid: string;
  readonly modulus: string;
  readonly expiresAt: number;
  readonly serviceUrl: string;
}

const issuer = 'https://api.botframework.com';
const skewInSeconds = 300;
const longestLifeInSeconds = 24 * 60 * 60;
const longestToken = 8 * 1024;
const remembered = 4_096;
const scheme = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/;

/**
 * The check of the tokens that the Bot Connector sends along (Bot Connector authentication, "Connector to bot"), stricter where the
 * protocol leaves room: RS256 by a known key id alone, whatever key the token itself brings; our issuer and one audience exactly; a
 * life of at most 24 hours. A verified token is remembered by its hash until it ends or its key is withdrawn; a refused one is not.
 */
export class BearerCheck {
  readonly #options: BearerOptions;
  readonly #verified = new LRUCache<string, Verified>({ max: remembered });

  constructor(options: BearerOptions) {
    this.#options = options;
  }

  /** @returns what the token vouches for, or why it is refused, in a word for the log. Never rejects. */
  async check(authorization: string | undefined): Promise<Credentials | string> {
    if (authorization === undefined) return 'no-token';
    if (authorization.length > longestToken) return 'malformed';
    const token = scheme.exec(authorization)?.[1];
    if (token === undefined) return 'malformed';
    const name = hash('sha256', token, 'base64');
    const known = this.#recall(name);
    return known ?? this.#verify(token, name);
  }

  #recall(name: string): Credentials | undefined {
    const known = this.#verified.get(name);
    if (!known) return undefined;
    const { keys } = this.#options;
    const key = keys.peek(known.kid);
    const lives = known.expiresAt > this.#now() && keys.current && key?.modulus === known.modulus;
    if (lives) return { serviceUrl: known.serviceUrl, channels: key.endorsements };
    this.#verified.delete(name);
    return undefined;
  }

  async #verify(token: string, name: string): Promise<Credentials | string> {
    let key: SigningKey | undefined;
    try {
      const { payload } = await jwtVerify(
        token,
        async ({ kid }) => {
          key = typeof kid === 'string' ? await this.#options.keys.get(kid) : undefined;
          if (!key) throw new errors.JWKSNoMatchingKey();
          return key.key;
        },
        {
          algorithms: ['RS256'],
          issuer,
          audience: this.#options.appId,
          requiredClaims: ['exp', 'nbf', 'serviceurl'],
          clockTolerance: skewInSeconds,
          currentDate: new Date(this.#now()),
        },
      );
      const { aud, exp = 0, nbf = 0, serviceurl: serviceUrl } = payload;
      if (typeof aud !== 'string') return 'aud';
      if (exp - nbf > longestLifeInSeconds) return 'life';
      if (typeof serviceUrl !== 'string' || serviceUrl === '' || !key) return 'serviceurl';
      const expiresAt = (exp + skewInSeconds) * 1_000;
      this.#verified.set(name, { kid: key.kid, modulus: key.modulus, expiresAt, serviceUrl });
      return { serviceUrl, channels: key.endorsements };
    } catch (error) {
      return error instanceof errors.JWTClaimValidationFailed
        ? error.claim
        : error instanceof errors.JOSEError
          ? error.code
          : 'unreadable';
    }
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }
}
