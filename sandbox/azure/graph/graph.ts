import { randomUUID } from 'node:crypto';
import type { Faults } from '../faults.ts';
import { asObject, asStrings, type Call, type Reply } from '../http.ts';
import { Router } from '../router.ts';
import type { State } from '../state.ts';
import type { TokenProblem, Tokens } from '../tokens.ts';
import { Batch } from './batch.ts';
import { graphError, segmentNotFound } from './errors.ts';
import { signInRefusal } from './sign-in-activity.ts';

const audiences = ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'];

const refusals: Readonly<Record<TokenProblem, string>> = {
  missing: 'Access token is empty.',
  malformed: 'IDX14100: JWT is not well formed, there are no dots (.).',
  signature: 'Invalid token signature.',
  audience: 'Access token validation failure. Invalid audience.',
  expired: 'Lifetime validation failed, the token is expired.',
};

export interface GraphGate {
  readonly tokens: Tokens;
  readonly state: State;
  readonly faults: Faults;
}

/** Microsoft Graph's gate: token, version, `$batch`, and the headers every answer has. */
export class Graph {
  readonly #tokens: Tokens;
  readonly #state: State;
  readonly #router = new Router();

  constructor({ tokens, state, faults }: GraphGate, parts: readonly { register(router: Router): void }[]) {
    this.#tokens = tokens;
    this.#state = state;
    for (const part of parts) part.register(this.#router);
    const batch = new Batch((call) => this.#answer(call), faults);
    this.#router.add('POST', '/$batch', (call) => batch.handle(call));
  }

  async handle(call: Call): Promise<Reply> {
    const reply = await this.#answer(call);
    const asked = call.headers['client-request-id'];
    const id = randomUUID();
    const standing = {
      'Cache-Control': 'no-cache',
      'request-id': id,
      'client-request-id': typeof asked === 'string' ? asked : id,
      'OData-Version': '4.0',
      ...(asObject(reply.body) ? { 'Content-Type': contentType } : {}),
    };
    return { ...reply, headers: { ...standing, ...reply.headers } };
  }

  async #answer(call: Call): Promise<Reply> {
    const claims = this.#tokens.check(call.headers.authorization, audiences);
    if (typeof claims === 'string') {
      const challenge =
        'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"';
      return graphError(401, 'InvalidAuthenticationToken', refusals[claims], { 'WWW-Authenticate': challenge });
    }
    const versionless = call.path.replace(/^\/(v1\.0|beta)(?=\/|$)/i, '');
    // An alternate key stands in parentheses, "Upsert group" writes them with and without a slash before.
    const path = versionless.replace(/^\/groups\/?\((uniqueName=[^/]*)\)(?=\/|$)/i, '/groups/$1');
    const roles = asStrings(claims.roles) ?? [];
    const refusal = signInRefusal(call, path, { roles, isPremium: this.#state.data.isPremium });
    const reply = refusal ?? (await this.#router.route(call, path));
    if (reply === 'method') {
      return graphError(405, 'Request_BadRequest', `The method '${call.method}' is not allowed for this resource.`);
    }
    return reply ?? segmentNotFound(`/${path}`);
  }
}

const contentType =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
