import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Container, CosmosClient, type IndexingPolicy } from '@azure/cosmos';
import described from '../../../infra/cosmos-indexing-policy.json' with { type: 'json' };
import { openContainer } from '../../../services/store/cosmos-container.ts';
import { type CosmosServer, startCosmos } from '../../support/cosmos.ts';

/** What a container had before there were indexed lists. */
const older: IndexingPolicy = {
  includedPaths: [{ path: '/partition/?' }, { path: '/kind/?' }, { path: '/expiresAt/?' }],
  excludedPaths: [{ path: '/*' }],
};

describe('openContainer', () => {
  let cosmos: CosmosServer;
  let client: CosmosClient;
  let database: string;

  before(async () => {
    cosmos = await startCosmos();
    client = new CosmosClient({ endpoint: cosmos.endpoint, key: cosmos.key });
  });

  after(async () => {
    client.dispose();
    await cosmos.stop();
  });

  beforeEach(() => {
    database = randomUUID();
  });

  const policyOf = async (container: Container) => (await container.read()).resource?.indexingPolicy as IndexingPolicy;
  const pathsOf = ({ includedPaths = [] }: IndexingPolicy) => includedPaths.map(({ path }) => path);
  const indexesOf = ({ compositeIndexes = [] }: IndexingPolicy) =>
    compositeIndexes.map((index) => index.map(({ path, order }) => `${path} ${order}`).join(', '));

  const made = async (indexingPolicy: IndexingPolicy) => {
    await client.databases.create({ id: database });
    const definition = { id: 'labdesk', partitionKey: { paths: ['/partition'] }, defaultTtl: -1, indexingPolicy };
    return (await client.database(database).containers.create(definition)).container;
  };

  it('makes a container with one composite index for each kind of list, and keeps what is never asked for out', async () => {
    const policy = await policyOf(await openContainer(client, database, 'labdesk'));

    const [first, last] = ['/partition descending, /kind descending', '/listing/order descending'];
    assert.deepEqual(indexesOf(policy), [
      `${first}, ${last}`,
      `${first}, /listing/person descending, ${last}`,
      `${first}, /listing/group descending, ${last}`,
      `${first}, /listing/person descending, /listing/group descending, ${last}`,
    ]);
    assert.deepEqual(policy.excludedPaths, [{ path: '/*' }]);
    assert.ok(pathsOf(policy).every((path) => /^\/(partition|kind|expiresAt|listing\/\w+)\/\?$/.test(path)));
  });

  it('gives a container that was made earlier the indexes that it lacks', async () => {
    const container = await made(older);

    await openContainer(client, database, 'labdesk');

    const policy = await policyOf(container);
    assert.equal(indexesOf(policy).length, 4);
    assert.equal(pathsOf(policy).length, 6);
    const { defaultTtl, partitionKey } = (await container.read()).resource ?? {};
    assert.deepEqual([defaultTtl, partitionKey?.paths], [-1, ['/partition']]);
  });

  it('opens a container that it may not change, and hides no other trouble', async () => {
    const container = await made(older);
    cosmos.faults.push({ method: 'PUT', status: 403, on: 'containers' });

    const opened = await openContainer(client, database, 'labdesk');

    assert.equal(cosmos.faults.length, 0);
    assert.equal((await opened.items.create({ id: 'a', partition: 'oncology' })).statusCode, 201);
    assert.equal(indexesOf(await policyOf(container)).length, 0);
    cosmos.faults.push({ method: 'PUT', status: 400, on: 'containers' });
    await assert.rejects(openContainer(client, database, 'labdesk'), { code: 400 });
  });

  it('makes what infra/ describes for those who make the container themselves', async () => {
    const policy = await policyOf(await openContainer(client, database, 'labdesk'));

    const { includedPaths, excludedPaths, compositeIndexes } = policy;
    assert.deepEqual({ includedPaths, excludedPaths, compositeIndexes }, described);
  });

  it('leaves indexes of somebody else alone, and a container that lacks nothing as it is', async () => {
    const own = [
      { path: '/kind', order: 'ascending' as const },
      { path: '/_ts', order: 'ascending' as const },
    ];
    const container = await made({ ...older, compositeIndexes: [own] });

    await openContainer(client, database, 'labdesk');
    const { etag } = await container.read();
    await openContainer(client, database, 'labdesk');

    const { etag: after, resource } = await container.read();
    assert.equal(after, etag);
    assert.equal(indexesOf(resource?.indexingPolicy ?? {})[0], '/kind ascending, /_ts ascending');
  });
});
