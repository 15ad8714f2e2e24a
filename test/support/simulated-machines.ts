import { WorkspaceError } from '../../services/errors.ts';
import type {
  AzureMachine,
  MachineClient,
  MachineState,
  MachineVerb,
  OperationProgress,
} from '../../services/machines/machine.ts';
import { SimulatedCalls } from './simulated-calls.ts';

interface Running {
  readonly verb: MachineVerb;
  readonly machine: string;
  polls: number;
}

const underWay: Record<MachineVerb, MachineState> = { start: 'Starting', stop: 'Stopping', restart: 'Starting' };
const end: Record<MachineVerb, MachineState> = { start: 'Started', stop: 'Stopped', restart: 'Started' };

/** Azure's machines behind their port; an operation ends at its second poll. */
export class SimulatedMachines extends SimulatedCalls implements MachineClient {
  readonly #machines = new Map<string, AzureMachine>();
  readonly #running = new Map<string, Running>();
  /** How the next operation ends, where not well. */
  outcome: WorkspaceError | undefined;
  /** How often an operation is asked about before it ends. */
  pollsNeeded = 2;

  add(resourceGroup: string, name: string, state: MachineState, more: Partial<AzureMachine> = {}): void {
    const machine: AzureMachine = {
      resourceGroup: resourceGroup.toLowerCase(),
      name,
      os: 'Windows',
      size: 'Standard_D4s_v5',
      state,
      location: 'westeurope',
      hostName: name,
      networkInterfaceId: `/nic/${name}`,
      ...more,
    };
    this.#machines.set(keyOf(resourceGroup, name), machine);
  }

  remove(resourceGroup: string, name: string): void {
    this.#machines.delete(keyOf(resourceGroup, name));
  }

  state(resourceGroup: string, name: string): MachineState | undefined {
    return this.#machines.get(keyOf(resourceGroup, name))?.state;
  }

  async list(): Promise<readonly AzureMachine[]> {
    await this.#called('list');
    return [...this.#machines.values()];
  }

  async get(resourceGroup: string, name: string): Promise<AzureMachine | undefined> {
    await this.#called('get');
    return this.#machines.get(keyOf(resourceGroup, name));
  }

  async begin(verb: MachineVerb, resourceGroup: string, name: string): Promise<string> {
    await this.#called(verb, name);
    const machine = keyOf(resourceGroup, name);
    const poller = `poller ${this.#running.size}`;
    this.#running.set(poller, { verb, machine, polls: 0 });
    this.#set(machine, underWay[verb]);
    return poller;
  }

  async poll(_verb: MachineVerb, serialisedPoller: string): Promise<OperationProgress> {
    await this.#called('poll');
    const running = this.#running.get(serialisedPoller);
    if (!running) throw new WorkspaceError('not-found', 'Azure no longer knows this. Look at the list again.');
    running.polls += 1;
    if (running.polls < this.pollsNeeded) return { done: false };
    const failure = this.outcome;
    this.outcome = undefined;
    this.#set(running.machine, failure ? 'Stopped' : end[running.verb]);
    return failure ? { done: true, failure } : { done: true };
  }

  async privateAddress(networkInterfaceId: string): Promise<string | undefined> {
    await this.#called('privateAddress');
    return networkInterfaceId === '' ? undefined : '10.1.0.5';
  }

  #set(key: string, state: MachineState): void {
    const machine = this.#machines.get(key);
    if (machine) this.#machines.set(key, { ...machine, state });
  }

  async #called(call: string, ...what: string[]): Promise<void> {
    this.called(call, ...what);
    await Promise.resolve();
  }
}

function keyOf(resourceGroup: string, name: string): string {
  return `${resourceGroup}/${name}`.toLowerCase();
}
