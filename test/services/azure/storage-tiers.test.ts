import assert from 'node:assert/strict';
import type { TierPage } from '../../../services/archives/storage-tiers.ts';
import { AzureStorageTiers } from '../../../services/azure/storage-tiers.ts';
import { type StorageWorld, sharedStorage, wholeAccount } from '../../support/storage.ts';

const containers: Readonly<Record<string, readonly string[]>> = {
  approved: ['one.csv', 'two.csv'],
  data: ['a.csv', 'b.csv', 'c.csv', 'd.csv'],
  empty: [],
  results: ['figure.png'],
};

describe('AzureStorageTiers', function () {
  this.timeout(90_000);
  let storage: StorageWorld;
  let tiers: AzureStorageTiers;
  let account: string;

  before(async () => {
    storage = await sharedStorage();
    tiers = new AzureStorageTiers(storage.world.credential, { pageSize: 3 });
    account = `${storage.world.azure.blob}/${wholeAccount}`;
    for (const [name, blobs] of Object.entries(containers)) {
      const container = storage.container(wholeAccount, name);
      await container.create();
      for (const blob of blobs) await container.getBlockBlobClient(blob).upload('1234567', 7);
    }
    await storage.forget();
  });
  afterEach(() => storage.forget());

  const signal = () => AbortSignal.timeout(30_000);

  async function walk(tier: 'archive' | 'hot'): Promise<TierPage[]> {
    const pages: TierPage[] = [];
    for (;;) {
      const page = await tiers.set(account, tier, { signal: signal(), continuation: pages.at(-1)?.continuation });
      pages.push(page);
      if (page.continuation === undefined) return pages;
    }
  }

  async function tierOf(container: string, blob: string): Promise<string | undefined> {
    const { accessTier } = await storage.container(wholeAccount, container).getBlobClient(blob).getProperties();
    return accessTier;
  }

  const sets = async () => (await storage.calls()).filter((call) => call.startsWith('PUT'));
  const sum = (pages: readonly TierPage[], of: 'blobs' | 'bytes' | 'comingBack') =>
    pages.reduce((all, page) => all + page[of], 0);

  it('archives every blob page by page, asks for nothing twice, and says how many Azure is bringing back', async () => {
    const pages = await walk('archive');
    const again = await walk('archive');
    const tier = await tierOf('results', 'figure.png');
    const asked = (await sets()).length;
    const back = await walk('hot');

    assert.deepEqual([sum(pages, 'blobs'), sum(pages, 'bytes'), sum(pages, 'comingBack')], [7, 49, 0]);
    assert.ok(pages.length > 2 && pages.every(({ blobs }) => blobs <= 3));
    assert.ok([...pages, ...again].every((page) => page.tier === 'Archive'));
    assert.deepEqual([tier, asked], ['Archive', 7]);
    assert.deepEqual([sum(back, 'comingBack'), back.at(-1)?.tier], [7, 'Hot']);
    assert.equal(await tierOf('data', 'd.csv'), 'Hot');
  });

  it('takes the cold tier where the account has no archive, and stays with it', async () => {
    await storage.fault({ method: 'PUT', path: 'comp=tier', status: 400, code: 'InvalidHeaderValue', times: 2 });

    const pages = await walk('archive');

    assert.ok(pages.every(({ tier }) => tier === 'Cold'));
    assert.equal(await tierOf('approved', 'one.csv'), 'Cold');
    assert.equal(await tierOf('results', 'figure.png'), 'Cold');
  });

  it('counts what Azure is still bringing back, which takes no other tier until then', async () => {
    await storage.fault({ method: 'PUT', path: 'comp=tier', status: 409, code: 'BlobBeingRehydrated', times: 2 });

    const pages = await walk('hot');

    assert.deepEqual([sum(pages, 'blobs'), sum(pages, 'comingBack')], [7, 2]);
    await storage.forget();
    await walk('hot');
  });

  it('goes on where it stopped, also in another process', async () => {
    const { continuation } = await tiers.set(account, 'archive', { signal: signal() });
    await storage.fault({ method: 'PUT', path: 'comp=tier', status: 503, times: 9 });
    await assert.rejects(tiers.set(account, 'archive', { signal: signal(), continuation }), { code: 'throttled' });
    await storage.forget();
    const another = new AzureStorageTiers(storage.world.credential);
    const rest = await another.set(account, 'archive', { signal: signal(), continuation });

    assert.equal(rest.continuation, undefined);
    assert.equal(rest.blobs, 4);
  });

  it('says which right is lacking', async () => {
    await storage.fault({ path: 'comp=tier', status: 403, times: 9 });

    await assert.rejects(tiers.set(account, 'hot', { signal: signal() }), {
      code: 'refused',
      message: /Storage Blob Data Contributor/,
    });
  });

  it('counts by container, and removes all of it once', async () => {
    const inventory = await tiers.inventory(account, { signal: signal() });
    const removed = await tiers.remove(account, { signal: signal() });
    const again = await tiers.remove(account, { signal: signal() });

    assert.deepEqual(
      inventory.map(({ container, blobs, bytes }) => [container, blobs, bytes]),
      [
        ['approved', 2, 14],
        ['data', 4, 28],
        ['empty', 0, 0],
        ['results', 1, 7],
      ],
    );
    assert.deepEqual(removed, { containers: 4, blobs: 7, bytes: 49 });
    assert.deepEqual(again, { containers: 0, blobs: 0, bytes: 0 });
  });
});
