import type { Call, JsonObject, Reply } from '../http.ts';
import { pageOf } from '../paging.ts';
import { badRequest, graphError } from './errors.ts';
import { FilterError, readFilter } from './filter.ts';
import { readSearch } from './search.ts';

export interface CollectionOptions {
  /** `https://127.0.0.1:<port>/v1.0`. */
  readonly root: string;
  readonly origin: string;
  /** What follows `$metadata#` in the context. */
  readonly context: string;
  /** Properties that come without `$select`; all where absent. */
  readonly defaults?: readonly string[];
  readonly pageSize: number;
}

/** Keeps the properties that `$select` names, or else the default ones. Annotations stay. */
export function project(item: JsonObject, select: string | null, defaults: readonly string[] | undefined): JsonObject {
  return projection(select, defaults)(item);
}

function projection(select: string | null, defaults: readonly string[] | undefined): (item: JsonObject) => JsonObject {
  const wanted = select && new Set(select.split(',').map((name) => name.trim().toLowerCase()));
  const keeps = wanted
    ? (name: string) => wanted.has(name.toLowerCase())
    : defaults && ((name: string) => defaults.includes(name));
  if (!keeps) return (item) => item;
  return (item) => Object.fromEntries(Object.entries(item).filter(([name]) => name.startsWith('@') || keeps(name)));
}

/** A list with OData's `$filter`, `$search`, `$orderby`, `$count`, `$select`, `$top` and `@odata.nextLink`. */
export function collection<T>(
  call: Call,
  items: readonly T[],
  show: (item: T) => JsonObject,
  options: CollectionOptions,
): Reply {
  const { query } = call;
  const search = query.get('$search');
  if (search !== null && call.headers.consistencylevel !== 'eventual') {
    const message =
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'";
    return graphError(400, 'Request_UnsupportedQuery', message);
  }
  const top = query.get('$top');
  if (top !== null && !(Number(top) >= 1 && Number(top) <= 999)) {
    return badRequest(`Invalid page size specified: '${top}'. Must be between 1 and 999 inclusive.`);
  }
  let found: readonly (() => JsonObject)[];
  try {
    found = inOrder(query, items, show);
  } catch (error) {
    if (error instanceof FilterError) return badRequest(error.message);
    throw error;
  }
  const page = pageOf(call, options.origin, found, top === null ? options.pageSize : Number(top), '$skiptoken');
  const select = query.get('$select');
  const fields = select ? `(${select})` : '';
  const shown = projection(select, options.defaults);
  return {
    status: 200,
    body: {
      '@odata.context': `${options.root}/$metadata#${options.context}${fields}`,
      ...(query.get('$count') === 'true' ? { '@odata.count': found.length } : {}),
      ...(page.next ? { '@odata.nextLink': page.next } : {}),
      value: page.items.map((item) => shown(item())),
    },
  };
}

/** What the query wants, in its order. Of a list that is neither sifted nor sorted only the page is looked at closely. */
function inOrder<T>(
  query: URLSearchParams,
  items: readonly T[],
  show: (item: T) => JsonObject,
): readonly (() => JsonObject)[] {
  const [filter, search] = [query.get('$filter'), query.get('$search')];
  const order = /^(\w+)(?: (asc|desc))?$/.exec(query.get('$orderby') ?? '');
  if (!filter && !search && !order) return items.map((item) => () => show(item));
  const found = items
    .map(show)
    .filter(filter ? readFilter(filter) : () => true)
    .filter(search ? readSearch(search) : () => true);
  if (order) {
    const sign = order[2] === 'desc' ? -1 : 1;
    found.sort((a, b) => sign * String(a[order[1] ?? '']).localeCompare(String(b[order[1] ?? ''])));
  }
  return found.map((item) => () => item);
}
