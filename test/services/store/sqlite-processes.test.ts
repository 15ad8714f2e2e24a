import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SqliteStore } from '../../../services/store/sqlite.ts';
import type { Document } from '../../../services/store/store.ts';
import { runs } from '../../support/runs.ts';

const run = promisify(execFile);
const times = runs(400);

describe('SqliteStore in three processes', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'labdesk-processes-'));
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('loses no update and turns nobody away, from the making of the file on', async () => {
    const path = join(directory, 'store.db');
    const writer = join(import.meta.dirname, 'sqlite-writer.ts');
    const names = ['one', 'two', 'three'];

    await Promise.all(names.map((name) => run(process.execPath, [writer, path, name, `${times}`])));

    const store = new SqliteStore({ path });
    const { items } = await store.list<Document & { count: number }>({ partition: 'counters', kind: 'counter' });
    await store.close();
    assert.deepEqual(
      new Map(items.map(({ document }) => [document.id, document.count])),
      new Map([
        ['one', times],
        ['shared', 3 * times],
        ['three', times],
        ['two', times],
      ]),
    );
  }).timeout(60_000);
});
