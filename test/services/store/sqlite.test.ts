import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteStore } from '../../../services/store/sqlite.ts';
import { SystemClock } from '../../../services/time/clock.ts';
import { keepsTheContractOfAStore, type Note, note } from './contract.ts';

describe('SqliteStore', () => {
  let directory: string;
  let stores: SqliteStore[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'labdesk-store-'));
    stores = [];
  });

  afterEach(async () => {
    for (const store of stores) await store.close();
    rmSync(directory, { recursive: true });
  });

  const open = (clock = new SystemClock()) => {
    const store = new SqliteStore({ path: join(directory, 'deep', 'store.db'), clock });
    stores.push(store);
    return store;
  };

  describe('as a store', () => keepsTheContractOfAStore(async () => open()));

  it('finds what it kept when it is opened again', async () => {
    const first = open();
    const { etag } = await first.create(note('a', 'kept'));
    await first.close();

    assert.deepEqual(await open().get('oncology', 'a'), { document: note('a', 'kept'), etag });
  });

  it('shows each of two processes at once what the other wrote', async () => {
    const [one, other] = [open(), open()];

    const { etag } = await one.create(note('a', 'one'));
    await other.replace(note('a', 'other'), etag);

    assert.equal((await one.get<Note>('oncology', 'a'))?.document.text, 'other');
    await assert.rejects(one.replace(note('a'), etag), { name: 'WriteConflict' });
  });

  it('is readable by its owner alone', async () => {
    await open().create(note('a'));

    const modes = ['store.db', 'store.db-wal', 'store.db-shm'].map(
      (name) => statSync(join(directory, 'deep', name)).mode,
    );

    assert.deepEqual(
      modes.map((mode) => mode & 0o777),
      [0o600, 0o600, 0o600],
    );
  });

  it('removes what has expired within the hour', async () => {
    const clock = new SystemClock();
    const store = open(clock);
    await store.create(note('a', 'x', { expiresAt: new Date(clock.now().getTime() + 60_000).toISOString() }));
    const watcher = open(new SystemClock());

    await clock.moveTo(new Date(clock.now().getTime() + 3_700_000));

    assert.equal(await watcher.get('oncology', 'a'), undefined);
  });

  it('says that it is unavailable when the file is no database', async () => {
    const path = join(directory, 'text.db');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(path, 'This is no database, although its name says so. '.repeat(100));

    assert.throws(() => new SqliteStore({ path }), { name: 'WorkspaceError', code: 'unavailable' });
  });
});
