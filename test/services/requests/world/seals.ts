import { hash } from 'node:crypto';
import type { Checkpoint, CheckpointStore, FoundCheckpoint, Signer } from '../../../../services/ledger-checkpoint.ts';

/** Checkpoints in memory, which nobody can replace. */
export class MemoryCheckpoints implements CheckpointStore {
  readonly #checkpoints = new Map<number, Checkpoint>();

  async put(checkpoint: Checkpoint): Promise<void> {
    if (!this.#checkpoints.has(checkpoint.count)) this.#checkpoints.set(checkpoint.count, checkpoint);
  }

  async *list(): AsyncIterable<FoundCheckpoint> {
    for (const [count, checkpoint] of [...this.#checkpoints].sort(([a], [b]) => a - b)) yield { count, checkpoint };
  }
}

/** Signs so that only what it signed verifies; quickly. */
export const signer: Signer = {
  sign: async (bytes) => ({ keyId: 'key-1', algorithm: 'test', signature: hash('sha256', bytes) }),
  verify: async (bytes, { signature }) => signature === hash('sha256', bytes),
};
