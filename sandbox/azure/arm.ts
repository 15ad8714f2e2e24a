import { randomUUID } from 'node:crypto';
import { subscriptionId, tenantId } from '../seed.ts';
import { armError, groupNotFound, pathNotFound, subscriptionNotFound } from './arm-errors.ts';
import type { Call, Reply } from './http.ts';
import type { ResourceGroups } from './resource-groups.ts';
import type { Router } from './router.ts';
import type { TokenProblem, Tokens } from './tokens.ts';

const audiences = ['https://management.azure.com', 'https://management.core.windows.net'];

function unauthorized(problem: TokenProblem): Reply {
  const [code, message] = {
    missing: ['AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing."],
    malformed: ['InvalidAuthenticationToken', 'The access token is invalid.'],
    signature: ['InvalidAuthenticationToken', 'The access token is invalid: the signature could not be verified.'],
    audience: [
      'InvalidAuthenticationTokenAudience',
      "The access token has been obtained for wrong audience or resource. It should exactly match with one of the allowed audiences 'https://management.core.windows.net/','https://management.azure.com/'.",
    ],
    expired: [
      'ExpiredAuthenticationToken',
      `The access token expiry UTC time is earlier than current UTC time '${new Date().toISOString()}'.`,
    ],
  }[problem] as [string, string];
  const challenge = `Bearer authorization_uri="https://login.windows.net/${tenantId}", error="invalid_token", error_description="${message}"`;
  return armError(401, code, message, { 'WWW-Authenticate': challenge });
}

/** Azure Resource Manager's gate: token, api-version, subscription and resource group are checked before any provider. */
export class ResourceManager {
  readonly #tokens: Tokens;
  readonly #router: Router;
  readonly #groups: ResourceGroups;
  readonly #settle: () => Promise<void>;

  /** `settle` is called before every answer, to make true what has become due. */
  constructor(tokens: Tokens, router: Router, groups: ResourceGroups, settle: () => Promise<void>) {
    this.#tokens = tokens;
    this.#router = router;
    this.#groups = groups;
    this.#settle = settle;
  }

  async handle(call: Call): Promise<Reply> {
    const reply = await this.#answer(call);
    const id = randomUUID();
    const correlation = call.headers['x-ms-correlation-request-id'];
    const standing = {
      'Cache-Control': 'no-cache',
      'x-ms-request-id': id,
      'x-ms-correlation-request-id': typeof correlation === 'string' ? correlation : id,
      'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    };
    return { ...reply, headers: { ...standing, ...reply.headers } };
  }

  async #answer(call: Call): Promise<Reply> {
    const claims = this.#tokens.check(call.headers.authorization, audiences);
    if (typeof claims === 'string') return unauthorized(claims);
    const version = call.query.get('api-version');
    if (!version) {
      const message = 'The api-version query parameter (?api-version=) is required for all requests.';
      return armError(400, 'MissingApiVersionParameter', message);
    }
    if (!/^\d{4}-\d{2}-\d{2}(-(preview|alpha|beta|rc|privatepreview))?$/i.test(version)) {
      return armError(400, 'InvalidApiVersionParameter', `The api-version '${version}' is invalid.`);
    }
    await this.#settle();
    const [, subscription, group] = /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+)\/.)?/i.exec(call.path) ?? [];
    if (subscription !== undefined && subscription.toLowerCase() !== subscriptionId) {
      return subscriptionNotFound(subscription);
    }
    if (group !== undefined && !this.#groups.find(decodeURIComponent(group))) return groupNotFound(group);
    const reply = await this.#router.route(call);
    if (reply === 'method') {
      const message = `The requested resource does not support http method '${call.method}'.`;
      return armError(405, 'UnsupportedHttpMethod', message);
    }
    return reply ?? pathNotFound(call.path);
  }
}
