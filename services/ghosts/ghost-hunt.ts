import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { system } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import type { DiskClient, MetricsClient } from '../costs/cost.ts';
import type { PriceBook, PriceList } from '../costs/prices.ts';
import type { SpendingReports } from '../costs/spendings.ts';
import type { EffectContext } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { Slots } from '../effects/slots.ts';
import { beginSweeps, defineSweepTimer, registerSweeps, type Swept } from '../effects/sweep-timer.ts';
import type { MachineClient } from '../machines/machine.ts';
import { type MachineRecord, machineRecord, recordAddress } from '../machines/machine-record.ts';
import { times } from '../money/money.ts';
import type { Person } from '../people/people.ts';
import type { Members } from '../roles/members.ts';
import { nextTime } from '../schedules/stop-times.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type Candidate, idleMachines, isInUse, looseDisks, stuckMachines } from './ghost-search.ts';
import { decideFound, type Ghost, ghosts, ghostsAddress, newGhosts } from './ghosts.ts';

export interface GhostHuntParts {
  readonly azure: Pick<MachineClient, 'list'>;
  readonly disks: DiskClient;
  readonly metrics: MetricsClient;
  readonly prices: Pick<PriceBook, 'load'>;
  readonly spendings: Pick<SpendingReports, 'get'>;
  readonly members: Pick<Members, 'owners'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'all'>;
  readonly changes: Changes;
  readonly clock: Clock;
  /** Where it is night; IANA. */
  readonly timeZone: string;
  readonly log: Pick<Logger, 'warn'>;
}

export const ghostHuntTimer = defineSweepTimer('ghost-sweep', 'ghosts', 'ghosts.hunt');
const hour = '03:00';
const huntTimeoutInMs = 15 * 60_000;
/** By then it is day, and the next night is near enough. */
const patienceInMs = 6 * 3_600_000;
const workspacesAtOnce = 8;
const usualCurrency = 'EUR';

/** Looks every night for what costs money for nobody, in all workspaces at once, and has their owners told. Deletes and stops nothing. */
export class GhostHunt {
  readonly #parts: GhostHuntParts;

  constructor(parts: GhostHuntParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    registerSweeps(
      effects,
      ghostHuntTimer,
      huntTimeoutInMs,
      async ({ data, dueAt }, context) => await this.#night(`${data.at ?? dueAt}`, context),
    );
  }

  /** Has the nightly hunt begin, where it has not yet. @throws {WorkspaceError} unavailable */
  async start(): Promise<void> {
    const { changes, clock, timeZone } = this.#parts;
    const at = nextTime(hour, timeZone, clock.now());
    await beginSweeps(changes, ghostHuntTimer, 'ghosts.sweep', { dueAt: at, data: { at: at.toISOString() } });
  }

  /** What fails is tried again until it is day: nothing is told twice by that. */
  async #night(night: string, { now, signal }: EffectContext): Promise<Swept> {
    const { timeZone, log } = this.#parts;
    try {
      await this.hunt(signal);
    } catch (error) {
      if (now.getTime() - Date.parse(night) < patienceInMs) throw error;
      log.warn({ err: error }, 'A hunt for what costs money for nobody was given up for this night.');
    }
    const next = nextTime(hour, timeZone, now);
    return { again: next, data: { at: next.toISOString() } };
  }

  /**
   * Looks once, and has people told of what is new this week. One list of machines, one of disks, and metrics only of machines that
   * have run for hours. @throws {WorkspaceError} what did not answer, when all the rest was told
   */
  async hunt(signal?: AbortSignal): Promise<void> {
    const { azure, disks, metrics, workspaces, clock } = this.#parts;
    const now = clock.now();
    const failures: unknown[] = [];
    const orNone = async <T>(asked: Promise<readonly T[]>): Promise<readonly T[]> =>
      await asked.catch((error: unknown) => {
        failures.push(error);
        return [];
      });
    const open = (await workspaces.all()).filter(({ archivedAt }) => archivedAt === undefined);
    const places = new Map(open.map((one) => [one.resourceGroup.toLowerCase(), one]));
    const machines = (await azure.list()).filter(({ resourceGroup }) => places.has(resourceGroup.toLowerCase()));
    const [idle, loose] = await Promise.all([
      orNone(idleMachines(machines, metrics, now)),
      orNone(disks.list().then((all) => looseDisks(all, now))),
    ]);
    const found = Map.groupBy([...stuckMachines(machines), ...idle, ...loose], ({ resourceGroup }) =>
      places.get(resourceGroup.toLowerCase()),
    );
    const slots = new Slots(workspacesAtOnce);
    await Promise.all(
      [...found].map(async ([workspace, candidates]) => {
        if (!workspace || signal?.aborted) return;
        await slots.use(async () => await this.#tell(workspace, candidates).catch((error) => failures.push(error)));
      }),
    );
    if (failures.length > 0) throw failures[0];
  }

  async #tell(workspace: Workspace, candidates: readonly Candidate[]): Promise<void> {
    const { changes, members, clock } = this.#parts;
    const now = clock.now();
    const place = ghostsAddress(workspace.id);
    const known = await changes.get(ghosts, place);
    const fresh = new Set(
      newGhosts(
        known,
        candidates.map(({ ghost }) => ghost),
        now,
      ),
    );
    const unused = await this.#unused(
      workspace,
      candidates.filter(({ ghost }) => fresh.has(ghost)),
      now,
    );
    if (unused.length === 0) return;
    const prices = await this.#prices(workspace, unused);
    const told = unused.map(({ candidate, starter }) => ghostOf(candidate, starter, prices));
    const owners = await members.owners(workspace);
    const starters = told.flatMap(({ starter }) => (starter ? [starter] : []));
    await changes.change(ghosts, place, {
      // What was told is not told again, so a hunt that is made anew may tell the rest.
      key: randomUUID(),
      by: system,
      via: 'system',
      what: 'ghosts.found',
      decide: (current) => decideFound(current, workspace.id, told, distinct([...owners, ...starters]), now),
    });
  }

  /** Those that nobody came to of late, with who started them. */
  async #unused({ id }: Workspace, candidates: readonly Candidate[], now: Date) {
    const looked = await Promise.all(
      candidates.map(async (candidate) => {
        const { machine } = candidate;
        const record = machine && (await this.#parts.changes.get(machineRecord, recordAddress(id, machine.name)));
        return {
          candidate,
          starter: starterOf(record),
          isUsed: candidate.ghost.kind === 'idle' && isInUse(record, now),
        };
      }),
    );
    return looked.filter(({ isUsed }) => !isUsed);
  }

  /** What things cost is worth knowing, and not worth waiting for. */
  async #prices(workspace: Workspace, found: readonly { candidate: Candidate }[]): Promise<Priced | undefined> {
    const { prices, spendings } = this.#parts;
    try {
      const currency = (await spendings.get(workspace))?.billed.currency ?? usualCurrency;
      const machines = found.flatMap(({ candidate: { machine } }) => machine ?? []);
      const disks = found.flatMap(({ candidate: { disk } }) => disk ?? []);
      return { currency, list: await prices.load({ machines, disks, currencies: [currency] }) };
    } catch (error) {
      this.#parts.log.warn({ err: error, workspace: workspace.id }, 'Prices of what was found are not known.');
      return undefined;
    }
  }
}

interface Priced {
  readonly currency: string;
  readonly list: PriceList;
}

function ghostOf({ ghost, machine, disk }: Candidate, starter: Person | undefined, prices: Priced | undefined): Ghost {
  const { list, currency } = prices ?? {};
  const perHour = currency
    ? ((machine && list?.machine(machine, currency)) ?? (disk && list?.disk(disk, currency)))
    : undefined;
  return { ...ghost, ...(starter && { starter }), ...(perHour && { perDay: times(perHour, 24) }) };
}

/** Who started what runs; nobody where Labdesk did not. */
export function starterOf(record: MachineRecord | undefined): Person | undefined {
  const operation = record?.operation;
  const isTheirs = operation && operation.verb !== 'stop' && operation.by.aadObjectId !== system.aadObjectId;
  return isTheirs ? operation.by : undefined;
}

function distinct(people: readonly Person[]): readonly Person[] {
  const all = people.map(({ aadObjectId, name }) => [aadObjectId, { aadObjectId, name }] as const);
  return [...new Map(all).values()];
}
