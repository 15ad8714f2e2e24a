import { location } from '../seed.ts';
import { armError, resourceNotFound } from './arm-errors.ts';
import type { Faults } from './faults.ts';
import type { Call, Reply, RoutedCall } from './http.ts';
import { machineModel } from './machine-model.ts';
import { instanceView, settle } from './machine-state.ts';
import type { Operations } from './operations.ts';
import { pageOf } from './paging.ts';
import type { Router } from './router.ts';
import type { MachineRecord, Power, State, Transition } from './state.ts';
import type { Usage } from './usage.ts';

export interface ComputeOptions {
  readonly origin: string;
  readonly state: State;
  readonly operations: Operations;
  readonly faults: Faults;
  /** How long a machine takes to start, stop or restart. */
  readonly machineSeconds: number;
  readonly pageSize: number;
  /** Read before a machine begins to cost, or no longer does. */
  readonly usage: Usage | undefined;
}

type Verb = Transition['verb'];

/** Where each verb ends, and from where it may not begin. */
const verbs: Readonly<Record<Verb, { to: Power; notFrom: readonly Power[] }>> = {
  start: { to: 'running', notFrom: [] },
  deallocate: { to: 'deallocated', notFrom: [] },
  powerOff: { to: 'stopped', notFrom: ['deallocated'] },
  restart: { to: 'running', notFrom: ['deallocated', 'stopped'] },
};

const machines = 'providers/Microsoft.Compute/virtualMachines';

/** Microsoft.Compute/virtualMachines: list, get, instance view, and the four verbs that change a machine's power. */
export class Compute {
  readonly #options: ComputeOptions;

  constructor(options: ComputeOptions) {
    this.#options = options;
  }

  register(router: Router): void {
    const group = `/subscriptions/{subscription}/resourceGroups/{group}/${machines}`;
    router
      .add('GET', `/subscriptions/{subscription}/${machines}`, (call) => this.#listAll(call))
      .add(
        'GET',
        `/subscriptions/{subscription}/providers/Microsoft.Compute/locations/{location}/virtualMachines`,
        (call) => this.#list(call, () => call.params.location?.toLowerCase() === location, false),
      )
      .add('GET', group, (call) => this.#listGroup(call))
      .add('GET', `${group}/{machine}`, (call) => this.#get(call))
      .add('GET', `${group}/{machine}/instanceView`, (call) =>
        this.#with(call, (machine) => ({ status: 200, body: instanceView(machine, Date.now()) })),
      )
      .add(
        'GET',
        '/subscriptions/{subscription}/providers/Microsoft.Compute/locations/{location}/operations/{id}',
        (call) => this.#options.operations.compute(call),
      );
    router.add('DELETE', `${group}/{machine}`, (call) => this.#delete(call));
    for (const verb of Object.keys(verbs) as Verb[]) {
      router.add('POST', `${group}/{machine}/${verb}`, (call) =>
        this.#with(call, (machine) => this.#run(call, machine, verb)),
      );
    }
  }

  #listAll(call: Call): Reply {
    return this.#list(call, () => true, call.query.get('statusOnly') === 'true' || wantsView(call));
  }

  #listGroup(call: RoutedCall): Reply {
    const group = call.params.group?.toLowerCase();
    return this.#list(call, (machine) => machine.resourceGroup.toLowerCase() === group, wantsView(call));
  }

  #list(call: Call, fits: (machine: MachineRecord) => boolean, withInstanceView: boolean): Reply {
    const { origin, pageSize, state } = this.#options;
    const now = Date.now();
    const fitting = state.data.machines.filter(fits);
    const { items, next } = pageOf(call, origin, fitting, pageSize, '$skipToken');
    const value = items.map((machine) => {
      settle(machine, now);
      return machineModel(machine, now, withInstanceView);
    });
    return { status: 200, body: next ? { value, nextLink: next } : { value } };
  }

  #get(call: RoutedCall): Reply {
    return this.#with(call, (machine) => ({ status: 200, body: machineModel(machine, Date.now(), wantsView(call)) }));
  }

  #find({ params: { group = '', machine: name = '' } }: RoutedCall): MachineRecord | undefined {
    return this.#options.state.data.machines.find(
      (candidate) =>
        candidate.name.toLowerCase() === name.toLowerCase() &&
        candidate.resourceGroup.toLowerCase() === group.toLowerCase(),
    );
  }

  /** With its disk and its network interface, as `deleteOption` says. */
  #delete(call: RoutedCall): Reply {
    const { faults, machineSeconds, operations, state } = this.#options;
    const machine = this.#find(call);
    if (!machine) return { status: 204 };
    const error = faults.takeOperation('arm', call);
    const operation = operations.start(machineSeconds * 1000, error);
    if (!error) machine.goneAt ??= operation.endsAt;
    state.save();
    return operations.acceptedByCompute(operation, location, call.query.get('api-version') ?? '');
  }

  #with(call: RoutedCall, answer: (machine: MachineRecord) => Reply): Reply {
    const { group = '', machine: name = '' } = call.params;
    const machine = this.#find(call);
    if (!machine) return resourceNotFound('Microsoft.Compute/virtualMachines', name, group);
    settle(machine, Date.now());
    return answer(machine);
  }

  #run(call: RoutedCall, machine: MachineRecord, verb: Verb): Reply {
    const { faults, machineSeconds, operations, state, usage } = this.#options;
    const { to, notFrom } = verbs[verb];
    if (machine.transition || machine.goneAt !== undefined) {
      const message =
        'The request failed due to conflict with a concurrent request. To resolve it, please refer to https://aka.ms/activitylog to get more details on the conflicting requests.';
      return armError(409, 'Conflict', message);
    }
    if (notFrom.includes(machine.power)) {
      const message = `The operation '${verb}' cannot be performed on VM '${machine.name}' because it is ${machine.power}.`;
      return armError(409, 'OperationNotAllowed', message);
    }
    const error = faults.takeOperation('arm', call);
    // A machine that is already there is done at once, as in Azure.
    const duration = machine.power === to && verb !== 'restart' && !error ? 0 : machineSeconds * 1000;
    usage?.read();
    const operation = operations.start(duration, error);
    machine.failure = undefined;
    machine.transition = { verb, to, startedAt: operation.startedAt, endsAt: operation.endsAt, error };
    state.save();
    return operations.acceptedByCompute(operation, location, call.query.get('api-version') ?? '');
  }
}

function wantsView(call: Call): boolean {
  return (call.query.get('$expand') ?? '').toLowerCase().split(',').includes('instanceview');
}
