import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface IssuerKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly endorsements?: readonly string[];
}

type Json = Record<string, unknown>;

export const base64url = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export function makeKey(kid: string, endorsements?: readonly string[]): IssuerKey {
  return { kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }), ...(endorsements && { endorsements }) };
}

/** Signs as any issuer could, honest or not, with nothing but node:crypto. */
export function signToken(header: Json, payload: unknown, key: IssuerKey): string {
  const input = `${base64url(header)}.${base64url(payload)}`;
  return `${input}.${signature(String(header.alg), input, key)}`;
}

const ecKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

function signature(alg: string, input: string, { privateKey, publicKey }: IssuerKey): string {
  const data = Buffer.from(input);
  switch (alg) {
    case 'HS256': {
      const secret = publicKey.export({ type: 'spki', format: 'pem' });
      return createHmac('sha256', secret).update(data).digest('base64url');
    }
    case 'PS256':
      return sign('sha256', data, { key: privateKey, padding: 6, saltLength: 32 }).toString('base64url');
    case 'ES256':
      return sign('sha256', data, { key: ecKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    case 'RS384':
      return sign('sha384', data, privateKey).toString('base64url');
    case 'none':
    case 'None':
      return '';
    default:
      return sign('sha256', data, privateKey).toString('base64url');
  }
}

/** The Bot Connector's OpenID document and keys, over HTTP on loopback; the keys can be changed and the source can fail. */
export class TokenIssuer {
  keys: readonly IssuerKey[];
  failing = false;
  /** Times the keys were asked for. */
  fetches = 0;
  readonly #server: Server;

  private constructor(keys: readonly IssuerKey[]) {
    this.keys = keys;
    this.#server = createServer((request, response) => {
      if (this.failing) {
        response.statusCode = 503;
        response.end();
        return;
      }
      if (request.url === '/keys') this.fetches++;
      const document = { issuer: 'https://api.botframework.com', jwks_uri: `${this.#origin}/keys` };
      response.end(JSON.stringify(request.url === '/keys' ? { keys: this.keys.map(publish) } : document));
    });
  }

  static async start(keys: readonly IssuerKey[]): Promise<TokenIssuer> {
    const issuer = new TokenIssuer(keys);
    issuer.#server.listen(0, '127.0.0.1');
    await once(issuer.#server, 'listening');
    return issuer;
  }

  get metadataUrl(): string {
    return `${this.#origin}/.well-known/openidconfiguration`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  get #origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
}

function publish({ kid, publicKey, endorsements }: IssuerKey): Json {
  return { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', ...(endorsements && { endorsements }) };
}
