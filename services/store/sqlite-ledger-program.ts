import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { walkSegment } from '../ledger/ledger-walk.ts';
import type { Errand, ThreadData } from './sqlite-ledger-thread.ts';
import { listByIdStatement } from './sqlite-lists.ts';
import type { Document, Page, Query } from './store.ts';

/**
 * The program of a thread that walks ledgers. It only reads, and what fails ends it: the store itself says then what is wrong.
 * SQLite's own connections of a process know of each other; opening the file in any other way would give up their locks
 * (https://www.sqlite.org/howtocorrupt.html, section 2.2).
 */
const { path } = workerData as ThreadData;
const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
const statement = database.prepare(listByIdStatement);
statement.setReturnArrays(true);

parentPort!.on('message', async ({ segment, now }: Errand) => {
  const list = async <D extends Document>(query: Query) => listById<D>(query, now);
  parentPort!.postMessage(await walkSegment({ list }, segment));
});

function listById<D extends Document>(
  { partition, kind, limit = 100, continuation = '' }: Query,
  now: number,
): Page<D> {
  const rows = statement.all(partition, kind, continuation, now, limit + 1) as unknown as [body: string][];
  const items = rows.slice(0, limit).map(([body]) => ({ document: JSON.parse(body) as D, etag: '' }));
  return rows.length > limit ? { items, continuation: items.at(-1)?.document.id } : { items };
}
