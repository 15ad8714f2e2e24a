import { EncryptJWT, jwtDecrypt } from 'jose';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Logger } from 'pino';
import type { Route, RouteRequest, RouteResponse } from '../door/route.ts';
import { page } from './page.ts';

export interface SignInOptions {
  /** The tenant's issuer, for example `https://login.microsoftonline.com/<tenant>/v2.0`. */
  readonly issuer: string;
  readonly clientId: string;
  readonly tenantId: string;
  /** How this app proves itself when it redeems a code: by a secret, or by a signed assertion made at that moment. */
  readonly proof: { readonly secret: string } | { readonly assertion: () => Promise<string> };
  readonly publicUrl: string;
  /** 32 bytes, shared by all instances; what a browser keeps is encrypted with it. */
  readonly key: Buffer;
  readonly log: Logger;
}

const sessionCookie = 'labdesk_session';
const flowCookie = 'labdesk_sign_in';
const lifeInSeconds = 600;
/** Somebody waits in front of the page. */
const callTimeoutInSeconds = 4;
const callbackPath = '/sign-in/callback';
/** Where somebody may come back to after signing in: our own pages only. */
const returnPath = /^\/(connect|files)\/[\w-]{1,200}$/;

/**
 * Sign-in with Entra ID for pages behind links (OpenID Connect Core 1.0, authorization code flow with PKCE). Holds nothing:
 * the flow and the session are encrypted cookies (JWE, `dir` with A256GCM), so that any instance can go on.
 */
export class SignIn {
  readonly #options: SignInOptions;
  #configuration: Promise<Configuration> | undefined;
  #assertion = '';

  constructor(options: SignInOptions) {
    this.#options = options;
  }

  /** Where somebody signs in. */
  get issuer(): string {
    return this.#options.issuer;
  }

  get route(): Route {
    return { method: 'GET', path: callbackPath, handler: async (request) => await this.#finish(request) };
  }

  /** The aadObjectId of whoever is signed in; undefined where nobody is. */
  async personOf(request: RouteRequest): Promise<string | undefined> {
    const session = await this.#read(request, sessionCookie);
    return typeof session?.oid === 'string' ? session.oid : undefined;
  }

  /** Sends the browser to sign in; it comes back to the address of this request. */
  async begin(request: RouteRequest): Promise<RouteResponse> {
    const configuration = await this.#configure();
    const verifier = randomPKCECodeVerifier();
    const flow = { verifier, state: randomState(), nonce: randomNonce(), to: request.path };
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: `${this.#options.publicUrl}${callbackPath}`,
      scope: 'openid profile',
      response_type: 'code',
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: flow.state,
      nonce: flow.nonce,
    });
    return redirect(url.href, await this.#cookie(flowCookie, flow));
  }

  async #finish(request: RouteRequest): Promise<RouteResponse> {
    const flow = await this.#read(request, flowCookie);
    const to = String(flow?.to ?? '');
    if (!flow || !returnPath.test(to)) return failedPage(400);
    try {
      const configuration = await this.#configure();
      const { proof } = this.#options;
      if ('assertion' in proof) this.#assertion = await proof.assertion();
      const url = new URL(`${this.#options.publicUrl}${callbackPath}?${request.query}`);
      const tokens = await authorizationCodeGrant(configuration, url, {
        pkceCodeVerifier: String(flow.verifier),
        expectedState: String(flow.state),
        expectedNonce: String(flow.nonce),
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims?.tid !== this.#options.tenantId || typeof claims.oid !== 'string') return failedPage(403);
      return redirect(to, await this.#cookie(sessionCookie, { oid: claims.oid }));
    } catch (error) {
      this.#options.log.warn({ err: error, correlationId: request.correlationId }, 'A sign-in failed.');
      return failedPage(403);
    }
  }

  async #configure(): Promise<Configuration> {
    const { issuer, clientId, proof } = this.#options;
    const auth = 'secret' in proof ? ClientSecretPost(proof.secret) : this.#byAssertion;
    this.#configuration ??= discovery(new URL(issuer), clientId, undefined, auth, { timeout: callTimeoutInSeconds });
    try {
      return await this.#configuration;
    } catch (error) {
      this.#configuration = undefined;
      throw error;
    }
  }

  /** Client assertions: RFC 7523, section 2.2. */
  readonly #byAssertion: ClientAuth = (_server, client, body) => {
    body.set('client_id', client.client_id);
    body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    body.set('client_assertion', this.#assertion);
  };

  async #cookie(name: string, claims: Record<string, string>): Promise<string> {
    const { key, publicUrl } = this.#options;
    const value = await new EncryptJWT(claims)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setAudience(name)
      .setExpirationTime(`${lifeInSeconds}s`)
      .encrypt(key);
    const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
    return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${lifeInSeconds}${secure}`;
  }

  async #read(request: RouteRequest, name: string): Promise<Record<string, unknown> | undefined> {
    const cookies = (request.headers.cookie ?? '').split(/;\s*/);
    const value = cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
    if (!value) return undefined;
    try {
      return (await jwtDecrypt(value, this.#options.key, { audience: name })).payload;
    } catch {
      return undefined;
    }
  }
}

function redirect(location: string, cookie: string): RouteResponse {
  return {
    status: 303,
    headers: { location, 'set-cookie': cookie, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  };
}

function failedPage(status: number): RouteResponse {
  return page(status, { title: 'Signing in did not work', text: 'Go back to Teams and open the link again.' });
}
