import assert from 'node:assert/strict';
import { AzureFiles } from '../../../services/azure/files.ts';
import { runs } from '../../support/runs.ts';
import { type StorageWorld, secureAccount, sharedStorage } from '../../support/storage.ts';

const count = runs(200, 10_000);

describe(`a container of ${count} files`, function () {
  this.timeout(180_000);
  let storage: StorageWorld;

  before(async () => {
    storage = await sharedStorage();
  });

  it('is listed in two calls, each file once', async () => {
    const { url, client } = await storage.fresh(secureAccount);
    let next = 0;
    const upload = async () => {
      for (let index = next; index < count; index = next) {
        next += 1;
        await client.getBlockBlobClient(`scans/${index}.dcm`).upload('', 0);
      }
    };
    await Promise.all(Array.from({ length: 40 }, upload));
    const files = new AzureFiles(storage.world.credential, { pageSize: count / 2 });
    await storage.forget();

    const first = await files.list(url, 'scans/');
    const second = await files.list(url, 'scans/', first.continuation);

    const paths = [...first.files, ...second.files].map(({ path }) => path);
    assert.deepEqual([paths.length, new Set(paths).size, second.continuation], [count, count, undefined]);
    assert.equal((await storage.calls()).filter((call) => call.startsWith('GET 200')).length, 2);
  });
});
