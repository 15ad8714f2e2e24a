import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteStore } from '../../../services/store/sqlite.ts';
import { listIndexFor, listIndexNames, listStatement } from '../../../services/store/sqlite-lists.ts';
import { wish } from './listing-contract.ts';

describe('Indexed lists in SQLite', () => {
  let directory: string;
  let path: string;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'labdesk-lists-'));
    path = join(directory, 'store.db');
    const store = new SqliteStore({ path });
    const listings = [{ order: '1', person: 'one', group: 'Pending' }, { order: '2' }, undefined];
    for (const [index, listing] of listings.entries()) await store.create(wish(`w${index}`, listing));
    await store.close();
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  const reading = <T>(read: (database: DatabaseSync) => T): T => {
    const database = new DatabaseSync(path);
    try {
      return read(database);
    } finally {
      database.close();
    }
  };

  const planOf = (database: DatabaseSync, index: (typeof listIndexNames)[number]) =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${listStatement(index)}`)
      .all(...Array.from({ length: listStatement(index).split('?').length - 1 }, () => null))
      .map(({ detail }) => `${detail}`);

  for (const statistics of ['new', 'analysed'])
    it(`search their index up to the page, and neither scan nor sort, in a file that is ${statistics}`, () => {
      const plans = reading((database) => {
        if (statistics === 'analysed') database.exec('ANALYZE');
        return listIndexNames.map((index) => planOf(database, index));
      });

      assert.deepEqual(plans, [
        ['SEARCH documents USING INDEX documents_by_order (partition=? AND kind=? AND ord<?)'],
        ['SEARCH documents USING INDEX documents_by_person (partition=? AND kind=? AND person=? AND ord<?)'],
        ['SEARCH documents USING INDEX documents_by_group (partition=? AND kind=? AND grp=? AND ord<?)'],
        ['SEARCH documents USING INDEX documents_by_both (partition=? AND kind=? AND person=? AND grp=? AND ord<?)'],
      ]);
    });

  it('have an index of their own for every question', () => {
    const asked = [{}, { person: 'one' }, { group: 'Pending' }, { person: 'one', group: 'Pending' }];

    assert.deepEqual(asked.map(listIndexFor), [
      { index: 'documents_by_order', values: [] },
      { index: 'documents_by_person', values: ['one'] },
      { index: 'documents_by_group', values: ['Pending'] },
      { index: 'documents_by_both', values: ['one', 'Pending'] },
    ]);
  });

  it('keep nothing in their indexes of documents without a listing', () => {
    const count = reading((database) =>
      database
        .prepare('SELECT count(*) AS count FROM documents INDEXED BY documents_by_order WHERE ord IS NOT NULL')
        .get(),
    );

    assert.deepEqual({ ...count }, { count: 2 });
  });
});
