import { createHash, randomUUID, sign, verify } from 'node:crypto';
import { clientId, servicePrincipalId, tenantId } from '../seed.ts';
import { asObject, type JsonObject } from './http.ts';
import type { Identity } from './identity.ts';
import { graphRoles } from './own-rights.ts';

export type TokenProblem = 'missing' | 'malformed' | 'signature' | 'audience' | 'expired';

/** The resources that the login endpoint issues tokens for, by every spelling in use. */
const resources: readonly string[] = [
  'https://management.azure.com',
  'https://management.core.windows.net',
  'https://graph.microsoft.com',
  'https://storage.azure.com',
  'https://api.botframework.com',
  'https://cosmos.azure.com',
  'https://vault.azure.net',
  'https://metrics.monitor.azure.com',
];

/** The audience for a scope like `https://management.azure.com/.default`; undefined for a resource the tenant does not know. */
export function audienceOf(scope: string): string | undefined {
  const resource = scope.replace(/\/+\.default$/, '').replace(/\/+$/, '');
  if (resources.includes(resource) || resource.endsWith('.documents.azure.com')) return resource;
  if (/^https:\/\/[a-z0-9]{3,24}\.(blob|queue)\.core\.windows\.net$/.test(resource)) return resource;
  if (resource === clientId || resource === `api://${clientId}`) return resource;
  // Azurite and the sandbox's own storage live here.
  if (/^https:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(resource)) return 'https://storage.azure.com';
  return undefined;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(part: string | undefined): JsonObject | undefined {
  try {
    return asObject(JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}

/** Signs and checks RS256 tokens (RFC 7519). Checked tokens are remembered, so a busy client costs no cryptography. */
export class Tokens {
  readonly #identity: Identity;
  readonly #graphRoles: readonly string[];
  /** Seconds that an access token lives. */
  readonly lifetime: number;
  readonly #checked = new Map<string, JsonObject>();

  /** `permissions`: what was granted for Graph beside what Labdesk always has. */
  constructor(identity: Identity, lifetime = 3599, permissions: readonly string[] = []) {
    this.#identity = identity;
    this.#graphRoles = [...graphRoles, ...permissions];
    this.lifetime = lifetime;
  }

  /** The public key as RFC 7517 has it, with the fields that Entra ID adds. */
  keys(): JsonObject {
    const { n, e } = this.#identity.publicKey.export({ format: 'jwk' });
    const kid = this.#identity.keyId;
    return { keys: [{ kty: 'RSA', use: 'sig', alg: 'RS256', kid, x5t: kid, n, e }] };
  }

  sign(claims: JsonObject): string {
    const { keyId, signingKey } = this.#identity;
    const text = `${encode({ typ: 'JWT', alg: 'RS256', kid: keyId, x5t: keyId })}.${encode(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), signingKey).toString('base64url')}`;
  }

  /** A token of the bot's own identity, with the claims of Entra ID's version 1 access tokens. */
  forApplication(audience: string): string {
    const now = Math.floor(Date.now() / 1000);
    return this.sign({
      aud: audience,
      iss: `https://sts.windows.net/${tenantId}/`,
      iat: now,
      nbf: now,
      exp: now + this.lifetime,
      appid: clientId,
      appidacr: '1',
      idp: `https://sts.windows.net/${tenantId}/`,
      idtyp: 'app',
      oid: servicePrincipalId,
      sub: servicePrincipalId,
      tid: tenantId,
      uti: randomUUID().replaceAll('-', '').slice(0, 22),
      ver: '1.0',
      ...(audience === 'https://graph.microsoft.com' && { roles: this.#graphRoles }),
    });
  }

  /** The claims of a bearer token for one of these audiences, or what is wrong with it. */
  check(authorization: string | undefined, audiences: readonly string[]): JsonObject | TokenProblem {
    const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
    if (!token) return 'missing';
    const known = this.#checked.get(token) ?? this.#verify(token);
    if (typeof known === 'string') return known;
    if (typeof known.exp !== 'number' || known.exp * 1000 <= Date.now()) return 'expired';
    return audiences.includes(String(known.aud).replace(/\/+$/, '')) ? known : 'audience';
  }

  #verify(token: string): JsonObject | TokenProblem {
    const [header, payload, signature, ...more] = token.split('.');
    const claims = decode(payload);
    const head = decode(header);
    if (!claims || !head || !signature || more.length > 0) return 'malformed';
    if (head.alg !== 'RS256' || head.kid !== this.#identity.keyId) return 'signature';
    const text = Buffer.from(`${header}.${payload}`);
    if (!verify('sha256', text, this.#identity.publicKey, Buffer.from(signature, 'base64url'))) return 'signature';
    if (this.#checked.size >= 1000) this.#checked.clear();
    this.#checked.set(token, claims);
    return claims;
  }
}

/** The fingerprint that a client assertion names its certificate by (`x5t`, `x5t#S256`; RFC 7515, 4.1.7). */
export function thumbprint(certificate: Buffer, hash: 'sha1' | 'sha256'): string {
  return createHash(hash).update(certificate).digest('base64url');
}
