import { setTimeout as delay } from 'node:timers/promises';
import { faultReply } from '../fault-replies.ts';
import type { Faults } from '../faults.ts';
import { asObject, asStrings, type Call, CutConnection, type JsonObject, jsonBody, type Reply } from '../http.ts';
import { badRequest, graphError } from './errors.ts';

const most = 20;
const jsonType = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/**
 * JSON batching (Graph, "Combine multiple HTTP requests using JSON batching"): each part is answered as if it had come alone with the
 * batch's own token, and meets the faults that a call to its path would meet. Answers come in another order than the parts.
 */
export class Batch {
  readonly #answer: (call: Call) => Promise<Reply>;
  readonly #faults: Faults;

  constructor(answer: (call: Call) => Promise<Reply>, faults: Faults) {
    this.#answer = answer;
    this.#faults = faults;
  }

  /** @throws {CutConnection} where a part's fault cuts the connection, which is the batch's */
  async handle(call: Call): Promise<Reply> {
    const requests = jsonBody(call)?.requests;
    if (!Array.isArray(requests) || requests.length === 0) return badRequest('Invalid batch payload format.');
    if (requests.length > most) {
      return badRequest(`Number of batch request steps exceeds the maximum value of ${most}.`);
    }
    const parts = requests.map((request) => asObject(request) ?? {});
    const malformed = problemIn(parts);
    if (malformed) return badRequest(malformed);
    const statuses = new Map<string, number>();
    const responses: JsonObject[] = [];
    for (const part of parts) {
      const id = String(part.id);
      const reply = await this.#part(call, part, statuses);
      statuses.set(id, reply.status);
      const type = asObject(reply.body) ? { 'Content-Type': jsonType } : {};
      const headers = { 'Cache-Control': 'no-cache', ...type, ...reply.headers };
      responses.unshift({ id, status: reply.status, headers, body: reply.body });
    }
    return { status: 200, body: { responses } };
  }

  async #part(call: Call, part: JsonObject, statuses: ReadonlyMap<string, number>): Promise<Reply> {
    const url = `/${call.path.split('/')[1]}/${String(part.url).replace(/^\//, '')}`;
    const mark = url.indexOf('?');
    const headers = Object.fromEntries(
      Object.entries(asObject(part.headers) ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    const inner: Call = {
      method: String(part.method).toUpperCase(),
      path: mark < 0 ? url : url.slice(0, mark),
      query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
      headers: { ...headers, authorization: call.headers.authorization },
      body: Buffer.from(part.body === undefined ? '' : JSON.stringify(part.body)),
    };
    const noted = { method: inner.method, path: inner.path, status: 0 };
    call.parts?.push(noted);
    const waitsFor = asStrings(part.dependsOn) ?? [];
    const reply = waitsFor.some((id) => !isGood(statuses.get(id)))
      ? graphError(424, 'FailedDependency', 'A request that this one depends on has failed.')
      : await this.#alone(inner, part.body !== undefined && headers['content-type'] === undefined);
    noted.status = reply.status;
    return reply;
  }

  async #alone(call: Call, isUntyped: boolean): Promise<Reply> {
    const fault = this.#faults.take('graph', call);
    if (fault?.delayMs) await delay(fault.delayMs);
    if (fault?.hang) await new Promise(() => {});
    if (fault?.drop === 'before') throw new CutConnection();
    if (/\/\$batch$/i.test(call.path)) return badRequest('A batch cannot hold another batch.');
    if (isUntyped) return badRequest('A request with a body needs a Content-Type header.');
    const reply = fault?.status ? faultReply('graph', fault, call.path) : await this.#answer(call);
    if (fault?.drop) throw new CutConnection();
    return reply;
  }
}

function isGood(status: number | undefined): boolean {
  return status !== undefined && status < 400;
}

/** What makes the whole batch a 400. */
function problemIn(parts: readonly JsonObject[]): string | undefined {
  const ids = new Set<string>();
  for (const { id, method, url } of parts) {
    if (typeof id !== 'string' || id === '') return 'A request of the batch has no id.';
    if (ids.has(id.toLowerCase())) return `The id '${id}' is not unique in the batch.`;
    ids.add(id.toLowerCase());
    if (typeof method !== 'string') return `The request '${id}' has no method.`;
    if (typeof url !== 'string' || /^[a-z]+:/i.test(url)) return `The url of the request '${id}' is not relative.`;
  }
  return undefined;
}
