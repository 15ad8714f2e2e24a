import type { FaultyStore } from './faulty-store.ts';
import type { Route } from './route.ts';

/** `GET /metrics` of the sandbox: what the store was asked, as OpenMetrics text. */
export function metricsRoute(store: FaultyStore): Route {
  return {
    method: 'GET',
    path: '/metrics',
    async handler() {
      const lines = Object.entries(store.counts).map(
        ([operation, count]) => `labdesk_store_operations_total{operation="${operation}"} ${count}`,
      );
      const body = `# TYPE labdesk_store_operations counter\n${lines.join('\n')}\n# EOF\n`;
      return {
        status: 200,
        headers: { 'content-type': 'application/openmetrics-text; version=1.0.0; charset=utf-8' },
        body,
      };
    },
  };
}
