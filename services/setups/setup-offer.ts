import { defaultThresholds } from '../budgets/budget.ts';
import type { PriceList } from '../costs/prices.ts';
import type { Money } from '../money/money.ts';
import { environments, type LandingZone, type MachineEnvironment } from '../workspaces/landing-zone.ts';

/** What can be chosen for a new workspace. */
export interface SetupOffer {
  readonly currency: string;
  /** `perHour`: what a machine of it costs while it runs; missing where nobody knows. */
  readonly sizes: readonly {
    readonly name: string;
    readonly label: string;
    readonly perHour: { readonly linux?: Money; readonly windows?: Money };
  }[];
  readonly images: readonly { readonly name: string; readonly label: string; readonly os: 'linux' | 'windows' }[];
  readonly environments: readonly MachineEnvironment[];
  readonly presets: readonly { readonly name: string; readonly label: string }[];
  /** The usual ones, in percent. */
  readonly thresholds: readonly number[];
  readonly mostMachines: number;
  /** ISO dates. */
  readonly earliestEnd: string;
  readonly latestEnd: string;
}

/** As many as the template takes. */
export const mostMachines = 20;
const usualLongestDays = 1825;
const dayInMs = 86_400_000;

export function offerOf(zone: LandingZone, prices: PriceList | undefined, now: Date): SetupOffer {
  const priceOf = (size: string, os: 'linux' | 'windows') =>
    prices?.machine({ location: zone.location, size, os: azureOs[os] }, zone.currency);
  return {
    currency: zone.currency,
    sizes: zone.sizes.map(({ name, label }) => {
      const [linux, windows] = [priceOf(name, 'linux'), priceOf(name, 'windows')];
      return { name, label, perHour: { ...(linux && { linux }), ...(windows && { windows }) } };
    }),
    images: Object.entries(zone.images).map(([name, { label, os }]) => ({ name, label, os })),
    environments,
    presets: Object.entries(zone.presets).map(([name, { label }]) => ({ name, label })),
    thresholds: defaultThresholds,
    mostMachines,
    earliestEnd: dayAfter(now, 1),
    latestEnd: dayAfter(now, zone.longestDays ?? usualLongestDays),
  };
}

/** What the landing zone's names are called, as people read it. */
export interface SetupLabels {
  readonly sizes: Readonly<Record<string, string>>;
  readonly images: Readonly<Record<string, string>>;
  readonly presets: Readonly<Record<string, string>>;
}

/** Of no landing zone: none. */
export function labelsOf(zone: LandingZone | undefined): SetupLabels {
  const labels = (named: Readonly<Record<string, { readonly label: string }>> = {}) =>
    Object.fromEntries(Object.entries(named).map(([name, { label }]) => [name, label]));
  return {
    sizes: Object.fromEntries((zone?.sizes ?? []).map(({ name, label }) => [name, label])),
    images: labels(zone?.images),
    presets: labels(zone?.presets),
  };
}

/** As prices and machines name it. */
export const azureOs = { linux: 'Linux', windows: 'Windows' } as const;

function dayAfter(now: Date, days: number): string {
  return new Date(now.getTime() + days * dayInMs).toISOString().slice(0, 10);
}
