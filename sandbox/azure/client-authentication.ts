import { timingSafeEqual, verify, X509Certificate } from 'node:crypto';
import { clientId, servicePrincipalId, tenantDomain } from '../seed.ts';
import { asObject, type Call, type JsonObject, type Reply } from './http.ts';
import type { Identity } from './identity.ts';
import { loginError, missingParameter } from './login-errors.ts';
import { type Tokens, thumbprint } from './tokens.ts';

/** How somebody proves to be the bot's application: its secret, its certificate, or a federated token. */
export interface ClientAuthenticationOptions {
  readonly identity: Identity;
  readonly tokens: Tokens;
  /** PEM of the certificate that is registered for the application. */
  readonly certificate: string;
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** Whose tokens the application trusts in place of a secret: the sandbox's own, as a cluster's or a pipeline's would be. */
export const federatedAudience = 'api://AzureADTokenExchange';

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function part(token: string, index: number): JsonObject | undefined {
  try {
    return asObject(JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}

function credentials(call: Call, form: URLSearchParams): { id: string | undefined; secret: string | undefined } {
  const basic = /^Basic (.+)$/i.exec(call.headers.authorization ?? '')?.[1];
  if (!basic) return { id: form.get('client_id') ?? undefined, secret: form.get('client_secret') ?? undefined };
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) };
}

export class ClientAuthentication {
  readonly #options: ClientAuthenticationOptions;
  readonly #certificate: X509Certificate;

  constructor(options: ClientAuthenticationOptions) {
    this.#options = options;
    this.#certificate = new X509Certificate(options.certificate);
  }

  /** A token as a workload would find it in its file; it lives ten years, since nothing renews the file. */
  federatedToken(): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: 'https://labdesk.example/federation', sub: servicePrincipalId, aud: federatedAudience };
    return this.#options.tokens.sign({ ...claims, iat: now, nbf: now, exp: now + 10 * 365 * 24 * 3600 });
  }

  /** Undefined where the client is who it says, else what to answer. */
  refuse(call: Call, form: URLSearchParams): Reply | undefined {
    const { id, secret } = credentials(call, form);
    if (!id) return missingParameter('client_id');
    if (id !== clientId) {
      const text = `Application with identifier '${id}' was not found in the directory '${tenantDomain}'.`;
      return loginError(400, 'unauthorized_client', 700016, text);
    }
    const assertion = form.get('client_assertion');
    if (assertion) return this.#refuseAssertion(assertion, form.get('client_assertion_type'));
    if (secret === undefined) {
      const text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
      return loginError(401, 'invalid_client', 7000218, text);
    }
    if (same(secret, this.#options.identity.clientSecret)) return undefined;
    const text = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`;
    return loginError(401, 'invalid_client', 7000215, text);
  }

  #refuseAssertion(assertion: string, type: string | null): Reply | undefined {
    if (type !== assertionType) return missingParameter('client_assertion_type');
    const [header, claims] = [part(assertion, 0), part(assertion, 1)];
    if (!header || !claims) {
      return loginError(401, 'invalid_client', 50027, 'JWT token is invalid or malformed.');
    }
    if (claims.aud === federatedAudience) return this.#refuseFederated(assertion);
    const named = header['x5t#S256'] ?? header.x5t;
    const raw = this.#certificate.raw;
    if (named !== thumbprint(raw, 'sha256') && named !== thumbprint(raw, 'sha1')) {
      const text = `Client assertion failed signature validation. The certificate with identifier used to sign the client assertion is not registered on application.`;
      return loginError(401, 'invalid_client', 700027, text);
    }
    return this.#validSignature(assertion, header) && claims.iss === clientId && Number(claims.exp) * 1000 > Date.now()
      ? undefined
      : loginError(401, 'invalid_client', 700027, 'Client assertion failed signature validation.');
  }

  #refuseFederated(assertion: string): Reply | undefined {
    if (typeof this.#options.tokens.check(`Bearer ${assertion}`, [federatedAudience]) === 'object') return undefined;
    const text = 'No matching federated identity record found for presented assertion issuer, subject and audience.';
    return loginError(401, 'invalid_client', 700213, text);
  }

  #validSignature(assertion: string, header: JsonObject): boolean {
    const cut = assertion.lastIndexOf('.');
    const signature = Buffer.from(assertion.slice(cut + 1), 'base64url');
    const text = Buffer.from(assertion.slice(0, cut));
    // RSASSA-PSS for PS256 (RFC 7518, 3.5): padding 6, a salt as long as the hash.
    const key = { key: this.#certificate.publicKey, ...(header.alg === 'PS256' ? { padding: 6, saltLength: 32 } : {}) };
    return (header.alg === 'PS256' || header.alg === 'RS256') && verify('sha256', text, key, signature);
  }
}
