import { type CallPart, halves } from './http.ts';

export type Service = 'arm' | 'graph' | 'login' | 'blob' | 'queue' | 'prices' | 'metrics';

/** One received call; `status` is null while it is not answered, 0 where the connection was cut. */
export interface LoggedRequest {
  readonly service: Service;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly at: string;
  status: number | null;
  /** What came inside it, as in a batch: these are no calls of their own. */
  parts?: readonly CallPart[];
}

const most = 200_000;

/** Every call that the sandbox's services received since it was last cleared, oldest first. */
export class RequestLog {
  #entries: LoggedRequest[] = [];

  add(service: Service, method: string, url: string): LoggedRequest {
    const entry: LoggedRequest = {
      service,
      method,
      ...halves(url),
      at: new Date().toISOString(),
      status: null,
    };
    if (this.#entries.length >= most) this.#entries = this.#entries.slice(most / 2);
    this.#entries.push(entry);
    return entry;
  }

  list(service?: string): readonly LoggedRequest[] {
    return service ? this.#entries.filter((entry) => entry.service === service) : this.#entries;
  }

  clear(): void {
    this.#entries = [];
  }
}
