import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { AzureFiles } from '../../../services/azure/files.ts';
import type { StoredFile } from '../../../services/files/file.ts';
import { eventually } from '../../sandbox/azure/world.ts';
import {
  contentOf,
  publicAccount,
  put,
  type StorageWorld,
  secureAccount,
  sha256,
  sharedStorage,
} from '../../support/storage.ts';

const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

describe('AzureFiles', function () {
  this.timeout(90_000);
  let storage: StorageWorld;
  let files: AzureFiles;
  let place: Awaited<ReturnType<StorageWorld['fresh']>>;

  before(async () => {
    storage = await sharedStorage();
    files = new AzureFiles(storage.world.credential);
  });
  beforeEach(async () => {
    place = await storage.fresh(secureAccount);
    await storage.forget();
  });
  afterEach(() => storage.forget());

  const signal = () => AbortSignal.timeout(30_000);
  const at = (path: string) => ({ container: place.url, path });
  async function all(container = place.url, prefix?: string): Promise<StoredFile[]> {
    const found: StoredFile[] = [];
    let continuation: string | undefined;
    do {
      const page = await files.list(container, prefix, continuation);
      found.push(...page.files);
      continuation = page.continuation;
    } while (continuation);
    return found;
  }

  it('lists what is under a prefix: path, size, day, type, and the ETag that a look gives too', async () => {
    const content = 'patient,age\n';
    await place.client
      .getBlockBlobClient('figures/figure 1.csv')
      .upload(content, content.length, { blobHTTPHeaders: { blobContentType: 'text/csv' } });
    await put(place, 'results.csv', 'a');

    const listed = await all(place.url, 'figures/');

    const { scan, ...looked } = (await files.look(at('figures/figure 1.csv')))!;
    assert.deepEqual(listed, [looked]);
    assert.deepEqual([looked.bytes, looked.contentType, looked.path], [12, 'text/csv', 'figures/figure 1.csv']);
    assert.match(looked.etag, /^".+"$/);
    assert.ok(Date.now() - looked.modifiedAt.getTime() < 60_000);
    assert.ok(scan);
    assert.equal((await all()).length, 2);
  });

  it('carries odd names through every call, and leaves out those that no address keeps', async () => {
    const names = [
      'a b.csv',
      'ä–\u{1f9ec}.csv',
      '100%/%2e%2e/#?&,;.csv',
      "it's (1)!~*+@$.csv",
      'x'.repeat(1024),
      'a//b.csv',
    ];
    for (const name of names) {
      const { etag, sha256: hash } = await put(place, name, name);

      assert.equal((await files.look(at(name)))?.bytes, Buffer.byteLength(name), name);
      assert.equal(await files.hash({ ...at(name), etag }, signal()), hash, name);
    }
    assert.deepEqual((await all()).map(({ path }) => path).toSorted(), names.toSorted());

    for (const name of ['a/../x', './x', '..', 'a\\b', '', '\udfff', 'x'.repeat(1025)]) {
      assert.equal(await files.look(at(name)), undefined, name);
      await assert.rejects(files.hash({ ...at(name), etag: '"1"' }, signal()), { code: 'not-found' }, name);
      await assert.rejects(files.readLink({ file: at(name), fileName: 'x', minutes: 5 }), { code: 'not-found' }, name);
    }
  });

  it('takes folders of a hierarchical namespace for what they are', async () => {
    await place.client.getBlockBlobClient('figures').upload('', 0, { metadata: { hdi_isfolder: 'true' } });
    await put(place, 'figures/a.png', 'a');

    assert.deepEqual(
      (await all()).map(({ path }) => path),
      ['figures/a.png'],
    );
  });

  it('says what the scanner said, and that it said nothing where nobody knows', async () => {
    const viaProxy = async (path: string, content: string) => {
      const from = await put(await storage.fresh(publicAccount), path, content);
      await files.copy(from, at(path), signal());
      return await eventually(
        async () => (await files.look(at(path)))?.scan,
        (scan) => scan !== 'not-scanned',
      );
    };
    assert.equal(await viaProxy('good.csv', 'a,b'), 'clean');
    assert.equal(await viaProxy('bad.csv', `x ${eicar}`), 'malicious');

    const before = await files.look(at('good.csv'));
    await storage.fault({ method: 'GET', path: 'comp=tags', status: 403, code: 'AuthorizationPermissionMismatch' });
    assert.deepEqual(await files.look(at('good.csv')), { ...before, scan: 'not-scanned' });
  });

  it('does not take a file for changed because it was scanned', async () => {
    const { etag } = await put(place, 'results.csv', 'a');
    await place.client.getBlobClient('results.csv').setTags({ 'Malware Scanning scan result': 'No threats found' });

    const found = await files.look(at('results.csv'));

    assert.deepEqual([found?.etag, found?.scan], [etag, 'clean']);
  });

  it('hashes what is there with this ETag, and nothing that has changed since', async () => {
    const content = randomBytes(9 * 1024 * 1024);
    const { etag } = await put(place, 'large.bin', content);
    assert.equal(await files.hash({ ...at('large.bin'), etag }, signal()), sha256(content));

    await put(place, 'large.bin', content);

    await assert.rejects(files.hash({ ...at('large.bin'), etag }, signal()), { code: 'stale' });
    await assert.rejects(files.hash({ ...at('none'), etag }, signal()), { code: /^(stale|not-found)$/ });
    await assert.rejects(files.hash({ ...at('large.bin'), etag }, AbortSignal.abort()), { name: 'WorkspaceError' });
  });

  it('removes a folder and nothing beside it, and nothing twice is fine', async () => {
    for (const path of ['oncology-4/a.csv', 'oncology-4/b/c.csv', 'oncology-42/a.csv']) await put(place, path, path);

    await files.removeAll(place.url, 'oncology-4/');
    await files.removeAll(place.url, 'oncology-4/');
    await files.removeAll(`${storage.accounts.secure}/none`, 'x/');

    assert.deepEqual(
      (await all()).map(({ path }) => path),
      ['oncology-42/a.csv'],
    );
    for (const prefix of ['', 'oncology-42']) await assert.rejects(files.removeAll(place.url, prefix), RangeError);
  });

  it('removes a container with all that is in it, and nothing twice is fine', async () => {
    await put(place, 'a.csv', 'a');

    await files.removeContainer(place.url);
    await files.removeContainer(place.url);

    assert.equal(await contentOf(place.client, 'a.csv'), undefined);
    await assert.rejects(files.list(place.url), { code: 'not-found' });
    assert.equal(await files.look(at('a.csv')), undefined);
  });

  it('tells in words what is the matter with the storage', async () => {
    const table: [object, string][] = [
      [{ status: 403, code: 'AuthorizationFailure' }, 'refused'],
      [{ status: 503, code: 'ServerBusy' }, 'throttled'],
      [{ status: 500, code: 'OperationTimedOut' }, 'timeout'],
      [{ status: 500, code: 'InternalError' }, 'unavailable'],
      [{ drop: 'before' }, 'unavailable'],
    ];
    for (const [fault, code] of table) {
      await storage.fault({ times: 10, path: 'comp=list', ...fault });
      await assert.rejects(files.list(place.url), { name: 'WorkspaceError', code }, JSON.stringify(fault));
      await storage.forget();
    }
  });

  it('is not waited for longer than six seconds', async () => {
    await storage.fault({ path: 'comp=list', hang: true, times: 5 });
    const began = performance.now();

    await assert.rejects(files.list(place.url), { code: 'timeout' });

    assert.ok(performance.now() - began < 8000);
  });
});
