import { reviewSweepTimer } from '../access-reviews/access-review-sweep.ts';
import { type Aggregate, type Effect, forever } from '../change/aggregate.ts';
import { billingAddress } from '../costs/billing.ts';
import { costDropTimer } from '../costs/cost-drop.ts';
import { costSweepTimer } from '../costs/cost-sweep-timer.ts';
import type { DeadLetters, FoundLetters } from '../effects/dead-letters.ts';
import type { SweepTimer } from '../effects/sweep-timer.ts';
import { endingSweepTimer } from '../endings/workspace-endings.ts';
import { ghostHuntTimer } from '../ghosts/ghost-hunt.ts';
import { memberWatchTimer } from '../members/member-watch-sweep.ts';
import type { Caller } from '../people/people.ts';
import { requireAdmin } from '../policy.ts';
import { retentionAddress, retentionEffect } from '../retention/retention-orders.ts';
import type { Document, Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import { within } from '../time/within.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { DependencyWatch, Probe, Probed } from './dependency-watch.ts';
import { compareAzure, compareGraph, type NeededRights, type RightsClient, type RightsFinding } from './rights.ts';

export const sweeps = ['costs', 'ghosts', 'drop', 'members', 'reviews', 'endings', 'retention'] as const;
export type Sweep = (typeof sweeps)[number];

/** Something that Labdesk does by the clock. */
export interface SweepAge {
  readonly sweep: Sweep;
  /** ISO time; undefined where it never ended well, or not since that is written down. */
  readonly doneAt?: string;
  /** ISO time of the next one. */
  readonly dueAt: string;
  /** True where it should have begun a while ago, or fails. */
  readonly isLate: boolean;
}

/** How fresh Azure's word on costs is. */
export interface CostFreshness {
  /** ISO time of its last answer. */
  readonly askedAt?: string;
  /** How often in a row it has not answered since. */
  readonly failures: number;
  readonly isOld: boolean;
}

/** What holds in the resource groups of open workspaces. */
export interface AzureRights extends RightsFinding {
  /** How many of them were asked for; where none is, the rights are not known. */
  readonly asked: number;
  readonly open: number;
}

/** What each part is undefined for: it could not be found out in time. */
export interface HealthReport {
  readonly probes: readonly Probed[];
  /** About how many messages the work queue holds. */
  readonly queued: number | undefined;
  readonly letters: FoundLetters | undefined;
  readonly sweeps: readonly SweepAge[] | undefined;
  readonly costs: CostFreshness | undefined;
  readonly azureRights: AzureRights | undefined;
  readonly graphRights: RightsFinding | undefined;
  readonly version: string;
  readonly uptimeSeconds: number;
}

export interface HealthParts {
  readonly watch: DependencyWatch;
  readonly store: Pick<Store, 'get'>;
  readonly clock: Clock;
  readonly workspaces: { all(): Promise<readonly Workspace[]> };
  readonly deadLetters: Pick<DeadLetters, 'list'>;
  readonly queue: { depth(): Promise<number> };
  readonly rights: RightsClient;
  readonly needed: NeededRights;
  /** Asks whether somebody answers behind an address. */
  readonly reach: (url: string) => Promise<unknown>;
  readonly version: string;
  /** How long each part may take; default two seconds. */
  readonly timeoutInMs?: number;
}

interface BillingDocument extends Document {
  readonly askedAt?: string;
  readonly failures?: number;
}

const defaultTimeoutInMs = 2_000;
/** Of every workspace would be too many calls at once; rights are granted on the subscription, or by one template. */
const mostGroups = 8;
const lateInMs = 15 * 60_000;
/** It is asked every hour. */
const oldInMs = 3 * 3_600_000;

const timers: Readonly<Record<Sweep, Pick<SweepTimer, 'address' | 'effect'>>> = {
  costs: costSweepTimer,
  ghosts: ghostHuntTimer,
  drop: costDropTimer,
  members: memberWatchTimer,
  reviews: reviewSweepTimer,
  endings: endingSweepTimer,
  retention: { address: retentionAddress, effect: retentionEffect },
};

/** How everything stands, for those who look after the place. All parts are asked at once, each within two seconds; what hangs is left out. */
export class HealthReports {
  readonly #parts: HealthParts;

  constructor(parts: HealthParts) {
    this.#parts = parts;
  }

  /** @param connector the address that this conversation's answers go to @throws {WorkspaceError} forbidden, and nothing else */
  async report(caller: Caller, connector: string): Promise<HealthReport> {
    requireAdmin(caller);
    const { watch, deadLetters, queue, rights, needed, reach, version, timeoutInMs = defaultTimeoutInMs } = this.#parts;
    const teams: Probe = async () => await reach(connector);
    const inTime = async <T>(part: () => Promise<T>) => await within(timeoutInMs, part);
    const [probes, queued, letters, ages, costs, azureRights, graphRights] = await Promise.all([
      watch.probeAll({ teams }),
      inTime(async () => await queue.depth()),
      inTime(async () => await deadLetters.list(caller)),
      inTime(async () => await this.#sweeps()),
      inTime(async () => await this.#costs()),
      inTime(async () => await this.#azureRights()),
      inTime(async () => compareGraph(needed, await rights.graph())),
    ]);
    const uptimeSeconds = Math.floor(performance.now() / 1000);
    return { probes, queued, letters, sweeps: ages, costs, azureRights, graphRights, version, uptimeSeconds };
  }

  async #azureRights(): Promise<AzureRights> {
    const { rights, needed, workspaces } = this.#parts;
    // Of an archived one the resource group may be gone.
    const open = (await workspaces.all()).filter(({ archivedAt }) => archivedAt === undefined);
    const groups = open.slice(0, mostGroups).map(({ resourceGroup }) => resourceGroup);
    const found = groups.length > 0 ? compareAzure(needed, await rights.azure(groups)) : { lacks: [], excess: [] };
    return { ...found, asked: groups.length, open: open.length };
  }

  async #sweeps(): Promise<readonly SweepAge[]> {
    const found = await Promise.all(sweeps.map((sweep) => this.#sweep(sweep)));
    return found.filter((age) => age !== undefined);
  }

  /** Undefined where it has never begun: then it is not in use. */
  async #sweep(sweep: Sweep): Promise<SweepAge | undefined> {
    const { address, effect: kind } = timers[sweep];
    const { partition, id } = address;
    const document = (await this.#parts.store.get<Aggregate>(partition, id))?.document;
    const effect = document?.effects.find((one: Effect) => one.kind === kind && one.deadline === forever.toISOString());
    if (!effect) return undefined;
    const { doneAt, dueAt, attempts } = effect;
    // One that runs has begun one attempt.
    const isLate = attempts > 1 || this.#since(dueAt) > lateInMs;
    return { sweep, ...(doneAt && { doneAt }), dueAt, isLate };
  }

  async #costs(): Promise<CostFreshness> {
    const { partition, id } = billingAddress;
    const { askedAt, failures = 0 } = (await this.#parts.store.get<BillingDocument>(partition, id))?.document ?? {};
    return { ...(askedAt && { askedAt }), failures, isOld: askedAt !== undefined && this.#since(askedAt) > oldInMs };
  }

  #since(at: string): number {
    return this.#parts.clock.now().getTime() - Date.parse(at);
  }
}
