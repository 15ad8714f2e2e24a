import type { AzureDisk, CostClient, CostPeriod, CostRow, DiskClient } from '../../services/costs/cost.ts';
import { WorkspaceError } from '../../services/errors.ts';
import type { Price, PriceClient } from '../../services/money/price.ts';

export interface Billed {
  readonly group: string;
  /** Behind the group's provider: `virtualMachines/onc-r`; empty for what belongs to no resource. */
  readonly resource: string;
  readonly day: string;
  readonly amount: string;
  readonly currency?: string;
  readonly service?: string;
}

/** Azure's costs behind their port: what was billed so far, in pages. */
export class SimulatedCosts implements CostClient {
  billed: Billed[] = [];
  readonly calls: CostPeriod[] = [];
  /** Every call fails so, as long as it stands. */
  failure: WorkspaceError | undefined;
  /** After so many pages the next one cannot be had. */
  failsAfterPages = Number.POSITIVE_INFINITY;
  /** Days before this one cannot be asked for. */
  failsBefore = '';
  pageSize = 3;

  async *rows(period: CostPeriod): AsyncGenerator<readonly CostRow[], void, undefined> {
    this.calls.push(period);
    await Promise.resolve();
    if (this.failure) throw this.failure;
    if (period.from < this.failsBefore) throw new WorkspaceError('unavailable', 'Not so far back now.');
    const rows = this.billed.filter(({ day }) => day >= period.from && day <= period.to).map(rowOf);
    for (let at = 0, page = 0; at < rows.length; at += this.pageSize, page += 1) {
      if (page >= this.failsAfterPages) throw new WorkspaceError('unavailable', 'A page is missing.');
      yield rows.slice(at, at + this.pageSize);
    }
  }
}

function rowOf({ group, resource, day, amount, currency = 'EUR', service = 'Virtual Machines' }: Billed): CostRow {
  const id = `/subscriptions/s/resourcegroups/${group}`;
  const resourceId = resource === '' ? '' : `${id}/providers/microsoft.compute/${resource}`;
  return { resourceGroup: group, resourceId: resourceId.toLowerCase(), service, day, amount, currency };
}

export class SimulatedDisks implements DiskClient {
  disks: AzureDisk[] = [];
  calls = 0;

  async list(): Promise<readonly AzureDisk[]> {
    this.calls += 1;
    return this.disks;
  }
}

/** Prices in euros and dollars; a disk costs 730 a month for each unit an hour. */
export class SimulatedPrices implements PriceClient {
  sizes: Readonly<Record<string, string>> = { Standard_D4s_v5: '0.5', Standard_D8s_v5: '1' };
  tiers: Readonly<Record<string, string>> = { 'Premium SSD Managed Disks/P10 LRS': '73' };
  readonly calls: string[] = [];
  failure: WorkspaceError | undefined;

  async machineSizes(region: string, currency: string, sizes: readonly string[]): Promise<readonly Price[]> {
    this.#called(`sizes ${region} ${currency} ${sizes.toSorted().join(' ')}`);
    return sizes.flatMap((what) =>
      this.sizes[what] === undefined
        ? []
        : (['Linux', 'Windows'] as const).map((os) => ({ what, os, price: { amount: this.sizes[what]!, currency } })),
    );
  }

  async disks(region: string, currency: string): Promise<readonly Price[]> {
    this.#called(`disks ${region} ${currency}`);
    return Object.entries(this.tiers).map(([what, amount]) => ({ what, price: { amount, currency } }));
  }

  #called(call: string): void {
    this.calls.push(call);
    if (this.failure) throw this.failure;
  }
}
