import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { SqliteStore } from '../../../services/store/sqlite.ts';
import type { Document } from '../../../services/store/store.ts';
import { pagesOf, wish } from './listing-contract.ts';

const run = promisify(execFile);

/** What a file had before there were indexed lists. */
const olderSchema = `
  CREATE TABLE documents (
    partition TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, etag TEXT NOT NULL, expires INTEGER, body TEXT NOT NULL,
    UNIQUE (partition, id)
  ) STRICT;
  CREATE INDEX documents_by_kind ON documents (partition, kind, id);
  CREATE INDEX documents_by_expiry ON documents (expires) WHERE expires IS NOT NULL;
`;

describe('A SQLite file of the older schema', () => {
  let directory: string;
  let path: string;
  let older: DatabaseSync;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'labdesk-upgrade-'));
    path = join(directory, 'store.db');
    older = new DatabaseSync(path);
    older.exec('PRAGMA journal_mode = WAL');
    older.exec(olderSchema);
  });

  afterEach(() => {
    older.close();
    rmSync(directory, { recursive: true });
  });

  const keep = (document: Document) =>
    older
      .prepare('INSERT INTO documents (partition, id, kind, etag, expires, body) VALUES (?, ?, ?, ?, NULL, ?)')
      .run(document.partition, document.id, document.kind, `etag of ${document.id}`, JSON.stringify(document));

  it('is brought up to date when it is opened, and keeps what it holds', async () => {
    keep(wish('plain'));
    keep(wish('listed', { order: '2', person: 'one', group: 'Pending' }));
    keep(wish('partly', { order: '1', person: 'one' }));

    const store = new SqliteStore({ path });

    const by = { partition: 'oncology', kind: 'wish' };
    assert.deepEqual(await store.get('oncology', 'plain'), { document: wish('plain'), etag: 'etag of plain' });
    assert.deepEqual(await pagesOf(store, by), [['listed', 'partly', 'plain']]);
    assert.deepEqual(await pagesOf(store, { ...by, by: {} }), [['listed', 'partly']]);
    assert.deepEqual(await pagesOf(store, { ...by, by: { person: 'one', group: 'Pending' } }), [['listed']]);
    await store.replace(wish('plain', { order: '3', person: 'one' }), 'etag of plain');
    assert.deepEqual(await pagesOf(store, { ...by, by: { person: 'one' } }), [['plain', 'listed', 'partly']]);
    await store.close();
  });

  it('is upgraded when it is opened first, and left as it is from then on', async () => {
    const versionOf = () => older.prepare('PRAGMA schema_version').get()?.schema_version;
    const before = versionOf();

    await new SqliteStore({ path }).close();
    const upgraded = versionOf();
    await new SqliteStore({ path }).close();

    assert.notEqual(upgraded, before);
    assert.equal(versionOf(), upgraded);
  });

  it('still serves a process of the version before while others have it upgraded', async () => {
    keep(wish('before'));
    const store = new SqliteStore({ path });

    keep(wish('after'));

    assert.deepEqual(await pagesOf(store, { partition: 'oncology', kind: 'wish' }), [['after', 'before']]);
    await store.close();
  });

  it('is upgraded once by three processes that open it together, and none is turned away', async () => {
    for (let number = 0; number < 2000; number += 1)
      keep(wish(`w${number}`, { order: `${number}`.padStart(9, '0'), person: 'one' }));
    const writer = join(import.meta.dirname, 'sqlite-writer.ts');

    await Promise.all(['one', 'two', 'three'].map((name) => run(process.execPath, [writer, path, name, '20'])));

    const store = new SqliteStore({ path });
    const { items } = await store.list<Document & { count: number }>({ partition: 'counters', kind: 'counter' });
    assert.deepEqual(
      items.map(({ document }) => [document.id, document.count]),
      [
        ['one', 20],
        ['shared', 60],
        ['three', 20],
        ['two', 20],
      ],
    );
    const mine = await pagesOf(store, { partition: 'oncology', kind: 'wish', by: { person: 'one' }, limit: 500 });
    assert.deepEqual([mine.length, mine[0]?.[0], mine.at(-1)?.at(-1)], [4, 'w1999', 'w0']);
    await store.close();
  }).timeout(60_000);
});
