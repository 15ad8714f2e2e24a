import type { AzureMachine, MachineState } from '../machines/machine.ts';
import { dayOf, daysAfter } from '../money/budget-period.ts';
import type { Document } from '../store/store.ts';
import type { AzureDisk } from './cost.ts';
import { type RunningTime, spread, within } from './running-time.ts';

/** A machine of one size, as long as it has that size. */
export interface MeteredMachine {
  readonly name: string;
  readonly os: AzureMachine['os'];
  readonly size: string;
  readonly location: string;
  /** on: Azure holds hardware for it, so that it costs; gone: deleted, or of another size by now. */
  readonly state: 'on' | 'off' | 'gone';
  readonly days: RunningTime;
}

export interface MeteredDisk {
  readonly name: string;
  readonly sku: string;
  readonly sizeGiB: number;
  readonly location: string;
  readonly machine?: string;
  readonly isGone: boolean;
  readonly days: RunningTime;
}

/** How long what costs by time was there, in a workspace, on the days that Azure has not billed for good. */
export interface Metering extends Document {
  readonly kind: 'metering';
  readonly workspace: string;
  /** Until then it is metered. */
  readonly at: string;
  readonly machines: readonly MeteredMachine[];
  readonly disks: readonly MeteredDisk[];
  /** When disks were last listed. */
  readonly disksAt?: string;
  /** When Azure was asked for what is on record as billed. */
  readonly askedAt?: string;
  /** The newest day that Azure had billed then, anywhere in the subscription, by currency. */
  readonly lastBilled: Readonly<Record<string, string>>;
}

/** What a machine's record says: from then on it was on, or off. */
export interface Toggle {
  readonly at: Date;
  readonly on: boolean;
}

/** What is looked at of a machine. */
export type SeenMachine = Pick<
  AzureMachine,
  'resourceGroup' | 'name' | 'os' | 'size' | 'state' | 'allocated' | 'since' | 'location'
>;

export interface Sighting {
  readonly workspace: string;
  readonly now: Date;
  readonly machines: readonly SeenMachine[];
  /** Undefined where they were not listed now. */
  readonly disks?: readonly AzureDisk[];
  /** Changes since the last sighting that are on record, oldest first; Azure's own word for the last one is in the machine. */
  readonly toggles: (machine: string) => readonly Toggle[];
  /** Up to this day Azure has billed for good: what is seen first was there then as far as Azure says. */
  readonly settledThrough?: string;
}

/** Nobody knows when it was switched on, but somebody looked within an hour. */
const longestUnknownInMs = 3_600_000;
const runs: readonly MachineState[] = ['Started', 'Starting', 'Stopping'];

export function meteringAddress(workspace: string): { partition: string; id: string } {
  return { partition: `workspace/${workspace}`, id: 'metering' };
}

/** True where a machine costs by the hour. */
export function isMetered({ allocated, state }: Pick<AzureMachine, 'allocated' | 'state'>): boolean {
  return allocated ?? runs.includes(state);
}

/**
 * What is known after a look at Azure: the time since the last one is added to what was on, once however often it is asked with the
 * same time. A machine that was on before and is on still, was on all the time, unless its record knows better.
 */
export function meter(before: Metering | undefined, seen: Sighting): Metering {
  const { workspace, now } = seen;
  if (before && before.at >= now.toISOString()) return before;
  return {
    ...(before ?? nothingMetered(workspace, now)),
    at: now.toISOString(),
    machines: meterMachines(before, seen),
    disks: meterDisks(before, seen),
    ...(seen.disks && { disksAt: now.toISOString() }),
  };
}

/** What is known before the first look. */
export function nothingMetered(workspace: string, now: Date): Metering {
  return {
    ...{ ...meteringAddress(workspace), kind: 'metering', schema: 1, workspace },
    ...{ at: now.toISOString(), machines: [], disks: [], lastBilled: {} },
  };
}

/** What would be known now if nothing had changed since: for a time in which Azure does not answer. */
export function meterUnseen(before: Metering, now: Date): Metering {
  const from = new Date(before.at);
  if (from >= now) return before;
  const more = (days: RunningTime, isOn: boolean) => (isOn ? spread(days, from, now) : days);
  return {
    ...before,
    at: now.toISOString(),
    machines: before.machines.map((machine) => ({ ...machine, days: more(machine.days, machine.state === 'on') })),
    disks: before.disks.map((disk) => ({ ...disk, days: more(disk.days, !disk.isGone) })),
  };
}

/** Without the days up to that one, and without what is gone and has none left. */
export function forget(metering: Metering, upTo: string): Metering {
  const left = <T extends { readonly days: RunningTime }>(metered: T): T => ({
    ...metered,
    days: within(metered.days, (day) => day > upTo),
  });
  const isEmpty = ({ days }: { readonly days: RunningTime }) => Object.keys(days).length === 0;
  return {
    ...metering,
    machines: metering.machines.map(left).filter((machine) => machine.state !== 'gone' || !isEmpty(machine)),
    disks: metering.disks.map(left).filter((disk) => !disk.isGone || !isEmpty(disk)),
  };
}

function meterMachines(before: Metering | undefined, seen: Sighting): readonly MeteredMachine[] {
  const known = new Map((before?.machines ?? []).map((machine) => [machineKey(machine), machine]));
  const present = seen.machines.map((machine) => {
    const metered = known.get(machineKey(machine));
    known.delete(machineKey(machine));
    return meterMachine(before, metered, machine, seen);
  });
  const now = new Map(seen.machines.map((machine) => [machine.name.toLowerCase(), machine]));
  const gone = [...known.values()].map((machine) => leave(before!, machine, now.get(machine.name.toLowerCase()), seen));
  return [...present, ...gone];
}

function meterMachine(
  before: Metering | undefined,
  metered: MeteredMachine | undefined,
  machine: SeenMachine,
  seen: Sighting,
): MeteredMachine {
  const { now, toggles } = seen;
  const { name, os, size, location, since } = machine;
  const isOn = isMetered(machine);
  const plain = { name, os, size, location, state: isOn ? 'on' : 'off' } as const;
  if (before && metered) {
    const walk = { from: new Date(before.at), to: now, wasOn: metered.state === 'on', isOn, since };
    return { ...plain, days: onTime(metered.days, walk, toggles(name)) };
  }
  if (!isOn) return { ...plain, days: {} };
  const lately = new Date(now.getTime() - longestUnknownInMs);
  const from = since ?? (before ? later(new Date(before.at), lately) : now);
  return { ...plain, days: spread({}, later(from, firstMetered(seen)), now) };
}

/** It is not listed any more, or of another size since it came into the state it is in. */
function leave(
  before: Metering,
  machine: MeteredMachine,
  successor: SeenMachine | undefined,
  { now, toggles }: Sighting,
): MeteredMachine {
  if (machine.state !== 'on') return { ...machine, state: 'gone' };
  const walk = { from: new Date(before.at), to: now, wasOn: true, isOn: false, since: successor?.since };
  return { ...machine, state: 'gone', days: onTime(machine.days, walk, toggles(machine.name)) };
}

interface Walk {
  readonly from: Date;
  readonly to: Date;
  readonly wasOn: boolean;
  readonly isOn: boolean;
  /** Since when it is as it is, where Azure says. */
  readonly since: Date | undefined;
}

/** Goes through what happened between two looks, and adds the stretches in which the machine was on. */
function onTime(days: RunningTime, { from, to, wasOn, isOn, since }: Walk, toggles: readonly Toggle[]): RunningTime {
  const known = [...toggles, ...(since ? [{ at: since, on: isOn }] : [])].filter(({ at }) => at > from && at <= to);
  known.sort((a, b) => a.at.getTime() - b.at.getTime());
  let time = days;
  let at = from;
  let on = since && since <= from ? isOn : wasOn;
  for (const toggle of known) {
    if (on) time = spread(time, at, toggle.at);
    at = toggle.at;
    on = toggle.on;
  }
  // Nobody saw it go on: then not longer ago than somebody may have looked away. Nobody saw it go off: then just now.
  if (!on && isOn) at = later(at, new Date(to.getTime() - longestUnknownInMs));
  return on || isOn ? spread(time, at, to) : time;
}

function meterDisks(before: Metering | undefined, seen: Sighting): readonly MeteredDisk[] {
  const { now, disks } = seen;
  const first = firstMetered(seen);
  const from = before && new Date(before.at);
  const known = new Map((before?.disks ?? []).map((disk) => [diskKey(disk), disk]));
  const goOn = (disk: MeteredDisk) => (disk.isGone || !from ? disk : { ...disk, days: spread(disk.days, from, now) });
  if (!disks) return [...known.values()].map(goOn);
  const present = disks.map((disk) => {
    const { name, sku, sizeGiB, location, machine, createdAt } = disk;
    const plain = { name, sku, sizeGiB, location, ...(machine !== undefined && { machine }), isGone: false };
    const metered = known.get(diskKey(disk));
    known.delete(diskKey(disk));
    if (metered) return { ...plain, days: from ? spread(metered.days, from, now) : metered.days };
    const isResized = before?.disks.some((other) => other.name.toLowerCase() === name.toLowerCase());
    const since = isResized ? from : (createdAt ?? (before?.disksAt ? new Date(before.disksAt) : undefined));
    return { ...plain, days: spread({}, later(since ?? first, first), now) };
  });
  return [...present, ...[...known.values()].map((disk) => ({ ...disk, isGone: true }))];
}

/** Nothing is metered that Azure has billed for good, nor anything from before the last month. */
function firstMetered({ now, settledThrough = '' }: Sighting): Date {
  const month = `${dayOf(now).slice(0, 8)}01`;
  const earliest = `${daysAfter(month, -1).slice(0, 8)}01`;
  const open = settledThrough >= earliest ? daysAfter(settledThrough, 1) : earliest;
  return new Date(`${open}T00:00:00.000Z`);
}

function machineKey({ name, size, os }: Pick<AzureMachine, 'name' | 'size' | 'os'>): string {
  return `${name.toLowerCase()}|${size}|${os}`;
}

function diskKey({ name, sku, sizeGiB }: Pick<AzureDisk, 'name' | 'sku' | 'sizeGiB'>): string {
  return `${name.toLowerCase()}|${sku}|${sizeGiB}`;
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
