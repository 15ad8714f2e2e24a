import assert from 'node:assert/strict';
import { AzureFiles } from '../../../services/azure/files.ts';
import type { ReadLink } from '../../../services/files/file.ts';
import { eventually } from '../../sandbox/azure/world.ts';
import { publicAccount, put, type StorageWorld, sharedStorage } from '../../support/storage.ts';

const minute = 60_000;

describe('an address that carries its own permission', function () {
  this.timeout(90_000);
  let storage: StorageWorld;
  let files: AzureFiles;
  let place: Awaited<ReturnType<StorageWorld['fresh']>>;

  before(async () => {
    storage = await sharedStorage();
  });
  beforeEach(async () => {
    files = new AzureFiles(storage.world.credential);
    place = await storage.fresh(publicAccount);
    await put(place, 'figures/figure 1.csv', 'a,b');
    await put(place, 'other.csv', 'secret');
    await storage.forget();
  });

  const mint = async (more: Partial<ReadLink> = {}) =>
    new URL(
      await files.readLink({
        file: { container: place.url, path: 'figures/figure 1.csv' },
        fileName: 'figure 1.csv',
        minutes: 5,
        ...more,
      }),
    );
  const call = async (url: URL, method = 'GET') => await storage.world.call(method, url.href);
  const keyCalls = async () => (await storage.calls()).filter((each) => each.startsWith('POST')).length;

  it('gives the file, to be saved under its name and never to be run', async () => {
    const { status, body, headers } = await call(await mint());

    assert.deepEqual([status, String(body)], [200, 'a,b']);
    assert.equal(headers.get('content-disposition'), 'attachment; filename="figure 1.csv"');
    assert.equal(headers.get('content-type'), 'application/octet-stream');
  });

  it('is of one file, to read, over https, for five minutes at most, signed by a person and not by the account', async () => {
    for (const minutes of [0.5, 1, 5, 60, 1e9]) {
      const now = Date.now();
      const url = await mint({ minutes });
      const field = (name: string) => url.searchParams.get(name);
      const time = (name: string) => Date.parse(field(name) ?? '');

      assert.equal(url.protocol, 'https:');
      assert.equal(url.pathname, new URL(`${place.url}/figures/figure%201.csv`).pathname);
      assert.deepEqual([field('sr'), field('sp'), field('spr')], ['b', 'r', 'https']);
      assert.deepEqual([field('sip'), field('si'), field('ss'), field('srt')], [null, null, null, null]);
      assert.ok(field('skoid') && field('sktid') && field('sig'));
      assert.equal(field('sks'), 'b');
      const left = time('se') - now;
      assert.ok(left <= Math.min(minutes, 5) * minute + 1000 && left > Math.min(minutes, 5) * minute - 3000, `${left}`);
      assert.ok(Math.abs(now - time('st') - 15 * minute) < 5000);
      assert.ok(time('ske') - time('skt') <= 60 * minute && time('ske') >= time('se') && time('skt') <= time('st'));
    }
  });

  it('names the addresses from where it works, where the workspace demands that', async () => {
    const one = await mint({ addresses: '203.0.113.7' });
    const range = await mint({ addresses: '203.0.113.0-203.0.113.255' });

    assert.equal(one.searchParams.get('sip'), '203.0.113.7');
    assert.equal(range.searchParams.get('sip'), '203.0.113.0-203.0.113.255');
    // What is signed cannot be taken away, or put there.
    for (const sip of ['203.0.113.8', '0.0.0.0-255.255.255.255', undefined]) {
      const url = new URL(range);
      if (sip) url.searchParams.set('sip', sip);
      else url.searchParams.delete('sip');
      assert.equal((await call(url)).status, 403, sip);
    }
  });

  it('is refused where anything of it is changed', async () => {
    const good = await mint();
    const later = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, '');
    const fields: Record<string, string> = {
      ...{ sp: 'rwd', se: later, st: later, sr: 'c', spr: 'https,http', rscd: 'inline', rsct: 'text/html' },
      ...{ skoid: '3211c93b-f3da-41a8-b591-3903c5d401cd', ske: later, sv: '2020-02-10', sig: 'A'.repeat(43) },
    };
    for (const [name, value] of Object.entries(fields)) {
      const url = new URL(good);
      url.searchParams.set(name, value);
      assert.ok([400, 403].includes((await call(url)).status), name);
    }
    for (const name of ['sp', 'se', 'sr', 'spr', 'sig', 'skoid', 'ske', 'rscd']) {
      const url = new URL(good);
      url.searchParams.delete(name);
      assert.ok([400, 403, 404].includes((await call(url)).status), name);
    }
  });

  it('is of no other file, no list, and no other use', async () => {
    const good = await mint();
    const other = new URL(good);
    other.pathname = other.pathname.replace('figures/figure%201.csv', 'other.csv');
    const list = new URL(good);
    list.pathname = list.pathname.replace('/figures/figure%201.csv', '');
    list.searchParams.set('restype', 'container');
    list.searchParams.set('comp', 'list');

    assert.deepEqual([(await call(other)).status, (await call(list)).status], [403, 403]);
    const overwritten = await storage.world.call('PUT', good.href, {
      body: 'x',
      headers: { 'x-ms-blob-type': 'BlockBlob' },
    });
    assert.deepEqual([overwritten.status, (await call(good, 'DELETE')).status], [403, 403]);
    const tags = new URL(good);
    tags.searchParams.set('comp', 'tags');
    assert.equal((await call(tags)).status, 403);
    assert.equal((await call(good)).status, 200);
  });

  it('ends by itself', async () => {
    const url = await mint({ minutes: 2 / 60 });

    await eventually(
      async () => (await call(url)).status,
      (status) => status === 403,
    );
  });

  it('is dead with the container, within seconds', async () => {
    const url = await mint();
    assert.equal((await call(url)).status, 200);
    const began = performance.now();

    await files.removeContainer(place.url);

    assert.ok([403, 404].includes((await call(url)).status));
    assert.ok(performance.now() - began < 5000);
  });

  it('takes one key for all who wait, and the same for half an hour', async () => {
    await Promise.all(Array.from({ length: 20 }, () => mint()));
    await mint();

    assert.equal(await keyCalls(), 1);
  });

  it('asks for a key again where the storage did not give one', async () => {
    await storage.fault({ method: 'POST', status: 503, code: 'ServerBusy', times: 3 });

    await assert.rejects(mint(), { name: 'WorkspaceError', code: 'throttled' });

    assert.equal((await call(await mint())).status, 200);
  });
});
