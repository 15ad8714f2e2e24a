import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AzureWorkQueue } from '../../../services/azure/queue.ts';
import type { HistoryArchive } from '../../../services/change/archive.ts';
import { Changes } from '../../../services/change/change.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { SqliteStore } from '../../../services/store/sqlite.ts';
import type { Document, Store, Stored } from '../../../services/store/store.ts';
import { SystemClock } from '../../../services/time/clock.ts';
import { MemoryQueue } from '../effects/world/memory-queue.ts';
import { address, command, open, type Ticket, ticketType } from './ticket.ts';

describe('Changes', () => {
  const clock = new SystemClock();
  let directory: string;
  let store: SqliteStore;
  let queue: MemoryQueue;
  let changes: Changes;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'labdesk-change-'));
    store = new SqliteStore({ path: join(directory, 'store.db') });
    queue = new MemoryQueue(clock);
    changes = new Changes({ store, queue, clock });
  });

  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });

  it('makes a document in its first state, with one history entry', async () => {
    const { document } = await changes.change(ticketType, address, open);

    assert.equal(document?.state, 'Open');
    assert.equal(document?.version, 1);
    assert.deepEqual(
      document?.history.map(({ from, to, key, by }) => [from, to, key, by.name]),
      [['', 'Open', 'open', 'Researcher']],
    );
    assert.deepEqual(await changes.get(ticketType, address), JSON.parse(JSON.stringify(document)));
  });

  it('carries the same command out once and gives the same document again', async () => {
    const first = await changes.change(ticketType, address, open);
    const again = await changes.change(ticketType, address, open);

    assert.deepEqual([first.outcome, again.outcome], ['changed', 'repeated']);
    assert.equal(again.document?.version, 1);
  });

  it('refuses a move that the table does not know and writes nothing', async () => {
    await changes.change(ticketType, address, open);
    await changes.change(
      ticketType,
      address,
      command('close', () => ({ next: { state: 'Closed' } })),
    );

    const reopening = changes.change(
      ticketType,
      address,
      command('reopen', () => ({ next: { state: 'Open' } })),
    );

    await assert.rejects(reopening, { code: 'conflict', message: 'That is not possible any more: it is Closed now.' });
    assert.equal((await changes.get(ticketType, address))?.version, 2);
  });

  it('leaves the document alone where the decision is that nothing changes', async () => {
    const { outcome } = await changes.change(
      ticketType,
      address,
      command('look', () => undefined),
    );

    assert.equal(outcome, 'unchanged');
    assert.equal(await changes.get(ticketType, address), undefined);
  });

  it('lets exactly one of sixteen claims win and shows the others who did', async () => {
    await changes.change(ticketType, address, open);
    const claim = (key: string) =>
      command(key, (current) => (current?.state === 'Open' ? { next: { state: 'Claimed', note: key } } : undefined));

    const keys = Array.from({ length: 16 }, (_, index) => `claim-${index}`);
    const results = await Promise.all(keys.map((key) => changes.change(ticketType, address, claim(key))));

    assert.equal(results.filter(({ outcome }) => outcome === 'changed').length, 1);
    assert.equal(new Set(results.map(({ document }) => document?.note)).size, 1);
  });

  it('knows its own write again when the answer to it was lost', async () => {
    const forgetful = new Changes({ store: answeringNoWrite(store), queue, clock });

    const { outcome, document } = await forgetful.change(ticketType, address, open);

    assert.equal(outcome, 'changed');
    assert.equal(document?.version, 1);
  });

  it('refuses a change with effects within three seconds, and writes nothing, while the queue cannot be reached', async () => {
    const { StorageSharedKeyCredential } = await import('@azure/storage-queue');
    const url = 'http://127.0.0.1:9/account/labdesk-effects';
    const unreachable = new AzureWorkQueue({ url, credential: new StorageSharedKeyCredential('account', 'a2V5') });
    const cut = new Changes({ store, queue: unreachable, clock });
    const began = performance.now();

    const opening = cut.change(
      ticketType,
      address,
      command('open', () => ({ next: { title: 'x' }, effects: [{ kind: 'tell' }] })),
    );

    await assert.rejects(opening, { name: 'WorkspaceError', code: 'unavailable' });
    assert.ok(performance.now() - began < 3000);
    assert.equal(await changes.get(ticketType, address), undefined);
  });

  it('keeps a document small over a thousand changes and all of its history in the archive', async () => {
    await changes.change(ticketType, address, open);
    for (let index = 1; index < 1000; index += 1)
      await changes.change(
        ticketType,
        address,
        command(`note-${index}`, () => ({ next: { note: `${index}` } })),
      );

    const document = (await changes.get(ticketType, address)) as Ticket;
    const archives = await store.list<HistoryArchive>({ partition: address.partition, kind: 'history', limit: 1000 });
    const byPlace = archives.items.map((item) => item.document).sort((a, b) => place(a) - place(b));
    const whole = [...byPlace.flatMap(({ entries }) => entries), ...document.history];

    assert.ok(document.history.length >= 50 && JSON.stringify(document).length < 64 * 1024);
    assert.equal(document.archived + document.history.length, 1000);
    assert.deepEqual(
      whole.map(({ key }) => key),
      ['open', ...Array.from({ length: 999 }, (_, index) => `note-${index + 1}`)],
    );
  });

  it('refuses what is too large for one record', async () => {
    const large = command('open', () => ({ next: { title: 'x'.repeat(70_000) } }));

    await assert.rejects(changes.change(ticketType, address, large), { code: 'invalid' });
    assert.equal(await changes.get(ticketType, address), undefined);
  });

  it('reads a document of a newer schema and refuses to change it', async () => {
    const { document } = await changes.change(ticketType, address, open);
    const { etag } = (await store.get(address.partition, address.id)) as Stored<Document>;
    await store.replace({ ...(document as Ticket), schema: 3 }, etag);

    const closing = changes.change(
      ticketType,
      address,
      command('close', () => ({ next: { state: 'Closed' } })),
    );

    await assert.rejects(closing, { code: 'unavailable', message: /newer version of Labdesk/ });
    assert.equal((await changes.get(ticketType, address))?.title, 'A broken screen');
  });

  it('does not let a document expire before what must follow from it', async () => {
    const expiresAt = new Date(clock.now().getTime() + 60_000).toISOString();
    const short = command('open', () => ({ next: { title: 'x', expiresAt }, effects: [{ kind: 'tell' }] }));

    await assert.rejects(changes.change(ticketType, address, short), RangeError);
  });
});

function place({ id }: Document): number {
  return Number(id.split('/').at(-1));
}

/** A store that writes, and whose first answer to a write is lost. */
function answeringNoWrite(store: Store): Store {
  let isLost = false;
  const lose = async <T>(write: Promise<T>): Promise<T> => {
    const stored = await write;
    if (isLost) return stored;
    isLost = true;
    throw new WorkspaceError('unavailable', 'The answer was lost.');
  };
  return {
    get: (partition, id) => store.get(partition, id),
    create: (document) => lose(store.create(document)),
    replace: (document, etag) => lose(store.replace(document, etag)),
    delete: (partition, id) => store.delete(partition, id),
    list: (query) => store.list(query),
    check: () => store.check(),
    close: () => store.close(),
  };
}
