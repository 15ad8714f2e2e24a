import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { tenantId } from '../../../sandbox/seed.ts';
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
import type { Taken } from './copy-worker.ts';

const mebibyte = 1024 * 1024;

/** What one copy of a file of one block asks for, in turn. */
const calls = [
  { name: 'the look at the target', method: 'HEAD', path: `${publicAccount}/` },
  { name: 'the look at the source', method: 'HEAD', path: `${secureAccount}/` },
  { name: 'the reading', method: 'GET', path: `${secureAccount}/` },
  { name: 'the staging', method: 'PUT', path: 'comp=block&' },
  { name: 'the commit', method: 'PUT', path: 'comp=blocklist' },
] as const;

describe('a copy of a file that something comes in the way of', function () {
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
  afterEach(() => storage.forget());

  const copy = (from: ExpectedFile, signal = AbortSignal.timeout(30_000)) =>
    files.copy(from, { container: target.url, path: from.path }, signal);
  const seen = async (path = 'results.csv') => {
    const content = await contentOf(target.client, path);
    return content && sha256(content);
  };
  /** How the copy ended: its way, or the code of the error. */
  const ended = async (copying: Promise<string>) => await copying.catch(({ code }: { code: string }) => code);
  /** Resolves when such a call has come. */
  const come = async ({ method, path }: { method: string; path: string }, before: number) => {
    const pattern = path.startsWith('comp=') ? `/${publicAccount}/` : `/${path}`;
    for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
      const found = (await storage.calls()).filter((call) => call.startsWith(method) && call.includes(pattern));
      if (found.length > before) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error('The call did not come.');
  };

  for (const way of ['from-url', 'streamed'] as const)
    for (const call of calls)
      it(`${way}: shows what was approved or nothing, where the source is changed during ${call.name}`, async () => {
        const from = await put(source, 'results.csv', randomBytes(1000));
        if (way === 'streamed')
          await storage.fault({
            method: 'PUT',
            path: 'comp=block&',
            status: 403,
            code: 'CannotVerifyCopySource',
            times: 2,
          });
        await storage.fault({ ...call, name: undefined, delayMs: 300 });
        const copying = ended(copy(from));

        await come(
          call,
          way === 'streamed' && call.path === 'comp=block&' ? 2 : call.path === 'comp=blocklist' ? 1 : 0,
        );
        await put(source, 'results.csv', randomBytes(1000));
        const end = await copying;

        const standing = await seen();
        // Once all is read and checked the copy is of what was approved, whatever becomes of the source.
        assert.equal(standing, end === 'stale' ? undefined : from.sha256, end);
        if (call.method !== 'PUT') assert.equal(end, 'stale');
        if (call.path === 'comp=block&') assert.equal(end, 'stale');
      });

  it('is whole for whoever looks at the target meanwhile, or not there', async () => {
    const from = await put(source, 'results.csv', randomBytes(9 * mebibyte));
    let isCopying = true;
    const observations = new Set<string | undefined>();
    const looking = (async () => {
      while (isCopying) observations.add(await seen());
    })();

    await copy(from);
    isCopying = false;
    await looking;
    observations.add(await seen());

    assert.deepEqual([...observations].toSorted(), [from.sha256, undefined]);
  });

  for (const drop of ['before', 'after'] as const)
    for (const call of calls)
      it(`outlives a connection that is cut ${drop} ${call.name}, and where it stays cut shows nothing wrong`, async () => {
        const from = await put(source, 'results.csv', randomBytes(1000));
        await storage.fault({ ...call, name: undefined, drop });
        await copy(from);
        assert.equal(await seen(), from.sha256);

        const other = await put(source, 'other.csv', randomBytes(1000));
        await storage.fault({ ...call, name: undefined, drop, times: 1000 });
        const end = await ended(copy(other));

        assert.ok(['unavailable', 'timeout', 'from-url', 'streamed'].includes(end), end);
        const standing = await seen('other.csv');
        if (end === 'unavailable' && call.path === 'comp=blocklist' && drop === 'after')
          assert.equal(standing, other.sha256);
        else assert.equal(standing, end === 'unavailable' || end === 'timeout' ? undefined : other.sha256);
        await storage.forget();
        await copy(other);
        assert.equal(await seen('other.csv'), other.sha256);
      });

  it('ends where it is told to, and nothing is under way or to be seen afterwards', async () => {
    const from = await put(source, 'results.csv', randomBytes(9 * mebibyte));
    const stopped = new AbortController();
    await storage.fault({ method: 'GET', path: secureAccount, delayMs: 100, times: 100 });
    const copying = copy(from, stopped.signal);
    await come({ method: 'GET', path: secureAccount }, 0);
    stopped.abort();

    await assert.rejects(copying, { name: 'WorkspaceError' });

    assert.equal(await seen(), undefined);
  });

  it('says in words what kept it from being made, and nothing of addresses and signatures', async () => {
    const from = await put(source, 'results.csv', 'a');
    const table = [
      [{ status: 403, code: 'AuthorizationFailure' }, 'refused'],
      [{ status: 503, code: 'ServerBusy' }, 'throttled'],
      [{ status: 500, code: 'InternalError' }, 'unavailable'],
      [{ status: 409, code: 'ContainerBeingDeleted' }, 'busy'],
    ] as const;
    for (const [fault, code] of table) {
      await storage.fault({ method: 'PUT', path: 'comp=blocklist', times: 5, ...fault });
      const error = await copy(from).catch((thrown: unknown) => thrown);
      assert.equal((error as { code: string }).code, code);
      const told = JSON.stringify([
        error,
        (error as Error).cause,
        String((error as Error).cause),
        (error as Error).stack,
      ]);
      assert.doesNotMatch(told, /sig=|skoid|Bearer|results\.csv|127\.0\.0\.1/);
      await storage.forget();
    }
    assert.equal(await seen(), undefined);
  });

  it('takes no more memory for large files: 100 MiB through the process three times, less than 64 MiB more', async function () {
    this.timeout(3_600_000);
    const content = randomBytes(mebibyte);
    const large = Buffer.concat(Array.from({ length: 100 }, () => content));
    const [first, from] = [await put(source, 'small.bin', 'a'), await put(source, 'large.bin', large)];
    const to = ['1.bin', '2.bin', '3.bin'].map((path) => ({ container: target.url, path }));
    const { azure, certificates } = storage.world;
    await storage.fault({ method: 'PUT', path: 'comp=block&', status: 403, code: 'CannotVerifyCopySource', times: 2 });
    const worker = spawn(process.execPath, ['--expose-gc', fileURLToPath(new URL('copy-worker.ts', import.meta.url))], {
      env: {
        NODE_EXTRA_CA_CERTS: certificates.caPath,
        COPY: JSON.stringify({ authority: azure.origin, tenantId, secret: azure.clientSecret, first, from, to }),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });

    const copies = JSON.parse(await text(worker.stdout)) as Taken[];

    const said = JSON.stringify(copies);
    assert.equal(copies.length, to.length, said);
    for (const { way, buffers, resident } of copies) {
      assert.equal(way, 'streamed');
      // Two blocks of 4 MiB, and what is on its way of them.
      assert.ok(buffers < 32 * mebibyte, said);
      assert.ok(resident < 64 * mebibyte, said);
    }
    for (const { path } of to) assert.equal(await seen(path), from.sha256);
  });
});
