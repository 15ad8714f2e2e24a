import type { Call } from './http.ts';

export interface PageOf<T> {
  readonly items: readonly T[];
  /** The whole address of what follows; undefined on the last page. */
  readonly next: string | undefined;
}

/** The part of a list that `parameter` in the query names: an offset that only this side understands. */
export function pageOf<T>(
  call: Call,
  origin: string,
  items: readonly T[],
  size: number,
  parameter: '$skiptoken' | '$skipToken',
): PageOf<T> {
  const token = call.query.get(parameter);
  const offset = token ? Number(Buffer.from(token, 'base64url').toString('utf8')) || 0 : 0;
  const end = offset + size;
  if (end >= items.length) return { items: items.slice(offset), next: undefined };
  const query = new URLSearchParams(call.query);
  query.set(parameter, Buffer.from(String(end)).toString('base64url'));
  return { items: items.slice(offset, end), next: `${origin}${call.path}?${query}` };
}
