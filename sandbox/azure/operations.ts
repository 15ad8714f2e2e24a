import { randomUUID } from 'node:crypto';
import { subscriptionId } from '../seed.ts';
import { armError } from './arm-errors.ts';
import type { JsonObject, Reply, RoutedCall } from './http.ts';
import type { OperationError, OperationRecord, State } from './state.ts';

/** How many operations are remembered; Azure forgets them after days. */
const remembered = 1000;

function seconds(ms: number): string {
  // Azure asks to come back after 10 s or so; a fast sandbox is asked more often.
  return String(Math.min(10, Math.max(1, Math.ceil(ms / 3000))));
}

/** Long-running operations as clients poll them (ARM RPC, "Asynchronous Operations"). */
export class Operations {
  readonly #state: State;
  readonly #origin: string;

  constructor(state: State, origin: string) {
    this.#state = state;
    this.#origin = origin;
  }

  /** Puts an operation on record; the caller saves the state. */
  start(durationInMs: number, error?: OperationError, result?: JsonObject): OperationRecord {
    const startedAt = Date.now();
    const id = randomUUID();
    const operation: OperationRecord = { id, startedAt, endsAt: startedAt + durationInMs, error, result };
    const { data } = this.#state;
    data.operations = [...data.operations.slice(1 - remembered), operation];
    return operation;
  }

  find(id: string | undefined): OperationRecord | undefined {
    return this.#state.data.operations.find((operation) => operation.id === id);
  }

  status(operation: OperationRecord): 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled' {
    if (operation.canceledAt !== undefined) return 'Canceled';
    if (operation.endsAt > Date.now()) return 'InProgress';
    return operation.error ? 'Failed' : 'Succeeded';
  }

  /** 202 with the headers of a Compute operation: `Azure-AsyncOperation`, `Location`, `Retry-After`. */
  acceptedByCompute(operation: OperationRecord, location: string, version: string): Reply {
    const base = `${this.#origin}/subscriptions/${subscriptionId}/providers/Microsoft.Compute/locations/${location}/operations/${operation.id}`;
    return {
      status: 202,
      headers: {
        'Azure-AsyncOperation': `${base}?api-version=${version}`,
        Location: `${base}?monitor=true&api-version=${version}`,
        'Retry-After': seconds(operation.endsAt - operation.startedAt),
        'Azure-AsyncNotification': 'Enabled',
      },
    };
  }

  /** 202 with `Location` alone, as Resource Manager's own deletions and previews are. */
  acceptedByResources(operation: OperationRecord, version: string): Reply {
    const location = `${this.#origin}/subscriptions/${subscriptionId}/operationresults/${operation.id}?api-version=${version}`;
    return {
      status: 202,
      headers: { Location: location, 'Retry-After': seconds(operation.endsAt - operation.startedAt) },
    };
  }

  /** `/locations/{location}/operations/{id}`: the state as a document, or with `monitor=true` the bare outcome. */
  compute(call: RoutedCall): Reply {
    const operation = this.find(call.params.id);
    if (!operation) {
      return armError(404, 'ResourceNotFound', `The operation '${call.params.id}' could not be found.`);
    }
    if (call.query.get('monitor') === 'true') return this.outcome(call);
    const status = this.status(operation);
    const body: JsonObject = { startTime: new Date(operation.startedAt).toISOString(), status, name: operation.id };
    if (status === 'InProgress') {
      return { status: 200, headers: { 'Retry-After': seconds(operation.endsAt - operation.startedAt) }, body };
    }
    body.endTime = new Date(operation.endsAt).toISOString();
    if (status === 'Failed') body.error = operation.error;
    return { status: 200, body };
  }

  /** The address in `Location`: 202 until the operation has ended, then what it came to. */
  outcome(call: RoutedCall): Reply {
    const operation = this.find(call.params.id);
    if (!operation) {
      return armError(404, 'ResourceNotFound', `The operation '${call.params.id}' could not be found.`);
    }
    const status = this.status(operation);
    if (status === 'InProgress') {
      const wait = seconds(operation.endsAt - operation.startedAt);
      return { status: 202, headers: { 'Retry-After': wait, Location: `${this.#origin}${call.path}?${call.query}` } };
    }
    if (status === 'Failed' && operation.error) return armError(409, operation.error.code, operation.error.message);
    return operation.result ? { status: 200, body: operation.result } : { status: 200 };
  }
}
