import { WorkspaceError } from '../../../../services/errors.ts';
import { isUnderWay, type MachineRecord, machineRecord } from '../../../../services/machines/machine-record.ts';
import type { Spending } from '../../../../services/money/spending.ts';
import { WorkspaceDirectory } from '../../../../services/workspaces/workspace-directory.ts';
import { admin, caller, workspace } from '../../../support/machine-samples.ts';
import { calm, type Life, type Odds, unreliable } from '../../effects/world/faults.ts';
import { MemoryQueue } from '../../effects/world/memory-queue.ts';
import { MemoryStore } from '../../effects/world/memory-store.ts';
import { mortalClock } from '../../effects/world/mortal.ts';
import { MovedClock } from '../../effects/world/moved-clock.ts';
import { SimulatedClock } from '../../effects/world/simulated-clock.ts';
import { spending } from '../budget-standings.ts';
import { SimulatedAzure } from './azure.ts';
import { Deliveries, type LabdeskProcess, startProcess } from './process.ts';
import { RecordingStore } from './record.ts';

export const oncology = workspace();
export const chief = caller(admin, {}, { admin: true });
export const people = ['member', 'owner'] as const;

const follower = { conversationId: 'a:admin', serviceUrl: 'https://smba.example/' };

interface Start {
  readonly before: number;
  readonly after: number;
  /** When it was pressed and when it was answered: an exemption may end between the two. */
  readonly times: readonly Date[];
  readonly begun: boolean;
}

/** Several processes of Labdesk around one store, one queue and one Azure, in simulated time; money is spent and corrected. */
export class World {
  /** Real time. */
  readonly steady = new SimulatedClock();
  /** The time by which the rules go; may jump. */
  readonly clock = new MovedClock(this.steady);
  readonly store = new RecordingStore(this.clock);
  readonly queue = new MemoryQueue(this.steady);
  readonly deliveries = new Deliveries();
  readonly azure: SimulatedAzure;
  readonly odds = { store: calm(), queue: calm(), azure: calm(), directory: calm() };
  /** Presses of start, and whether they began one: with how many writes of the budget there were before and after. */
  readonly starts: Start[] = [];
  /** False once anything was interrupted or unreliable: then somebody may hear something twice. */
  isUndisturbed = true;
  /** In cents, of this month. */
  spent = 0;
  readonly #random: () => number;
  readonly #workspaces: WorkspaceDirectory;
  #processes: { readonly life: Life; readonly labdesk: LabdeskProcess; asked: number }[] = [];
  #keys = 0;

  private constructor(random: () => number, workspaces: WorkspaceDirectory) {
    this.#random = random;
    this.#workspaces = workspaces;
    this.azure = new SimulatedAzure(this.clock, random);
  }

  static async make(random: () => number): Promise<World> {
    const still = { now: () => new Date(0), schedule: () => () => {} };
    const workspaces = new WorkspaceDirectory(new MemoryStore(still), still);
    await workspaces.register([oncology]);
    return new World(random, workspaces);
  }

  start(): void {
    const life: Life = { isDead: false };
    const seen = <T extends object>(part: T, odds: Odds): T => unreliable(part, life, odds, this.steady, this.#random);
    const members = {
      everybody: async () => people.map((id) => ({ aadObjectId: id, name: id, role: id })),
      admins: async () => [admin],
    };
    const labdesk = startProcess({
      store: seen(this.store, this.odds.store),
      queue: seen(this.queue, this.odds.queue),
      azure: seen(this.azure, this.odds.azure),
      members: seen(members, this.odds.directory),
      ...{ clock: mortalClock(this.clock, life), steady: mortalClock(this.steady, life), workspaces: this.#workspaces },
      ...{ deliveries: this.deliveries, life, random: this.#random },
    });
    this.#processes.push({ life, labdesk, asked: 0 });
  }

  /** As SIGKILL does. */
  kill(place: number): void {
    this.isUndisturbed = false;
    const process = this.#processes[place];
    if (!process) return;
    process.life.isDead = true;
    this.#processes.splice(place, 1);
  }

  /** Asks a process for something; nobody waits for the answer. */
  ask(place: number, what: (labdesk: LabdeskProcess, key: string) => Promise<unknown>): void {
    const process = this.#processes[place % Math.max(this.#processes.length, 1)];
    if (!process) return;
    this.#keys += 1;
    process.asked += 1;
    const asked = what(process.labdesk, `command ${this.#keys}`);
    void asked.then(
      () => {
        process.asked -= 1;
      },
      (error: unknown) => {
        process.asked -= 1;
        if (!(error instanceof WorkspaceError)) throw error;
      },
    );
  }

  /** How many wait for an answer that is still to come. */
  get waiting(): number {
    return this.#processes.reduce((sum, { asked }) => sum + asked, 0);
  }

  /** An admin sets the budget. */
  set(amount: string): void {
    const wish = { amount, currency: 'EUR' };
    this.ask(0, async ({ budgets }, key) => await budgets.set(chief, oncology, wish, { key, via: 'chat' }));
  }

  /** What was spent, as the sweep finds it. */
  spending(): Spending {
    return spending({ billed: (this.spent / 100).toFixed(2), running: this.azure.running, at: this.clock.now() });
  }

  sweep(place: number): void {
    const figures = this.spending();
    this.ask(place, async ({ budgets }) => {
      await this.keep(figures);
      await budgets.assess(oncology, figures);
    });
  }

  async keep(figures: Spending): Promise<void> {
    const stored = await this.store.get<Spending>(figures.partition, figures.id);
    if (!stored) await this.store.create(figures);
    else if (stored.document.at <= figures.at) await this.store.replace(figures, stored.etag);
  }

  /** True while a machine is being started or stopped, whoever asked for it. */
  async hasOperations(): Promise<boolean> {
    const partition = `workspace/${oncology.id}`;
    const { items } = await this.store.list<MachineRecord>({ partition, kind: machineRecord.kind });
    return items.some(({ document }) => isUnderWay(document));
  }

  press(place: number, machine: string): void {
    const [before, pressedAt] = [this.store.written.length, this.clock.now()];
    this.ask(place, async ({ machines }, key) => {
      const { outcome } = await machines.start(chief, oncology, machine, { key, via: 'chat', follower });
      const after = this.store.written.length;
      const times = [pressedAt, this.clock.now()];
      this.starts.push({ before, after, times, begun: outcome === 'begun' });
    });
  }
}
