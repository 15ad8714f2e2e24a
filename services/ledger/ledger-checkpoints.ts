import { type Store, WriteConflict } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import { type CheckpointStore, type Signer, statementBytes } from './ledger-checkpoint.ts';
import { readHead } from './ledger-head.ts';
import type { LedgerWriter } from './ledger-writer.ts';

export interface CheckpointsParts {
  readonly store: Store;
  readonly writer: LedgerWriter;
  readonly checkpoints: CheckpointStore;
  readonly signer: Signer;
  readonly clock: Clock;
}

const maxAttempts = 3;

/** Signs how a workspace's ledger stands, where it has grown since it was signed last. */
export class Checkpoints {
  readonly #parts: CheckpointsParts;

  constructor(parts: CheckpointsParts) {
    this.#parts = parts;
  }

  async make(workspace: string): Promise<void> {
    const { writer, signer, checkpoints, clock } = this.#parts;
    const head = await writer.settle(workspace);
    if (head.count === (head.signed?.count ?? 0)) return;
    const statement = { workspace, count: head.count, hash: head.hash, at: clock.now().toISOString() };
    const signature = await signer.sign(statementBytes(statement));
    await checkpoints.put({ ...statement, ...signature });
    await this.#remember(workspace, { count: statement.count, at: statement.at });
  }

  /** The head also lets go of its newest block, which stands as documents by now. Where others keep writing it, the next checkpoint does. */
  async #remember(workspace: string, signed: { count: number; at: string }): Promise<void> {
    const { store } = this.#parts;
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const stored = await readHead(store, workspace);
      if (!stored || (stored.document.signed?.count ?? 0) >= signed.count) return;
      const isStill = stored.document.count === signed.count;
      try {
        await store.replace({ ...stored.document, signed, ...(isStill && { tail: [] }) }, stored.etag);
        return;
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
      }
    }
  }
}
