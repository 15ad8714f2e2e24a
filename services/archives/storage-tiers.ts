/** A Blob service: `https://<account>.blob.core.windows.net`. */
export type BlobServiceUrl = string;

export interface TierOptions {
  readonly signal: AbortSignal;
  /** Where an earlier call stopped. */
  readonly continuation?: string;
}

/** What one call did. */
export interface TierPage {
  /** Blobs looked at, whether they had to be changed or not. */
  readonly blobs: number;
  readonly bytes: number;
  /**
   * Which tier they have now, or will have. Accounts that stand in several zones have no Archive (Blob Storage, "Access tiers for blob
   * data"): there it is Cold.
   */
  readonly tier: 'Archive' | 'Cold' | 'Hot';
  /**
   * Blobs that Azure is bringing back from Archive: they can be read when it is done, usually within 15 hours. Nothing calls that off, so
   * they are Hot then, whatever tier was asked for.
   */
  readonly comingBack: number;
  /** Undefined where there is no more. */
  readonly continuation?: string;
}

export interface ContainerInventory {
  readonly container: string;
  readonly blobs: number;
  readonly bytes: number;
}

/**
 * All blobs of a storage account at once. Earlier versions and what was deleted lately are not among them: Azure removes those by
 * itself after `deletedDays` of the template. Shares (SMB) are not either. Throws WorkspaceErrors only; refused where Labdesk may
 * not write the blobs.
 */
export interface StorageTierClient {
  /** Moves at most some 5,000 blobs a call to the tier; what has it already costs nothing, so that a call may be repeated. */
  set(blobService: BlobServiceUrl, tier: 'archive' | 'hot', options: TierOptions): Promise<TierPage>;
  /** What there is, by container, in the order of their names. Reads a page for each 5,000 blobs. */
  inventory(
    blobService: BlobServiceUrl,
    options: { readonly signal: AbortSignal },
  ): Promise<readonly ContainerInventory[]>;
  /** Removes every container; counts what it removed, so nothing where there was nothing left. */
  remove(
    blobService: BlobServiceUrl,
    options: { readonly signal: AbortSignal },
  ): Promise<{ readonly containers: number; readonly blobs: number; readonly bytes: number }>;
}
