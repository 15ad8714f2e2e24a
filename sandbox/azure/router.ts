import type { Call, Reply, RoutedCall } from './http.ts';

export type Handler = (call: RoutedCall) => Reply | Promise<Reply>;

interface Route {
  readonly method: string;
  readonly segments: readonly string[];
  readonly handler: Handler;
}

function split(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function match(route: Route, segments: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, wanted] of route.segments.entries()) {
    const segment = segments[index] ?? '';
    if (wanted.startsWith('{')) params[wanted.slice(1, -1)] = segment;
    else if (wanted.toLowerCase() !== segment.toLowerCase()) return undefined;
  }
  return params;
}

/** Routes like `/users/{id}/memberOf`. Fixed segments match in any case, as Azure's and Graph's do; earlier routes win. */
export class Router {
  readonly #routes = new Map<number, Route[]>();

  add(method: string, pattern: string, handler: Handler): this {
    const segments = split(pattern);
    const list = this.#routes.get(segments.length) ?? [];
    list.push({ method, segments, handler });
    this.#routes.set(segments.length, list);
    return this;
  }

  /** Undefined where no route has this path, `method` where one has but not for this method. */
  route(call: Call, path = call.path): Reply | Promise<Reply> | 'method' | undefined {
    const segments = split(path).map(decode);
    let known = false;
    for (const route of this.#routes.get(segments.length) ?? []) {
      const params = match(route, segments);
      if (!params) continue;
      if (route.method === call.method) return route.handler({ ...call, params });
      known = true;
    }
    return known ? 'method' : undefined;
  }
}
