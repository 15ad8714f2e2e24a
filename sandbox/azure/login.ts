import { createHash } from 'node:crypto';
import { clientId, tenantDomain, tenantId } from '../seed.ts';
import { AuthorizationCodes, verifierFits } from './authorization-codes.ts';
import type { ClientAuthentication } from './client-authentication.ts';
import type { Call, JsonObject, Reply, RoutedCall } from './http.ts';
import { loginError, missingParameter, unknownTenant } from './login-errors.ts';
import { Router } from './router.ts';
import { authorize } from './sign-in.ts';
import type { DirectoryPerson, State } from './state.ts';
import { audienceOf, type Tokens } from './tokens.ts';

export interface LoginOptions {
  /** `https://127.0.0.1:<port>`. */
  readonly origin: string;
  readonly state: State;
  readonly tokens: Tokens;
  readonly clients: ClientAuthentication;
}

/** The Microsoft identity platform's endpoint, version 2.0: metadata, keys, tokens, sign-in. */
export class Login {
  readonly #options: LoginOptions;
  readonly #codes = new AuthorizationCodes();
  readonly #router = new Router();

  constructor(options: LoginOptions) {
    this.#options = options;
    this.#router
      .add('GET', '/common/discovery/instance', () => this.#instances())
      .add('GET', '/{tenant}/v2.0/.well-known/openid-configuration', (call) => this.#metadata(call))
      .add('GET', '/{tenant}/.well-known/openid-configuration', (call) => this.#metadata(call))
      .add('GET', '/{tenant}/discovery/v2.0/keys', (call) => this.#ofTenant(call, () => this.#keys()))
      .add('GET', '/{tenant}/discovery/keys', (call) => this.#ofTenant(call, () => this.#keys()))
      .add('GET', '/{tenant}/oauth2/v2.0/authorize', (call) => this.#authorize(call))
      .add('POST', '/{tenant}/oauth2/v2.0/authorize', (call) => this.#authorize(call))
      .add('POST', '/{tenant}/oauth2/v2.0/token', (call) => this.#ofTenant(call, () => this.#token(call)))
      .add('GET', '/{tenant}/oauth2/v2.0/logout', (call) => this.#logout(call));
  }

  /** Undefined for a path that is not the login endpoint's. */
  handle(call: Call): Reply | Promise<Reply> | undefined {
    const reply = this.#router.route(call);
    return reply === 'method' ? { status: 405 } : reply;
  }

  #ofTenant(call: RoutedCall, answer: () => Reply): Reply {
    const tenant = (call.params.tenant ?? '').toLowerCase();
    return [tenantId, tenantDomain, 'common', 'organizations'].includes(tenant) ? answer() : unknownTenant(tenant);
  }

  #instances(): Reply {
    const host = new URL(this.#options.origin).host;
    const endpoint = `${this.#options.origin}/${tenantId}/v2.0/.well-known/openid-configuration`;
    const metadata = [{ preferred_network: host, preferred_cache: host, aliases: [host] }];
    return { status: 200, body: { tenant_discovery_endpoint: endpoint, 'api-version': '1.1', metadata } };
  }

  #metadata(call: RoutedCall): Reply {
    const base = `${this.#options.origin}/${tenantId}`;
    return this.#ofTenant(call, () => ({
      status: 200,
      headers: { 'Cache-Control': 'max-age=86400, private' },
      body: {
        token_endpoint: `${base}/oauth2/v2.0/token`,
        token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
        jwks_uri: `${base}/discovery/v2.0/keys`,
        response_modes_supported: ['query', 'fragment', 'form_post'],
        subject_types_supported: ['pairwise'],
        id_token_signing_alg_values_supported: ['RS256'],
        response_types_supported: ['code'],
        scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
        issuer: `${base}/v2.0`,
        request_uri_parameter_supported: false,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        code_challenge_methods_supported: ['plain', 'S256'],
        end_session_endpoint: `${base}/oauth2/v2.0/logout`,
        claims_supported: [
          'sub',
          'iss',
          'aud',
          'exp',
          'iat',
          'nonce',
          'preferred_username',
          'name',
          'tid',
          'ver',
          'oid',
        ],
        tenant_region_scope: 'EU',
      },
    }));
  }

  #keys(): Reply {
    return { status: 200, headers: { 'Cache-Control': 'max-age=86400, private' }, body: this.#options.tokens.keys() };
  }

  #authorize(call: RoutedCall): Reply {
    return this.#ofTenant(call, () => authorize(call, this.#options.state.data.people, this.#codes));
  }

  #logout(call: RoutedCall): Reply {
    const back = call.query.get('post_logout_redirect_uri');
    return back ? { status: 302, headers: { Location: back } } : { status: 200, body: 'You signed out.' };
  }

  #token(call: Call): Reply {
    const form = new URLSearchParams(call.body.toString('utf8'));
    const type = form.get('grant_type');
    if (!type) return missingParameter('grant_type');
    const refused = this.#options.clients.refuse(call, form);
    if (refused) return refused;
    if (type === 'client_credentials') return this.#clientCredentials(form);
    if (type === 'authorization_code') return this.#authorizationCode(form);
    return loginError(400, 'unsupported_grant_type', 70003, `The app requested an unsupported grant type '${type}'.`);
  }

  #clientCredentials(form: URLSearchParams): Reply {
    const scopes = (form.get('scope') ?? '')
      .split(' ')
      .filter((scope) => !['', 'openid', 'profile', 'offline_access'].includes(scope));
    const [scope] = scopes;
    if (!scope) return missingParameter('scope');
    if (scopes.length > 1 || !scope.endsWith('/.default')) {
      const text = `The provided value for scope ${scopes.join(' ')} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`;
      return loginError(400, 'invalid_scope', 1002012, text);
    }
    const audience = audienceOf(scope);
    if (!audience) {
      const text = `The resource principal named ${scope.replace(/\/\.default$/, '')} was not found in the tenant named ${tenantDomain}.`;
      return loginError(400, 'invalid_resource', 500011, text);
    }
    return this.#answer({ access_token: this.#options.tokens.forApplication(audience) });
  }

  #authorizationCode(form: URLSearchParams): Reply {
    const grant = this.#codes.redeem(form.get('code') ?? '');
    if (!grant) {
      const text =
        'The provided authorization code or refresh token has expired due to inactivity or was already redeemed.';
      return loginError(400, 'invalid_grant', 70008, text);
    }
    if (grant.redirectUri !== form.get('redirect_uri')) {
      const text = 'The redirect_uri does not match the one the code was issued for.';
      return loginError(400, 'invalid_grant', 500112, text);
    }
    if (!verifierFits(grant.challenge, form.get('code_verifier'))) {
      const text = 'The Code_Verifier does not match the code_challenge supplied in the authorization request.';
      return loginError(400, 'invalid_grant', 501481, text);
    }
    const person = this.#options.state.data.people.find(({ id }) => id === grant.personId);
    if (!person) return loginError(400, 'invalid_grant', 50034, 'The user account does not exist in the directory.');
    const { tokens } = this.#options;
    return this.#answer({
      scope: grant.scope,
      access_token: tokens.sign({
        ...this.#claims(person),
        aud: 'https://graph.microsoft.com',
        scp: 'openid profile User.Read',
      }),
      id_token: tokens.sign({ ...this.#claims(person), ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }) }),
    });
  }

  #claims(person: DirectoryPerson): JsonObject {
    const now = Math.floor(Date.now() / 1000);
    return {
      aud: clientId,
      iss: `${this.#options.origin}/${tenantId}/v2.0`,
      iat: now,
      nbf: now,
      exp: now + this.#options.tokens.lifetime,
      name: person.displayName,
      oid: person.id,
      preferred_username: person.userPrincipalName,
      // Pairwise: another application would see another subject.
      sub: createHash('sha256')
        .update(clientId + person.id)
        .digest('base64url'),
      tid: tenantId,
      ver: '2.0',
    };
  }

  #answer(fields: JsonObject): Reply {
    const { lifetime } = this.#options.tokens;
    const body = { token_type: 'Bearer', expires_in: lifetime, ext_expires_in: lifetime, ...fields };
    return { status: 200, headers: { 'Cache-Control': 'no-store, no-cache', Pragma: 'no-cache' }, body };
  }
}
