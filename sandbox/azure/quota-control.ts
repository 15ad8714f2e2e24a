import { location } from '../seed.ts';
import { jsonBody, type Reply, type RoutedCall } from './http.ts';
import type { Router } from './router.ts';
import type { State } from './state.ts';

const example =
  'A quota is { "family": "standardDSv5Family", "limit": 8 }, { "cores": true, "limit": 8 } or { "size": "Standard_D4s_v5", "offered": false }.';

/** The tests' own hand on what machines the subscription may have. */
export class QuotaControl {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  register(router: Router): void {
    router
      .add('PUT', '/quotas/{location}', (call) => this.#set(call))
      .add('DELETE', '/quotas/{location}', () => {
        Object.assign(this.#state.data, { quotas: {}, withheld: [] });
        this.#state.save();
        return { status: 204 };
      });
  }

  #set(call: RoutedCall): Reply {
    const { data } = this.#state;
    const { family, cores, limit, size, offered } = jsonBody(call) ?? {};
    const name = typeof family === 'string' ? family.toLowerCase() : cores === true ? 'cores' : undefined;
    if (call.params.location?.toLowerCase() !== location) {
      return { status: 404, body: { error: `There is no region but ${location}.` } };
    }
    if (name !== undefined && Number.isInteger(limit)) data.quotas[name] = Number(limit);
    else if (typeof size === 'string' && typeof offered === 'boolean') {
      const others = data.withheld.filter((other) => other !== size.toLowerCase());
      data.withheld = offered ? others : [...others, size.toLowerCase()];
    } else return { status: 400, body: { error: example } };
    this.#state.save();
    return { status: 204 };
  }
}
