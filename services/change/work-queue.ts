/** Says that a document may have effects to be carried out. The document alone says which. */
export interface WorkItem {
  readonly partition: string;
  readonly id: string;
  readonly kind: string;
  /** The key of the change that put it. */
  readonly key: string;
}

export interface WorkMessage {
  /** Undefined where the message cannot be read. */
  readonly item: WorkItem | undefined;
  /** How often it was delivered, this time included. */
  readonly deliveries: number;
  /** The queue's own name for this delivery; opaque. */
  readonly receipt: string;
}

export type PutMessage = Pick<WorkMessage, 'receipt'>;

/**
 * A queue that every instance reads. It delivers at least once, in any order; a message that was received is hidden from
 * others until `hiddenForSeconds` have passed, and comes again unless it was deleted.
 */
export interface WorkQueue {
  /**
   * Resolves with what the message can be taken back by until somebody receives it, where the queue says so.
   * @throws {WorkspaceError} unavailable, within about three seconds: it may have been put all the same.
   */
  put(item: WorkItem, visibleInSeconds: number): Promise<PutMessage | undefined>;
  /** At most `limit` (32), at once, even where there is nothing. */
  receive(limit: number, hiddenForSeconds: number): Promise<readonly WorkMessage[]>;
  /** Lets the message come again after so many seconds (at most 7 days). Nothing happens where somebody else received it since. */
  hide(message: WorkMessage, seconds: number): Promise<void>;
  /** Nothing happens where it is gone, or somebody else received it since. */
  delete(message: PutMessage): Promise<void>;
  /** Resolves where the queue answers; for readiness. */
  check(): Promise<void>;
}
