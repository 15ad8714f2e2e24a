import type { Checkpoint, CheckpointStore, FoundCheckpoint } from '../../../services/ledger/ledger-checkpoint.ts';

/** Checkpoints in memory, for a test to look at and to spoil. */
export class MemoryCheckpoints implements CheckpointStore {
  readonly all = new Map<string, Checkpoint>();

  async put(checkpoint: Checkpoint): Promise<void> {
    const name = `${checkpoint.workspace}/${checkpoint.count}`;
    if (!this.all.has(name)) this.all.set(name, checkpoint);
  }

  async *list(workspace: string): AsyncGenerator<FoundCheckpoint> {
    const own = [...this.all.values()].filter((checkpoint) => checkpoint.workspace === workspace);
    for (const checkpoint of own.sort((a, b) => a.count - b.count)) yield { count: checkpoint.count, checkpoint };
  }
}
