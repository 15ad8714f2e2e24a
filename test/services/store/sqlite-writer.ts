import { SqliteStore } from '../../../services/store/sqlite.ts';
import { type Document, WriteConflict } from '../../../services/store/store.ts';

/** A process that counts up, on its own and together with others: `node sqlite-writer.ts <file> <name> <times>`. */
interface Counter extends Document {
  readonly count: number;
}

const [path = '', name = '', times = '0'] = process.argv.slice(2);
const store = new SqliteStore({ path });

async function countUp(id: string): Promise<void> {
  for (;;) {
    const stored = await store.get<Counter>('counters', id);
    const next = { id, partition: 'counters', kind: 'counter', schema: 1, count: (stored?.document.count ?? 0) + 1 };
    try {
      await (stored ? store.replace(next, stored.etag) : store.create(next));
      return;
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
    }
  }
}

for (let time = 0; time < Number(times); time += 1) {
  await countUp('shared');
  await countUp(name);
}
await store.close();
