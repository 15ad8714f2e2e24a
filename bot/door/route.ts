import type { IncomingHttpHeaders } from 'node:http';
import type { Refusal } from './refusal.ts';

/** A request that has passed the limits on type, size, nesting and time. */
export interface RouteRequest {
  readonly method: string;
  readonly path: string;
  /** The values of the path's `:names`, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** What follows the `?`, undecoded; empty where nothing does. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn as they arrived, duplicates included. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  /** The address at the other end of the connection. */
  readonly peer: string;
  /** Names this request in the log and in what the client is told. */
  readonly correlationId: string;
}

export interface RouteResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One address of ours and exactly what it takes. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** For example `/connect/:token`. */
  readonly path: string;
  /** Media types that a body may have, without parameters; undefined: no type is asked for. */
  readonly accepts?: readonly string[];
  /** The largest body, in bytes. Default 0: none at all. */
  readonly maxBytes?: number;
  handler(request: RouteRequest): Promise<RouteResponse | Refusal>;
}
