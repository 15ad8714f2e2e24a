import { randomUUID } from 'node:crypto';
import { asObject, type Call, type JsonObject, jsonBody, type Reply } from '../http.ts';
import { Router } from '../router.ts';
import type { TokenProblem, Tokens } from '../tokens.ts';
import { badRequest, graphError, segmentNotFound } from './errors.ts';

const audiences = ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'];

const refusals: Readonly<Record<TokenProblem, string>> = {
  missing: 'Access token is empty.',
  malformed: 'IDX14100: JWT is not well formed, there are no dots (.).',
  signature: 'Invalid token signature.',
  audience: 'Access token validation failure. Invalid audience.',
  expired: 'Lifetime validation failed, the token is expired.',
};

/** Microsoft Graph's gate: token, version, `$batch`, and the headers every answer has. */
export class Graph {
  readonly #tokens: Tokens;
  readonly #router = new Router();

  constructor(tokens: Tokens, parts: readonly { register(router: Router): void }[]) {
    this.#tokens = tokens;
    for (const part of parts) part.register(this.#router);
    this.#router.add('POST', '/$batch', (call) => this.#batch(call));
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
    const path = call.path.replace(/^\/(v1\.0|beta)(?=\/|$)/i, '');
    const reply = await this.#router.route(call, path);
    if (reply === 'method') {
      return graphError(405, 'Request_BadRequest', `The method '${call.method}' is not allowed for this resource.`);
    }
    return reply ?? segmentNotFound(`/${path}`);
  }

  /** JSON batching: every part answered as if it had come alone, with the batch's own token. */
  async #batch(call: Call): Promise<Reply> {
    const requests = jsonBody(call)?.requests;
    if (!Array.isArray(requests) || requests.length === 0 || requests.length > 20) {
      return badRequest('A batch needs between 1 and 20 requests.');
    }
    const responses: JsonObject[] = [];
    for (const request of requests) responses.push(await this.#part(call, asObject(request) ?? {}));
    return { status: 200, body: { responses } };
  }

  async #part(call: Call, request: JsonObject): Promise<JsonObject> {
    const url = String(request.url ?? '');
    const mark = url.indexOf('?');
    const path = `/${call.path.split('/')[1]}/${(mark < 0 ? url : url.slice(0, mark)).replace(/^\//, '')}`;
    const headers = Object.fromEntries(
      Object.entries(asObject(request.headers) ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    const reply = await this.#answer({
      method: String(request.method ?? 'GET').toUpperCase(),
      path,
      query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
      headers: { ...headers, authorization: call.headers.authorization },
      body: Buffer.from(request.body === undefined ? '' : JSON.stringify(request.body)),
    });
    const type = asObject(reply.body) ? { 'Content-Type': contentType } : {};
    return { id: request.id, status: reply.status, headers: { ...type, ...reply.headers }, body: reply.body };
  }
}

const contentType =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
