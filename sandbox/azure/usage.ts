import type { CostLine } from './books.ts';
import { serviceOf } from './books.ts';
import type { BotClock } from './bot-clock.ts';
import { dayInMs, dayOf, hoursAMonth, startOf } from './days.ts';
import { allDisks } from './disks.ts';
import { Exact, textOf } from './exact.ts';
import { diskId, machineId } from './machine-model.ts';
import { diskMonth, machineHour } from './price-list.ts';
import type { MachineRecord, Metered, State } from './state.ts';

export interface UsageOptions {
  readonly state: State;
  readonly clock: BotClock;
  /** How long after a day's end it is billed. */
  readonly delayInHours: number;
}

/** A line of the meter; `billed` once Azure would tell of it. */
export interface UsageLine extends CostLine {
  readonly billed: boolean;
}

/** What is billed here is billed in it. */
const currency = 'EUR';
const hourInMs = 3_600_000;
/** Digits of an amount after its point. */
const places = 10;

/**
 * Meters what machines and disks cost for every millisecond of the bot's clock, at the list price. A machine costs from the
 * moment its start is asked for until its deallocation is (Azure, "States and billing status of Azure Virtual Machines"); a disk
 * costs always, its monthly price spread over Azure's month of 730 hours.
 */
export class Usage {
  readonly #options: UsageOptions;

  constructor(options: UsageOptions) {
    this.#options = options;
  }

  /** Brings the meter up to now. To be called before anything changes: a machine's power, or the clock. The caller saves the state. */
  read(): void {
    const { state, clock } = this.#options;
    const now = clock.now().getTime();
    const { meter } = state.data;
    const since = meter.at ?? now;
    // A sandbox that was restarted has its clock back at real time; what was metered stays.
    if (now < since) return;
    meter.at = now;
    for (const machine of state.data.machines) {
      const { size, os, resourceGroup } = machine;
      const what = { kind: 'machine', group: resourceGroup.toLowerCase(), size, os } as const;
      this.#count(machineId(machine).toLowerCase(), what, isBilled(machine) ? since : now, now);
    }
    for (const disk of allDisks(state)) {
      const { sku, sizeGiB, resourceGroup } = disk;
      const what = { kind: 'disk', group: resourceGroup.toLowerCase(), sku, sizeGiB } as const;
      this.#count(diskId(disk).toLowerCase(), what, since, now);
    }
  }

  *lines(): Generator<UsageLine> {
    const { state, clock, delayInHours } = this.#options;
    const now = clock.now().getTime();
    for (const [resourceId, { what, days }] of Object.entries(state.data.meter.resources))
      for (const [day, ms] of Object.entries(days)) {
        const amount = cost(what, ms);
        if (amount === '0') continue;
        const billed = now >= startOf(day) + dayInMs + delayInHours * hourInMs;
        yield { group: what.group, resourceId, service: serviceOf(resourceId), day, amount, currency, billed };
      }
  }

  #count(id: string, what: Metered['what'], since: number, now: number): void {
    const { resources } = this.#options.state.data.meter;
    // What is seen for the first time came between two readings: it counts from here on.
    const known = resources[id];
    resources[id] ??= { what, days: {} };
    if (!known) return;
    const { days } = known;
    for (let at = since; at < now; ) {
      const day = dayOf(at);
      const end = Math.min(startOf(day) + dayInMs, now);
      days[day] = (days[day] ?? 0) + (end - at);
      at = end;
    }
  }
}

function isBilled({ power, transition }: MachineRecord): boolean {
  if (!transition || transition.error) return power !== 'deallocated';
  return transition.to !== 'deallocated';
}

function cost(what: Metered['what'], ms: number): string {
  const whole = new Exact(ms);
  const price =
    what.kind === 'machine'
      ? new Exact(machineHour(what.size, what.os, currency) ?? 0).times(whole).dividedBy(hourInMs)
      : new Exact(diskMonth(what.sku, what.sizeGiB, currency) ?? 0).times(whole).dividedBy(hoursAMonth * hourInMs);
  return textOf(price.toDecimalPlaces(places));
}
