import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCertificates } from '../../../sandbox/certificates.ts';
import { trust } from '../../support/trust.ts';

interface Version {
  readonly id: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const token = 'a-token-for-the-vault';
const keyPath = /^\/keys\/ledger(?:\/([0-9a-f]{32}))?(\/sign)?$/;

/**
 * A key vault with one EC key, over HTTPS, as Microsoft's REST reference has "Get Key" and "Sign": it first asks for a token
 * (401 with a challenge that names authority and resource), names errors in `error.code`, and signs digests.
 */
export class Vault {
  readonly versions: Version[] = [];
  /** `GET /keys/ledger/`, with a token only. */
  readonly calls: string[] = [];
  readonly credential = {
    scopes: [] as string[],
    getToken: async (scopes: string | string[]) => {
      this.credential.scopes.push(...[scopes].flat());
      return { token, expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  /** Answers everything so. */
  failing: number | undefined;
  readonly #server: Server;
  readonly #directory: string;

  private constructor(server: Server, directory: string) {
    this.#server = server;
    this.#directory = directory;
    this.rotate();
  }

  static async start(): Promise<Vault> {
    const directory = await mkdtemp(join(tmpdir(), 'labdesk-vault-'));
    const { ca, cert, key } = await loadCertificates(directory);
    trust(ca);
    const server = createServer({ cert, key });
    const vault = new Vault(server, directory);
    server.on('request', (request, response) => void vault.#answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return vault;
  }

  get origin(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  rotate(): void {
    const id = randomUUID().replaceAll('-', '');
    this.versions.push({ id, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const send = (status: number, body: object, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
      response.end(JSON.stringify(body));
    };
    const refuse = (status: number, code: string) => send(status, { error: { code, message: `${code}.` } });
    if (request.headers.authorization !== `Bearer ${token}`) {
      const challenge =
        'Bearer authorization="https://login.microsoftonline.com/tenant", resource="https://vault.azure.net"';
      send(
        401,
        { error: { code: 'Unauthorized', message: 'AKV10000: Request is missing a Bearer or PoP token.' } },
        {
          'www-authenticate': challenge,
        },
      );
      return;
    }
    const url = new URL(request.url ?? '', this.origin);
    this.calls.push(`${request.method} ${url.pathname}`);
    if (this.failing) return refuse(this.failing, 'Throttled');
    if (!url.searchParams.get('api-version')) return refuse(400, 'BadParameter');
    const [, named, isSigning] = keyPath.exec(url.pathname.replace(/\/$/, '')) ?? [];
    const version = named ? this.versions.find(({ id }) => id === named) : this.versions.at(-1);
    if (!version) return refuse(404, 'KeyNotFound');
    const kid = `${this.origin}/keys/ledger/${version.id}`;
    if (!isSigning) return send(200, bundle(version, kid));
    const { alg, value } = JSON.parse(Buffer.concat(chunks).toString()) as { alg: string; value: string };
    if (alg !== 'ES256' || Buffer.from(value, 'base64url').length !== 32) return refuse(400, 'BadParameter');
    return send(200, { kid, value: signedDigest(version.privateKey, Buffer.from(value, 'base64url')) });
  }
}

function bundle({ publicKey }: Version, kid: string): object {
  const { x, y } = publicKey.export({ format: 'jwk' });
  return {
    key: { kid, kty: 'EC', key_ops: ['sign', 'verify'], crv: 'P-256', x, y },
    attributes: { enabled: true, created: 1_493_938_217, updated: 1_493_938_217, recoveryLevel: 'Recoverable' },
  };
}

/** ECDSA over a digest that was made elsewhere: P-256's order as (RFC 6979, A.2.5), with a nonce of its own. */
function signedDigest(key: KeyObject, digest: Buffer): string {
  return ecdsa(key, digest).toString('base64url');
}

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function ecdsa(key: KeyObject, digest: Buffer): Buffer {
  const { d } = key.export({ format: 'jwk' });
  const secret = toNumber(Buffer.from(d!, 'base64url'));
  // The point of a nonce is the public half of another key of the curve.
  const nonce = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = nonce.privateKey.export({ format: 'jwk' });
  const k = toNumber(Buffer.from(jwk.d!, 'base64url'));
  const r = toNumber(Buffer.from(jwk.x!, 'base64url')) % order;
  const s = (inverse(k) * (toNumber(digest) + r * secret)) % order;
  return Buffer.concat([r, s].map((part) => Buffer.from(part.toString(16).padStart(64, '0'), 'hex')));
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

/** Fermat: the order is a prime. */
function inverse(value: bigint): bigint {
  let result = 1n;
  let base = value % order;
  for (let exponent = order - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % order;
    base = (base * base) % order;
  }
  return result;
}
