import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { AzureFiles } from '../../../services/azure/files.ts';
import type { ExpectedFile } from '../../../services/files/file.ts';
import {
  contentOf,
  publicAccount,
  put,
  type StorageWorld,
  secureAccount,
  sha256,
  sharedStorage,
} from '../../support/storage.ts';

const mebibyte = 1024 * 1024;

describe('a copy of a file', function () {
  this.timeout(90_000);
  let storage: StorageWorld;
  let files: AzureFiles;
  let source: Awaited<ReturnType<StorageWorld['fresh']>>;
  let target: Awaited<ReturnType<StorageWorld['fresh']>>;

  before(async () => {
    storage = await sharedStorage();
  });
  beforeEach(async () => {
    files = new AzureFiles(storage.world.credential);
    [source, target] = [await storage.fresh(secureAccount), await storage.fresh(publicAccount)];
    await storage.forget();
  });

  const signal = () => AbortSignal.timeout(30_000);
  const copy = (from: ExpectedFile, path = from.path) => files.copy(from, { container: target.url, path }, signal());
  const seen = (path: string) => contentOf(target.client, path);
  const etagOf = async (path: string) => (await target.client.getBlobClient(path).getProperties()).etag;
  /** As where Azure cannot read the source by itself: with a token, and with an address that carries its permission. */
  const refuseUrls = () =>
    storage.fault({ method: 'PUT', path: 'comp=block&', status: 403, code: 'CannotVerifyCopySource', times: 2 });

  it('is made by Azure itself where that may read the source', async () => {
    const content = randomBytes(9 * mebibyte);
    const from = await put(source, 'figures/figure 1.png', content);

    assert.equal(await copy(from), 'from-url');

    assert.deepEqual(await seen(from.path), content);
  });

  it('passes through us where that is refused, and what was refused is not tried again for a while', async () => {
    const content = randomBytes(9 * mebibyte);
    const from = await put(source, 'results.csv', content);
    await refuseUrls();

    assert.equal(await copy(from), 'streamed');
    assert.deepEqual(await seen(from.path), content);

    await storage.forget();
    assert.equal(await copy(from, 'again.csv'), 'streamed');
    assert.deepEqual(
      (await storage.calls()).filter((call) => !/ 20\d | 404 /.test(call)),
      [],
    );
  });

  for (const status of [501, 500, 404, 400])
    it(`passes through us where the copy from a URL is answered with ${status}`, async () => {
      const from = await put(source, 'results.csv', 'a,b');
      await storage.fault({ method: 'PUT', path: 'comp=block&', status, times: status === 500 ? 3 : 2 });

      await copy(from);

      assert.equal(String(await seen(from.path)), 'a,b');
    });

  it('keeps the type of its content', async () => {
    const from = await put(source, 'page.html', '<p>');
    const { etag } = await source.client.getBlobClient('page.html').setHTTPHeaders({ blobContentType: 'text/html' });

    await copy({ ...from, etag: etag! });

    assert.equal((await target.client.getBlobClient('page.html').getProperties()).contentType, 'text/html');
  });

  it('can be of nothing', async () => {
    const from = await put(source, 'empty.txt', '');

    await copy(from);

    assert.equal((await seen('empty.txt'))?.length, 0);
  });

  it('made twice is made once, also by two at the same moment', async () => {
    const from = await put(source, 'results.csv', randomBytes(100_000));

    await Promise.all([copy(from), copy(from), copy(from)]);
    const etag = await etagOf(from.path);
    await copy(from);

    assert.equal(await etagOf(from.path), etag);
    assert.equal(sha256((await seen(from.path))!), from.sha256);
  });

  it('stands although the source has changed since: what was approved is there', async () => {
    const from = await put(source, 'results.csv', 'approved');
    await copy(from);
    await put(source, 'results.csv', 'changed');

    await copy(from);

    assert.equal(String(await seen(from.path)), 'approved');
  });

  it('takes the place of what is another file, of the same size too', async () => {
    const from = await put(source, 'results.csv', 'approved');
    for (const before of ['replaced', 'something longer', '']) {
      await put({ ...target, url: '' }, from.path, before);

      await copy(from);

      assert.equal(String(await seen(from.path)), 'approved');
    }
  });

  it('makes the container that it goes to, open to nobody', async () => {
    const from = await put(source, 'results.csv', 'a,b');
    const container = `${storage.accounts.public}/release-oncology-42`;

    await files.copy(from, { container, path: 'results.csv' }, signal());

    const made = storage.container(publicAccount, 'release-oncology-42');
    assert.equal(String(await contentOf(made, 'results.csv')), 'a,b');
    assert.equal((await made.getAccessPolicy()).blobPublicAccess, undefined);
    assert.equal((await storage.world.call('GET', `${container}/results.csv`)).status, 403);
  });

  it('is refused of a file that was changed, replaced by its like, cut, or removed, and then nothing is there', async () => {
    const from = await put(source, 'results.csv', 'approved');
    const later = await put(source, 'results.csv', 'approved');
    const wrong: ExpectedFile[] = [
      from,
      { ...later, bytes: 7 },
      { ...later, sha256: sha256('other') },
      { ...later, path: 'missing.csv' },
    ];
    for (const each of wrong)
      await assert.rejects(copy(each, 'copy.csv'), { name: 'WorkspaceError', code: 'stale' }, JSON.stringify(each));

    assert.equal(await seen('copy.csv'), undefined);
    await copy(later, 'copy.csv');
    assert.equal(String(await seen('copy.csv')), 'approved');
  });

  it('carries every name that an address can carry', async () => {
    const names = [
      'a b.csv',
      'ä ö/ü–\u{1f9ec}.csv',
      'Zu\u0308rich.csv',
      '100%.csv',
      '%2e%2e/%2F.csv',
      'a#b?c=d&e.csv',
      'a,b;c:d.csv',
      "it's (1) *!~+@$[x]{y}|^`<z>.csv",
      '.hidden',
      '...',
      `${'x'.repeat(1019)}.csv`,
    ];
    for (const name of names) {
      const from = await put(source, name, name);

      await copy(from);

      assert.equal(String(await seen(name)), name);
    }
  });

  it('never reaches another file by a name that addresses do not keep', async () => {
    const from = await put(source, 'secret.csv', 'secret');

    for (const path of [
      'a/../secret.csv',
      './secret.csv',
      'a/..',
      '..',
      'a\\secret.csv',
      '',
      'x'.repeat(1025),
      '\ud800',
    ])
      await assert.rejects(copy({ ...from, path }, 'copy.csv'), { code: 'not-found' }, path);

    assert.equal(await seen('copy.csv'), undefined);
  });
});
