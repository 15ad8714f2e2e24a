/** What Azure says of a size of machines in one region (Compute REST, Resource Skus - List). */
export interface SizeFacts {
  /** `Standard_D4s_v5`, as it was asked for. */
  readonly size: string;
  /** In lower case, as `usage` names it: `standarddsv5family`. */
  readonly family: string;
  readonly cores: number;
  readonly memoryGib?: number;
  /** False where Azure does not let this subscription have it in this region. */
  readonly isOffered: boolean;
}

/** Cores, of a family or of a region. */
export interface CoreUsage {
  readonly used: number;
  readonly limit: number;
}

/** The name in `usage` under which all cores of the region stand, whatever the family. */
export const allCores = 'cores';

/** What machines may be made in a region. Throws WorkspaceErrors only. */
export interface QuotaClient {
  /** In the order of the names; a size that the region does not have is left out. Up to a day old. */
  sizes(location: string, names: readonly string[]): Promise<readonly SizeFacts[]>;
  /** By family, in lower case, and {@link allCores}. As of now; Azure is minutes late at times. */
  usage(location: string): Promise<ReadonlyMap<string, CoreUsage>>;
}
