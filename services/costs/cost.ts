/** What Azure has billed for one resource and service on one day. */
export interface CostRow {
  /** Lower case. */
  readonly resourceGroup: string;
  /** The resource's id, lower case; empty for what belongs to no resource. */
  readonly resourceId: string;
  /** Azure's word, for example `Virtual Machines`. */
  readonly service: string;
  /** A day in UTC: `2026-11-02`. */
  readonly day: string;
  /** Plain decimal text. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
}

/** Days in UTC, both among them. */
export interface CostPeriod {
  readonly from: string;
  readonly to: string;
}

/** What the rules need of Cost Management; `azure/costs.ts` provides it. Every method throws WorkspaceErrors only. */
export interface CostClient {
  /**
   * Everything billed in the period in the whole subscription, page by page, as it stands now: one grouped query. Rows are in no
   * order. A page that cannot be had ends it with an error, so that a part is never taken for the whole; throttling is the error
   * `throttled` with Azure's own `retryAfterSeconds`. Of a subscription without cost data (an unsupported offer): no rows.
   */
  rows(period: CostPeriod, signal?: AbortSignal): AsyncIterable<readonly CostRow[]>;
}

/** A managed disk: it costs whether its machine runs or not. */
export interface AzureDisk {
  /** Lower case. */
  readonly resourceGroup: string;
  readonly name: string;
  readonly location: string;
  /** Azure's name: `Premium_LRS`, `StandardSSD_LRS`, ... */
  readonly sku: string;
  readonly sizeGiB: number;
  /** The name of the machine it belongs to; undefined for one that belongs to none. */
  readonly machine?: string;
  readonly createdAt?: Date;
}

export interface DiskClient {
  /** All managed disks of the subscription: one call a page. A signal takes the place of the usual time limit. */
  list(signal?: AbortSignal): Promise<readonly AzureDisk[]>;
}

/** What a machine does, in percent of its processors. */
export interface MetricsClient {
  /** The highest five-minute average of each machine since then, by `<resource group>/<name>` as given; a machine that Azure says nothing of is missing. */
  busiest(
    machines: readonly { readonly resourceGroup: string; readonly name: string; readonly location: string }[],
    since: Date,
  ): Promise<ReadonlyMap<string, number>>;
}
