import type { PriceBook } from '../costs/prices.ts';
import type { EffectOutcome } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { WorkspaceError } from '../errors.ts';
import { compare, type Money, nothing, plus, rounded, times } from '../money/money.ts';
import type { Clock } from '../time/clock.ts';
import { within } from '../time/within.ts';
import type { LandingZone } from '../workspaces/landing-zone.ts';
import type { AddressPool } from './address-pool.ts';
import type { DeploymentClient } from './deployments.ts';
import { allCores, type QuotaClient } from './quota.ts';
import { announcing, showing } from './setup-announcement.ts';
import { adminPassword, nobodysSshKey } from './setup-keys.ts';
import { azureOs } from './setup-offer.ts';
import { deploymentOf, diskOf, monthOf, nobody, resourceGroupOf } from './setup-parameters.ts';
import { azureWords } from './setup-steps.ts';
import { type WorkspaceCheck, type WorkspaceSetup, workspaceSetup } from './workspace-setup.ts';

export interface WorkspaceSetupCheckParts {
  readonly zone: LandingZone;
  readonly template: object;
  readonly addresses: Pick<AddressPool, 'peek'>;
  readonly deployments: Pick<DeploymentClient, 'whatIf'>;
  readonly quotas: QuotaClient;
  readonly prices: Pick<PriceBook, 'load'>;
  readonly clock: Clock;
}

/** Azure's month. */
const hoursAMonth = 730;
/** Of the machines' disks, as the template has it. */
const diskKind = 'Premium_LRS';
const quotaWithinMs = 30_000;
const priceWithinMs = 60_000;
const previewWithinMs = 130_000;
const timeoutInMs = 150_000;
const maxAttempts = 3;

/** Looks before anything is made: whether there are cores, what it costs, and what Azure says that it would do. */
export class WorkspaceSetupCheck {
  readonly #parts: WorkspaceSetupCheckParts;

  constructor(parts: WorkspaceSetupCheckParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<WorkspaceSetup>(workspaceSetup, 'setup.check', {
      ...{ timeoutInMs, maxAttempts },
      handle: async ({ data }, setup) =>
        setup.state === 'checking' ? await this.#check(setup, data.tells === true) : { done: true },
      onDead: ({ data }, setup) =>
        setup.state === 'checking' ? this.#checked(setup, notChecked, undefined, data.tells === true) : undefined,
    });
  }

  async #check(setup: WorkspaceSetup, tells: boolean): Promise<EffectOutcome<WorkspaceSetup>> {
    const [quota, priced, preview] = await Promise.all([
      within(quotaWithinMs, async () => await this.#quota(setup)),
      within(priceWithinMs, async () => await this.#price(setup)),
      within(previewWithinMs, async () => await this.#preview(setup)),
    ]);
    const found = [quota, priced?.check, preview];
    const checks = found.map((check, at) => check ?? notChecked[at]!);
    return { done: true, change: (current) => this.#checked(current, checks, priced?.monthly, tells) };
  }

  #checked(
    current: WorkspaceSetup,
    checks: readonly WorkspaceCheck[],
    monthlyPrice: Money | undefined,
    tells: boolean,
  ) {
    if (current.state !== 'checking') return undefined;
    const now = this.#parts.clock.now();
    return {
      what: 'setup.checked',
      next: { state: 'waiting' as const, checks, monthlyPrice },
      effects: [...showing(current, now), ...(tells ? [announcing('waiting', now)] : [])],
      detail: Object.fromEntries(checks.map(({ check, state }) => [check, state])),
    };
  }

  async #quota({ plan }: WorkspaceSetup): Promise<WorkspaceCheck> {
    const { quotas, zone } = this.#parts;
    if (plan.machines.length === 0) return good('quota', 'No cores are needed, since there are no machines.');
    const names = [...new Set(plan.machines.map(({ size }) => size))];
    const [sizes, usage] = await Promise.all([quotas.sizes(zone.location, names), quotas.usage(zone.location)]);
    const facts = new Map(sizes.map((size) => [size.size.toLowerCase(), size]));
    const missing = names.find((name) => facts.get(name.toLowerCase())?.isOffered !== true);
    if (missing !== undefined)
      return bad('quota', `Azure does not offer the size ${missing} in ${zone.location}. Choose another size.`);
    const needed = new Map<string, number>();
    for (const { size } of plan.machines) {
      const { family, cores } = facts.get(size.toLowerCase())!;
      for (const name of [family, allCores]) needed.set(name, (needed.get(name) ?? 0) + cores);
    }
    for (const [name, cores] of needed) {
      const { used, limit } = usage.get(name) ?? {};
      if (used === undefined || limit === undefined) continue;
      const left = Math.max(0, limit - used);
      const of = name === allCores ? '' : ' of this family';
      if (cores > left)
        return bad(
          'quota',
          `It needs ${coresIn(cores)}${of} in ${zone.location}, and ${stillLeft(left)}. Choose fewer or smaller machines, or have Azure raise the quota.`,
        );
    }
    const region = usage.get(allCores);
    const after = region && region.limit - region.used - needed.get(allCores)!;
    const rest = after === undefined ? '' : `, and ${stillLeft(after)} then`;
    return good('quota', `It needs ${coresIn(needed.get(allCores)!)} in ${zone.location}${rest}.`);
  }

  async #price({ plan }: WorkspaceSetup): Promise<{ check: WorkspaceCheck; monthly: Money | undefined }> {
    const { zone, prices } = this.#parts;
    const { location, currency } = zone;
    const machines = plan.machines.map(({ size, image }) => ({
      ...{ location, size, os: azureOs[zone.images[image]?.os ?? 'linux'] },
      disk: { location, sku: diskKind, sizeGiB: diskOf(zone, image) },
    }));
    const disks = machines.map(({ disk }) => disk);
    const list = await prices.load({ machines, disks, currencies: [currency] });
    const hourly = machines.map((machine) => {
      const [running, disk] = [list.machine(machine, currency), list.disk(machine.disk, currency)];
      return running && plus(running, disk ?? nothing(currency));
    });
    const known = hourly.filter((price) => price !== undefined);
    if (known.length < hourly.length) {
      const count = hourly.length - known.length;
      const of = hourly.length === 1 ? 'the machine' : `${count} of ${hourly.length} machines`;
      const words = `The price of ${of} is not known.`;
      return { check: unknown('price', words), monthly: undefined };
    }
    const monthly = rounded(times(plus(nothing(currency), ...known), hoursAMonth), 0);
    const isMore = compare(monthly, plan.budget) > 0;
    const words = `A month costs ${isMore ? 'more' : 'no more'} than the budget if every machine runs all the time.`;
    const price = { monthly, ...(isMore && { above: plan.budget }) };
    return { check: { ...good('price', words), price }, monthly };
  }

  async #preview(setup: WorkspaceSetup): Promise<WorkspaceCheck> {
    const { zone, template, addresses, deployments, clock } = this.#parts;
    const { workspace } = setup;
    const secrets = {
      // The real one is not made before somebody says yes.
      groupId: nobody,
      addressPrefix: await addresses.peek(workspace),
      sshKey: nobodysSshKey(`labdesk-${workspace}`),
      budgetStart: monthOf(clock.now()),
      // Not the real one: nothing is made.
      password: adminPassword(Buffer.alloc(32), workspace),
    };
    try {
      const changes = await deployments.whatIf(deploymentOf(setup, { zone, template, secrets }));
      const group = `/resourcegroups/${resourceGroupOf(workspace)}`.toLowerCase();
      const here = changes.find(({ resourceId }) => resourceId.toLowerCase().endsWith(group));
      if (here && here.change !== 'create' && here.change !== 'unknown')
        return bad('preview', `Azure has a resource group ${resourceGroupOf(workspace)} already. Choose another name.`);
      const made = changes.filter(({ change }) => change === 'create').length;
      return good('preview', `Azure would make ${made} ${made === 1 ? 'resource' : 'resources'}.`);
    } catch (error) {
      if (!(error instanceof WorkspaceError) || !['invalid', 'quota', 'conflict', 'capacity'].includes(error.code))
        throw error;
      return bad('preview', `${error.message}${azureWords(error)}`);
    }
  }
}

const notChecked: readonly WorkspaceCheck[] = [
  unknown('quota', 'Azure did not say how many cores are left.'),
  unknown('price', 'The prices of the machines could not be had.'),
  unknown('preview', 'Azure could not say beforehand what it would make.'),
];

function good(check: WorkspaceCheck['check'], words: string): WorkspaceCheck {
  return { check, state: 'good', words };
}

function bad(check: WorkspaceCheck['check'], words: string): WorkspaceCheck {
  return { check, state: 'bad', words };
}

function unknown(check: WorkspaceCheck['check'], words: string): WorkspaceCheck {
  return { check, state: 'unknown', words };
}

function stillLeft(cores: number): string {
  return cores === 1 ? '1 is left' : `${cores} are left`;
}

function coresIn(count: number): string {
  return count === 1 ? '1 core' : `${count} cores`;
}
