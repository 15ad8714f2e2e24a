import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { AzureCheckpoints } from '../../../services/azure/checkpoints.ts';
import type { Checkpoint, FoundCheckpoint } from '../../../services/ledger/ledger-checkpoint.ts';
import { type StorageWorld, secureAccount, sharedStorage } from '../../support/storage.ts';

function checkpoint(count: number, more: Partial<Checkpoint> = {}): Checkpoint {
  const at = '2026-03-02T09:00:00.000Z';
  const signed = { keyId: 'key', algorithm: 'EdDSA', signature: 'c2lnbmF0dXJl' };
  return { workspace: 'oncology', count, hash: `hash-${count}`, at, ...signed, ...more };
}

describe('AzureCheckpoints', function () {
  this.timeout(90_000);
  let storage: StorageWorld;
  let checkpoints: AzureCheckpoints;
  let place: Awaited<ReturnType<StorageWorld['fresh']>>;

  before(async () => {
    storage = await sharedStorage();
  });
  beforeEach(async () => {
    place = await storage.fresh(secureAccount);
    checkpoints = new AzureCheckpoints({ url: place.url, credential: storage.world.credential });
    await storage.forget();
  });
  afterEach(() => storage.forget());

  const all = async (workspace = 'oncology') => {
    const found: FoundCheckpoint[] = [];
    for await (const each of checkpoints.list(workspace)) found.push(each);
    return found;
  };

  it('come back as they were put, those of one workspace, in order', async () => {
    for (const count of [1000, 7, 99, 23]) await checkpoints.put(checkpoint(count));
    await checkpoints.put(checkpoint(5, { workspace: 'oncology-2' }));

    assert.deepEqual(
      await all(),
      [7, 23, 99, 1000].map((count) => ({ count, checkpoint: checkpoint(count) })),
    );
    assert.equal((await all('oncology-2')).length, 1);
    assert.deepEqual(await all('cardiology'), []);
  });

  it('are never replaced', async () => {
    await checkpoints.put(checkpoint(7));
    await checkpoints.put(checkpoint(7, { hash: 'another' }));

    assert.equal((await all())[0]?.checkpoint?.hash, 'hash-7');
  });

  it('make their container at the first use', async () => {
    await place.client.delete();
    assert.deepEqual(await all(), []);
    await checkpoints.put(checkpoint(1));

    assert.equal((await all()).length, 1);
  });

  it('are named where something else stands in their place', async () => {
    const blob = (name: string) => place.client.getBlockBlobClient(name);
    await blob('oncology/000000000003.json').uploadData(Buffer.from('{"count":3}'));
    await blob('oncology/000000000004.json').uploadData(Buffer.from('not even JSON'));
    await blob('oncology/notes.txt').uploadData(Buffer.from('a note'));

    assert.deepEqual(await all(), [{ count: 3 }, { count: 4 }]);
  });

  it('are read in more than one page', async () => {
    const counts = Array.from({ length: 40 }, (_, index) => index + 1);
    await Promise.all(counts.map((count) => checkpoints.put(checkpoint(count))));

    assert.deepEqual(
      (await all()).map(({ count }) => count),
      counts,
    );
  });

  it('say so where the storage does not answer', async () => {
    await storage.fault({ method: 'PUT', status: 503, times: 50 });

    await assert.rejects(checkpoints.put(checkpoint(1)), { name: 'WorkspaceError', code: 'throttled' });
  });

  it('ask for a retention policy in the request that writes them, and to be written once', async () => {
    let headers: IncomingHttpHeaders = {};
    const { cert, key } = storage.world.certificates;
    const server = createServer({ cert, key }, (request, response) => {
      headers = request.headers;
      request.resume().once('end', () => {
        response.statusCode = 201;
        response.end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/account/labdesk-ledger`;
    const { credential } = storage.world;

    await new AzureCheckpoints({ url, credential, immutableDays: 365 }).put(checkpoint(1));
    server.closeAllConnections();
    server.close();

    const until = Date.parse(String(headers['x-ms-immutability-policy-until-date']));
    assert.ok(Math.abs(until - Date.now() - 365 * 86_400_000) < 60_000);
    assert.equal(headers['x-ms-immutability-policy-mode']?.toString().toLowerCase(), 'unlocked');
    assert.equal(headers['if-none-match'], '*');
    assert.equal(headers['x-ms-blob-content-type'], 'application/json');
  });
});
