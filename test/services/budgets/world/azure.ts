import { WorkspaceError } from '../../../../services/errors.ts';
import type {
  AzureMachine,
  MachineClient,
  MachineState,
  MachineVerb,
  OperationProgress,
} from '../../../../services/machines/machine.ts';
import type { Clock } from '../../../../services/time/clock.ts';

interface Operation {
  readonly verb: MachineVerb;
  readonly name: string;
  readonly endsAt: number;
  readonly fails: boolean;
}

export const resourceGroup = 'rg-oncology';

/** The machines of one workspace, whose operations take their time, fail now and then, and can be locked. */
export class SimulatedAzure implements MachineClient {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #machines = new Map<string, AzureMachine>();
  readonly #operations = new Map<string, Operation>();
  /** Names of those that refuse to be stopped. */
  readonly locked = new Set<string>();
  /** How likely an operation fails in the end. */
  fails = 0;

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Somebody does it in the portal. */
  put(name: string, state: MachineState): void {
    this.#machines.set(name, {
      ...{ resourceGroup, name, os: 'Linux', size: 'Standard_D4s_v5', location: 'westeurope', hostName: name },
      ...{ state, allocated: state !== 'Stopped' },
    });
  }

  remove(name: string): void {
    this.#machines.delete(name);
  }

  has(name: string): boolean {
    return this.#machines.has(name);
  }

  /** Names of those that cost. */
  get running(): readonly string[] {
    this.#settle();
    return [...this.#machines.values()].filter(({ state }) => state !== 'Stopped').map(({ name }) => name);
  }

  async list(): Promise<readonly AzureMachine[]> {
    this.#settle();
    return [...this.#machines.values()];
  }

  async get(_resourceGroup: string, name: string): Promise<AzureMachine | undefined> {
    this.#settle();
    return this.#machines.get(name);
  }

  async begin(verb: MachineVerb, _resourceGroup: string, name: string): Promise<string> {
    this.#settle();
    if (!this.#machines.has(name)) throw new WorkspaceError('not-found', 'There is no such machine.');
    if (verb === 'stop' && this.locked.has(name)) throw new WorkspaceError('refused', 'A lock forbids it.');
    const poller = `${this.#operations.size}`;
    const endsAt = this.#clock.now().getTime() + this.#random() * 20_000;
    this.#operations.set(poller, { verb, name, endsAt, fails: this.#random() < this.fails });
    // Deallocating what is deallocated changes nothing in Azure, also where the call comes late.
    if (verb === 'start') this.#to(name, 'Starting');
    else if (this.#machines.get(name)?.state !== 'Stopped') this.#to(name, 'Stopping');
    return poller;
  }

  async poll(_verb: MachineVerb, poller: string): Promise<OperationProgress> {
    this.#settle();
    const operation = this.#operations.get(poller)!;
    if (operation.endsAt > this.#clock.now().getTime()) return { done: false };
    if (!operation.fails) return { done: true };
    return { done: true, failure: new WorkspaceError('conflict', 'Azure broke it off.') };
  }

  async privateAddress(): Promise<undefined> {
    return undefined;
  }

  /** The newest operation on a machine decides. */
  #settle(): void {
    const newest = new Map([...this.#operations.values()].map((operation) => [operation.name, operation]));
    for (const { verb, name, endsAt, fails } of newest.values()) {
      const { state } = this.#machines.get(name) ?? {};
      const isUnderWay = state === 'Starting' || state === 'Stopping';
      if (!isUnderWay || endsAt > this.#clock.now().getTime()) continue;
      this.#to(name, (verb === 'stop') === fails ? 'Started' : 'Stopped');
    }
  }

  #to(name: string, state: MachineState): void {
    if (this.#machines.has(name)) this.put(name, state);
  }
}
