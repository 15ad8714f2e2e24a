import { setImmediate as others } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Budget } from '../budgets/budget.ts';
import type { JsonObject } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import type { EffectContext } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { Slots } from '../effects/slots.ts';
import { beginSweeps, registerSweeps, type Swept } from '../effects/sweep-timer.ts';
import { WorkspaceError } from '../errors.ts';
import type { MachineClient } from '../machines/machine.ts';
import type { Spending } from '../money/spending.ts';
import { type Store, WriteConflict } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type Answer, Billing } from './billing.ts';
import type { AzureDisk, CostClient, DiskClient } from './cost.ts';
import { costSweepTimer } from './cost-sweep-timer.ts';
import { LookBack } from './look-back.ts';
import type { SeenMachine } from './metering.ts';
import { MonthBook } from './month-book.ts';
import type { PriceBook, PriceList } from './prices.ts';
import { type Findings, WorkspaceFigures } from './workspace-figures.ts';

export interface CostSweepParts {
  readonly store: Store;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly log: Logger;
  readonly workspaces: { all(): Promise<readonly Workspace[]> };
  readonly costs: CostClient;
  readonly prices: Pick<PriceBook, 'load'>;
  readonly azure: Pick<MachineClient, 'list'>;
  readonly disks: Pick<DiskClient, 'list'>;
  /** What follows from a workspace's new figures. The same figures again must change nothing. */
  readonly assess: (workspace: Workspace, spending: Spending, known: Budget | undefined) => Promise<unknown>;
  /** Of figures of a workspace where nothing is billed and no budget is set; default EUR. */
  readonly currency?: string;
}

/** What did not work, so that the next sweep comes sooner. */
type Trouble = 'costs' | 'machines' | 'disks' | 'workspaces';

const hourInMs = 3_600_000;
const dayInMs = 24 * hourInMs;
/** Ten thousand workspaces take a minute; what takes ten has met something that hangs. */
const timeoutInMs = 600_000;
const soonInMs = 60_000;
const parallel = 16;
const maxConflicts = 3;

/**
 * Every hour, in one instance at a time: what Azure has billed (one grouped query), what runs (one list of machines), and for each
 * workspace what that comes to. All that it writes follows from what it reads, so that another instance may begin again anywhere.
 */
export class CostSweep {
  readonly #parts: CostSweepParts;
  readonly #billing: Billing;
  readonly #figures: WorkspaceFigures;
  readonly #lookBack: LookBack;

  constructor(parts: CostSweepParts) {
    this.#parts = parts;
    const { store, clock } = parts;
    this.#billing = new Billing({ client: parts.costs, store, clock });
    const months = new MonthBook(store);
    this.#figures = new WorkspaceFigures(store, months);
    this.#lookBack = new LookBack({ store, billing: this.#billing, months });
  }

  register(effects: Effects): void {
    registerSweeps(effects, costSweepTimer, timeoutInMs, async ({ data }, context) => await this.#sweep(data, context));
  }

  /** Has the first sweep begin, where none has yet. @throws {WorkspaceError} unavailable */
  async start(): Promise<void> {
    await beginSweeps(this.#parts.changes, costSweepTimer, 'costs.sweep');
  }

  async #sweep({ disksAt, failures }: JsonObject, { now, signal }: EffectContext): Promise<Swept> {
    const workspaces = await this.#parts.workspaces.all();
    const areDisksDue = typeof disksAt !== 'string' || now.getTime() - Date.parse(disksAt) >= dayInMs;
    const troubles = new Set<Trouble>();
    // One after the other: each is large while it comes, and nobody waits.
    const machines = await this.#list('machines', () => this.#machines(signal), troubles);
    const disks = areDisksDue ? await this.#list('disks', () => this.#parts.disks.list(signal), troubles) : undefined;
    const groups = new Map(workspaces.map(({ id, resourceGroup }) => [resourceGroup.toLowerCase(), id]));
    const billing = await this.#billing.ask(groups, signal);
    if (!('heard' in billing)) this.#noteSilence(billing, troubles);
    const heard = 'heard' in billing ? billing.heard : undefined;
    const back = heard && { workspaces, groups, heard, now, signal };
    // Before anything is judged by part of a period.
    const hasLookedBack = back !== undefined && (await this.#lookBack.needed(back));
    const findings: Findings = {
      now,
      heard,
      machines: machines && byGroup(machines),
      disks: disks && byGroup(disks),
      prices: this.#prices(machines ?? [], disks ?? [], signal),
      currency: this.#parts.currency ?? 'EUR',
    };
    if (!(await this.#updateAll(workspaces, findings, signal))) troubles.add('workspaces');
    else if (back) {
      await this.#billing.keep(back.heard);
      if (!hasLookedBack) await this.#lookBack.next(back);
    }
    signal.throwIfAborted();
    const failed = troubles.has('machines') || troubles.has('workspaces') ? Number(failures ?? 0) + 1 : 0;
    return {
      again: nextSweep(now, failed, billing),
      data: { disksAt: disks ? now.toISOString() : (disksAt ?? null), failures: failed },
    };
  }

  /** False where one of them could not be brought up to date. */
  async #updateAll(workspaces: readonly Workspace[], findings: Findings, signal: AbortSignal): Promise<boolean> {
    const slots = new Slots(parallel);
    let failures = 0;
    const update = async (workspace: Workspace) => {
      // A store in this process answers at once: turns pass between two workspaces.
      await others();
      if (signal.aborted) return;
      try {
        await this.#update(workspace, findings);
      } catch (error) {
        failures += 1;
        const { log } = this.#parts;
        if (failures <= 3) log.warn({ err: error, workspace: workspace.id }, 'Costs could not be reckoned.');
      }
    };
    await Promise.all(workspaces.map((workspace) => slots.use(() => update(workspace))));
    signal.throwIfAborted();
    return failures === 0;
  }

  async #update(workspace: Workspace, findings: Findings): Promise<void> {
    for (let conflicts = 0; ; conflicts += 1) {
      try {
        const updated = await this.#figures.update(workspace, findings);
        if (updated) await this.#parts.assess(workspace, updated.spending, updated.budget);
        findings.heard?.rows.drop(workspace.id);
        return;
      } catch (error) {
        if (!(error instanceof WriteConflict) || conflicts >= maxConflicts) throw error;
      }
    }
  }

  /** Without what only a connection needs: there may be very many. */
  async #machines(signal: AbortSignal): Promise<readonly SeenMachine[]> {
    const texts = new Map<string, string>();
    const once = (text: string) => {
      const known = texts.get(text);
      if (known === undefined) texts.set(text, text);
      return known ?? text;
    };
    return (await this.#parts.azure.list(signal)).map((machine) => {
      const { resourceGroup, name, os, size, state, allocated, since, location } = machine;
      const slim = { resourceGroup: once(resourceGroup), name, os, size: once(size), state, location: once(location) };
      return { ...slim, ...(allocated !== undefined && { allocated }), ...(since && { since }) };
    });
  }

  async #list<T>(
    what: 'machines' | 'disks',
    list: () => Promise<readonly T[]>,
    troubles: Set<Trouble>,
  ): Promise<readonly T[] | undefined> {
    try {
      return await list();
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error;
      troubles.add(what);
      this.#parts.log.warn({ err: error }, `The ${what} could not be listed; costs are reckoned without them.`);
      return undefined;
    }
  }

  #noteSilence({ error, retryAt }: Exclude<Answer, { heard: unknown }>, troubles: Set<Trouble>): void {
    troubles.add('costs');
    if (error) this.#parts.log.warn({ err: error, retryAt }, 'Azure said nothing of costs; the last figures stand.');
  }

  /** Prices are loaded once a sweep and currency. */
  #prices(
    machines: readonly SeenMachine[],
    disks: readonly AzureDisk[],
    signal: AbortSignal,
  ): (currency: string) => Promise<PriceList> {
    const lists = new Map<string, Promise<PriceList>>();
    return async (currency) => {
      const list = lists.get(currency) ?? this.#parts.prices.load({ machines, disks, currencies: [currency] }, signal);
      lists.set(currency, list);
      return await list;
    };
  }
}

function byGroup<T extends { readonly resourceGroup: string }>(items: readonly T[]): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(items, ({ resourceGroup }) => resourceGroup.toLowerCase());
}

/** In an hour; earlier where Azure said so of its costs, or where this one missed something: then in a minute, two, four. */
function nextSweep(now: Date, failures: number, billing: Answer): Date {
  const hourly = now.getTime() + hourInMs;
  const wanted = [
    hourly,
    ...('retryAt' in billing ? [Math.max(billing.retryAt.getTime(), now.getTime() + soonInMs)] : []),
    ...(failures > 0 ? [now.getTime() + soonInMs * 2 ** Math.min(failures - 1, 6)] : []),
  ];
  return new Date(Math.min(...wanted));
}
