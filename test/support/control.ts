/** A fault of the simulated Azure, of storage, or of the bot's store. */
export interface Fault {
  readonly service: 'arm' | 'graph' | 'login' | 'blob' | 'queue' | 'store' | 'prices' | 'metrics';
  readonly method?: string;
  /** A regular expression. */
  readonly path?: string;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly delayMs?: number;
  readonly times?: number;
  /** Makes the long operation that the call starts end with this error. */
  readonly operation?: {
    readonly code: string;
    readonly message: string;
    readonly seconds?: number;
    readonly at?: string;
  };
  readonly [more: string]: unknown;
}

export interface RecordedRequest {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  /** Null while it is not answered, 0 where the connection was cut. */
  readonly status: number | null;
  /** What came inside it, where it was a batch. */
  readonly parts?: readonly Pick<RecordedRequest, 'method' | 'path'>[];
}

/** What one resource cost on one day, by the sandbox's books. */
export interface BookLine {
  readonly resourceGroup: string;
  readonly resourceId: string;
  readonly service: string;
  readonly day: string;
  readonly amount: string;
  readonly currency: string;
  /** Whether Azure tells of it by now. */
  readonly billed: boolean;
}

/** The sandbox's control, for tests. */
export class Control {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  fault(fault: Fault): Promise<unknown> {
    return this.#call('POST', '/faults', fault);
  }

  clearFaults(): Promise<unknown> {
    return this.#call('DELETE', '/faults');
  }

  async requests(service?: Fault['service']): Promise<RecordedRequest[]> {
    return (await this.#call('GET', `/requests${service ? `?service=${service}` : ''}`)) as RecordedRequest[];
  }

  clearRequests(): Promise<unknown> {
    return this.#call('DELETE', '/requests');
  }

  async mail(): Promise<Record<string, unknown>[]> {
    return (await this.#call('GET', '/mail')) as Record<string, unknown>[];
  }

  /** From now on the workspace has cost this much in the month of the bot's clock. */
  costs(resourceGroup: string, amount: number | string, currency = 'EUR'): Promise<unknown> {
    return this.#call('PUT', `/costs/${resourceGroup}`, { amount, currency });
  }

  /** What was billed and what will be, to the last digit. */
  async books(resourceGroup?: string): Promise<BookLine[]> {
    const query = resourceGroup ? `?resourceGroup=${resourceGroup}` : '';
    return ((await this.#call('GET', `/costs${query}`)) as { rows: BookLine[] }).rows;
  }

  /** From now on the machine's processors do so many percent; null makes Azure say nothing of it. */
  processors(machine: string, cpu: number | null): Promise<unknown> {
    return this.#call('PUT', `/metrics/${machine}`, { cpu });
  }

  /** As somebody does in the portal; resolves with undefined where nothing of that name is under way. */
  async cancelDeployment(name: string): Promise<true | undefined> {
    const response = await fetch(`${this.#url}/deployments/${name}/cancel`, { method: 'POST' });
    await response.body?.cancel();
    return response.status === 204 ? true : undefined;
  }

  /** Moves the bot's clock; resolves when what is due has run. */
  tick(to: { now: string } | { advanceSeconds: number }): Promise<unknown> {
    return this.#call('POST', '/tick', to);
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
