import { randomUUID } from 'node:crypto';
import type { OperationError } from './state.ts';

export const faultServices = ['arm', 'graph', 'login', 'blob', 'queue', 'store', 'prices', 'metrics'] as const;
export type FaultService = (typeof faultServices)[number];

/** What goes wrong with the next `times` matching calls. */
export interface Fault {
  readonly id: string;
  readonly service: FaultService;
  /** Any method where absent. */
  readonly method?: string;
  /** A regular expression on the path, with or without its query; any path where absent. */
  readonly path?: string;
  /** Answer this status in the service's own error shape. */
  readonly status?: number;
  /** Seconds, for a `Retry-After` header. */
  readonly retryAfter?: number;
  /** Sent with `status`, beside what the service sends by itself. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  /** Never answer. */
  readonly hang?: boolean;
  /**
   * Cut the connection before the call is carried out, after it was but before it is answered, or in the middle of the answer
   * (not of storage's).
   */
  readonly drop?: 'before' | 'after' | 'midway';
  /** Make the error's code and message these; with `operation`, what the long operation fails with. */
  readonly code?: string;
  readonly message?: string;
  /** The long operation that the call starts ends Failed with this. */
  readonly operation?: OperationError;
  /** How many calls it still applies to. */
  times: number;
}

/** What of a call decides whether a fault applies to it. */
export interface FaultTarget {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams | string;
}

export class Faults {
  #faults: { fault: Fault; pattern: RegExp }[] = [];

  /** @throws {SyntaxError} where the path is not a regular expression. */
  add(fault: Omit<Fault, 'id'>): Fault {
    const kept = { ...fault, id: randomUUID() };
    this.#faults.push({ fault: kept, pattern: new RegExp(fault.path ?? '') });
    return kept;
  }

  list(): Fault[] {
    return this.#faults.map(({ fault }) => fault);
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault that this call meets, counted down; undefined for a call that meets none. */
  take(service: FaultService, target: FaultTarget): Fault | undefined {
    return this.#faults.length === 0 ? undefined : this.#take(service, target, false);
  }

  /** The error that the long operation started by this call ends with. */
  takeOperation(service: FaultService, target: FaultTarget): OperationError | undefined {
    return this.#take(service, target, true)?.operation;
  }

  #take(service: FaultService, target: FaultTarget, operations: boolean): Fault | undefined {
    const found = this.#faults.find(
      ({ fault, pattern }) =>
        fault.service === service &&
        (fault.operation !== undefined) === operations &&
        (fault.method === undefined || fault.method === target.method) &&
        (pattern.test(target.path) || pattern.test(`${target.path}?${readable(String(target.query))}`)),
    );
    if (!found) return undefined;
    found.fault.times -= 1;
    if (found.fault.times <= 0) this.#faults = this.#faults.filter((other) => other !== found);
    return found.fault;
  }
}

function readable(query: string): string {
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
}
