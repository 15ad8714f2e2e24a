import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** A request as the simulated services see it. */
export interface Call {
  readonly method: string;
  /** Without the query, as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Where the calls that came inside this one are noted. */
  readonly parts?: CallPart[];
}

/** A call that came inside another; `status` is 0 while it is not answered. */
export interface CallPart {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  status: number;
}

/** Thrown to cut the connection in place of an answer. */
export class CutConnection extends Error {
  override readonly name = 'CutConnection';
}

/** A call that matched a route. */
export interface RoutedCall extends Call {
  readonly params: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes out as JSON, a string as it is (HTML unless a header says otherwise), undefined without a body. */
  readonly body?: unknown;
}

export type JsonObject = Record<string, unknown>;

const limit = 16 * 1024 * 1024;

export async function readCall(request: IncomingMessage): Promise<Call> {
  const { path, query } = halves(request.url ?? '/');
  const chunks: Buffer[] = [];
  let bytes = 0;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    // By events, which cost a fraction of an iterator's.
    await new Promise<void>((resolve, reject) => {
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= limit) chunks.push(chunk);
      });
      request.once('end', resolve).once('error', reject);
    });
  }
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
}

/** A URL before and behind its question mark. */
export function halves(url: string): { readonly path: string; readonly query: string } {
  const mark = url.indexOf('?');
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

export function writeReply(response: ServerResponse, reply: Reply): void {
  const { status, headers = {}, body } = reply;
  if (body === undefined) {
    response.writeHead(status, { 'Content-Length': '0', ...headers });
    response.end();
    return;
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text), ...headers });
  response.end(text);
}

/** Half of what was to be said, and then the connection is cut. */
export function writeHalf(response: ServerResponse, { status, headers = {}, body }: Reply): void {
  const text = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers, 'Content-Length': text.length });
  response.write(text.subarray(0, text.length / 2), () => response.destroy());
}

/** The body as a JSON object; undefined where it is none. */
export function jsonBody(call: Pick<Call, 'body'>): JsonObject | undefined {
  try {
    return asObject(JSON.parse(call.body.toString('utf8')));
  } catch {
    return undefined;
  }
}

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

export function asStrings(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? (value as string[]) : undefined;
}
