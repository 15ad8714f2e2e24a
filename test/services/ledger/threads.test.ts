import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { pino } from 'pino';
import { entryId, type LedgerEntry, ledgerPartition } from '../../../services/ledger/ledger-entry.ts';
import { type Verification, verifyLedger } from '../../../services/ledger/ledger-verify.ts';
import { SqliteStore } from '../../../services/store/sqlite.ts';
import { SqliteLedgerWalker } from '../../../services/store/sqlite-ledger-walker.ts';
import type { Store } from '../../../services/store/store.ts';
import { eventually } from '../../chat/eventually.ts';
import { history, LedgerWorld, workspace } from './world.ts';

const count = 160;
const idleSeconds = 10;

describe('A long ledger in SQLite', () => {
  let directory: string;
  let path: string;
  let store: SqliteStore;
  let world: LedgerWorld;
  let warnings: string[];
  let walkers: SqliteLedgerWalker[];
  let threads: Worker[];

  // Node's own, for whoever watches a process: one message for each thread that begins.
  const began = (message: unknown) => void threads.push((message as { worker: Worker }).worker);

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'labdesk-ledger-'));
    path = join(directory, 'store.db');
    store = new SqliteStore({ path });
    world = new LedgerWorld(store);
    await world.writer.append(workspace, history('ticket-1', count, { why: 'The counts are too small.' }));
    await world.sign();
  });

  beforeEach(() => {
    [warnings, walkers, threads] = [[], [], []];
    subscribe('worker_threads', began);
  });

  afterEach(async () => {
    unsubscribe('worker_threads', began);
    await Promise.all(walkers.map((each) => each.rest()));
  });

  after(async () => {
    await world.end();
    await store.close();
    await rm(directory, { recursive: true });
  });

  const open = (file = path, readable: Store = store) => {
    const log = pino({}, { write: (line: string) => void warnings.push(line) });
    const options = { path: file, store: readable, clock: world.clock, log, idleSeconds };
    const walker = new SqliteLedgerWalker({ ...options, threads: 2, worthFrom: 1, segmentSize: 20 });
    walkers.push(walker);
    return walker;
  };

  const verify = async (walker?: SqliteLedgerWalker): Promise<Verification> => {
    const { writer, checkpoints, signer } = world;
    return await verifyLedger({ store, writer, checkpoints, signer, walker }, workspace);
  };

  const change = async (n: number, how: (entry: LedgerEntry) => Partial<LedgerEntry>) => {
    const stored = (await store.get<LedgerEntry>(ledgerPartition(workspace), entryId(n)))!;
    await store.replace({ ...stored.document, ...how(stored.document) }, stored.etag);
  };

  it('is verified by several at once, while entries are added', async () => {
    const walker = open();
    const adding = world.writer.append(workspace, history('ticket-2', 60));

    const found = await Promise.all(Array.from({ length: 4 }, () => verify(walker)));
    await adding;

    assert.deepEqual(
      found.map(({ flaw }) => flaw),
      [undefined, undefined, undefined, undefined],
    );
    assert.deepEqual([(await verify(walker)).count, warnings], [count + 60, []]);
  });

  it('leaves no thread behind once nobody asks any more, and new ones begin where somebody does', async () => {
    const walker = open();
    const keeping = keepingTheProcess();
    await verify(walker);
    await verify(walker);
    assert.equal(threads.length, 2);
    assert.deepEqual(keepingTheProcess(), keeping);

    await world.clock.advance(idleSeconds + 1);
    await eventually(async () => (threads.every(hasEnded) ? true : undefined));
    assert.equal((await verify(walker)).flaw, undefined);
    assert.deepEqual([threads.length, warnings], [4, []]);
  });

  it('is verified to its end though a thread dies on the way', async () => {
    const walker = open();
    const killed = (message: unknown) => void (message as { worker: Worker }).worker.terminate();
    subscribe('worker_threads', killed);
    try {
      assert.deepEqual(await verify(walker), await verify());
    } finally {
      unsubscribe('worker_threads', killed);
    }
    assert.match(warnings.join(), /The thread ended/);
  });

  it('is verified in place where threads fail, and for a while none is begun', async () => {
    const walker = open(join(directory, 'missing.db'));

    assert.deepEqual(await verify(walker), await verify());
    const failed = warnings.length;
    assert.ok(failed >= 1 && failed <= 2, `${failed} warnings`);
    assert.equal((await verify(walker)).flaw, undefined);
    assert.equal(warnings.length, failed);

    await world.clock.advance(61);
    await verify(walker);
    assert.ok(warnings.length > failed);
  });

  it('says that the store is unavailable as the store does, where nobody can read it', async () => {
    const closed = new SqliteStore({ path: join(directory, 'other.db') });
    await closed.close();
    const walker = open(join(directory, 'missing.db'), closed);

    await assert.rejects(walker.walk({ workspace, first: 1, last: count, signed: new Map() }), {
      name: 'WorkspaceError',
      code: 'unavailable',
    });
  });

  it('is verified in threads as it is in place, intact and altered', async () => {
    const walker = open();
    assert.deepEqual(await verify(walker), await verify());

    await change(141, ({ open }) => ({ open: { ...open!, name: 'Somebody else' } }));
    const [inThreads, inPlace] = await Promise.all([verify(walker), verify()]);
    assert.deepEqual([inThreads.flaw?.kind, inThreads.flaw?.n], ['person', 141]);
    assert.deepEqual(inThreads, inPlace);

    await store.delete(ledgerPartition(workspace), entryId(41));
    assert.deepEqual([(await verify(walker)).flaw?.n, warnings], [41, []]);
  });
});

/** https://nodejs.org/api/worker_threads.html#workerthreadid: a thread that has ended has the id -1. */
function hasEnded({ threadId }: Worker): boolean {
  return threadId === -1;
}

function keepingTheProcess(): string[] {
  return process.getActiveResourcesInfo().filter((name) => /worker|messageport/i.test(name));
}
