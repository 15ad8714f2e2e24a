import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CosmosStore } from '../../../services/store/cosmos.ts';
import { type CosmosServer, startCosmos } from '../../support/cosmos.ts';
import { keepsTheContractOfAStore, type Note, note } from './contract.ts';
import { pagesOf, wish } from './listing-contract.ts';

describe('CosmosStore', () => {
  let cosmos: CosmosServer;
  let store: CosmosStore;

  before(async () => {
    cosmos = await startCosmos();
  });

  after(async () => {
    await store.close();
    await cosmos.stop();
  });

  const start = async () => {
    await store?.close();
    const { endpoint, key } = cosmos;
    store = new CosmosStore({ endpoint, database: randomUUID(), credential: { key } });
    return store;
  };

  describe('as a store', () => keepsTheContractOfAStore(start));

  describe('on the wire', () => {
    beforeEach(async () => {
      await start();
      await store.check();
      cosmos.calls.length = 0;
      cosmos.faults.length = 0;
    });

    it('names the partition in the header of every call, and in the text of every query', async () => {
      const { etag } = await store.create(note('a/b'));
      await store.get('oncology', 'a/b');
      await store.replace(note('a/b', 'y'), etag);
      await store.list({ partition: 'oncology', kind: 'note' });
      await store.delete('oncology', 'a/b');

      // The SDK also asks, beside each query, for a plan; that answer holds no documents.
      const onDocuments = cosmos.calls.filter(({ headers }) => !headers['x-ms-cosmos-is-query-plan-request']);
      const partitions = onDocuments.map(({ headers }) => headers['x-ms-documentdb-partitionkey']);
      const queries = onDocuments.filter(({ headers }) => headers['content-type'] === 'application/query+json');
      assert.deepEqual(new Set(partitions), new Set(['["oncology"]']));
      assert.equal(onDocuments.length, 5);
      assert.equal(queries.length, 1);
      for (const { body, headers } of queries) {
        assert.match(JSON.parse(body).query, /c\.partition = @partition/);
        assert.ok(Number(headers['x-ms-max-item-count']) <= 101);
      }
    });

    for (const by of [{}, { person: 'one' }, { group: 'Pending' }, { person: 'one', group: 'Pending' }])
      it(`lists by ${Object.keys(by).join(' and ') || 'order'} inside the partition, with one filter for each column of an index`, async () => {
        for (const id of ['1', '2', '3']) await store.create(wish(id, { order: id, person: 'one', group: 'Pending' }));
        cosmos.calls.length = 0;

        await pagesOf(store, { partition: 'oncology', kind: 'wish', by, limit: 2 });

        const queries = cosmos.calls.filter(({ headers }) => !headers['x-ms-cosmos-is-query-plan-request']);
        assert.equal(queries.length, 2);
        for (const { headers, body } of queries) {
          const { query } = JSON.parse(body) as { query: string };
          assert.equal(headers['x-ms-documentdb-partitionkey'], '["oncology"]');
          assert.ok(Number(headers['x-ms-max-item-count']) <= 4);
          assert.equal(headers['x-ms-continuation'], undefined);
          const [, filters = '', order = ''] = / WHERE (.*) ORDER BY (.*)$/.exec(query) ?? [];
          const paths = filters.split(' AND ').map((filter) => `${filter.split(' ')[0]} DESC`);
          assert.equal(order, paths.join(', '));
        }
      });

    it('creates without upserting and replaces under If-Match', async () => {
      const { etag } = await store.create(note('a'));
      await store.replace(note('a', 'y'), etag);

      const [creation, replacement] = cosmos.calls;
      assert.equal(creation?.headers['x-ms-documentdb-is-upsert'], undefined);
      assert.deepEqual([replacement?.method, replacement?.headers['if-match']], ['PUT', etag]);
    });

    it('has Cosmos DB remove what expires', async () => {
      await store.create(note('a', 'x', { expiresAt: new Date(Date.now() + 90_500).toISOString() }));
      await store.create(note('b'));

      assert.deepEqual(
        cosmos.calls.map(({ body }) => JSON.parse(body).ttl),
        [91, undefined],
      );
    });

    for (const status of [429, 449, 503] as const)
      it(`tries again when Cosmos DB says ${status}`, async () => {
        cosmos.faults.push({ method: 'POST', status }, { method: 'GET', status });

        await store.create(note('a', `${status}`));

        assert.equal((await store.get<Note>('oncology', 'a'))?.document.text, `${status}`);
        assert.equal(cosmos.faults.length, 0);
      });

    it('calls a write whose answer was lost a conflict, so that whoever wrote looks again', async () => {
      const { etag } = await store.create(note('a'));
      cosmos.faults.push({ method: 'PUT', status: 'drop', after: true });

      await assert.rejects(store.replace(note('a', 'landed'), etag), { name: 'WriteConflict' });

      assert.equal((await store.get<Note>('oncology', 'a'))?.document.text, 'landed');
    });

    it('says that it is unavailable, within ten seconds, when Cosmos DB stays away', async () => {
      cosmos.faults.push(...Array.from({ length: 100 }, () => ({ method: 'GET', status: 503 }) as const));
      const began = performance.now();

      await assert.rejects(store.get('oncology', 'a'), { name: 'WorkspaceError', code: 'unavailable' });

      assert.ok(performance.now() - began < 10_000);
    }).timeout(12_000);
  });
});
