import assert from 'node:assert/strict';
import type { Document, Store } from '../../../services/store/store.ts';
import { keepsIndexedLists } from './listing-contract.ts';

export interface Note extends Document {
  readonly text: string;
}

export function note(id: string, text = 'x', more: Partial<Note> = {}): Note {
  return { id, partition: 'oncology', kind: 'note', schema: 1, text, ...more };
}

/** What every store must do; `start` gives an empty one. */
export function keepsTheContractOfAStore(start: () => Promise<Store>): void {
  let store: Store;

  beforeEach(async () => {
    store = await start();
  });

  it('gives back what it was given, and nothing of its own', async () => {
    const document = { ...note('a'), deep: { list: [1, 'zwei', null, { x: true }], text: 'Grüße ✓\u0000"\\' } };

    const { etag } = await store.create(document);

    assert.deepEqual(await store.get('oncology', 'a'), { document, etag });
  });

  it('knows nothing of what is not there, in this partition', async () => {
    await store.create(note('a', 'x', { partition: 'cardiology' }));

    assert.equal(await store.get('oncology', 'a'), undefined);
    assert.deepEqual((await store.list({ partition: 'oncology', kind: 'note' })).items, []);
  });

  it('takes any id', async () => {
    const ids = ['19:abc@thread.tacv2;messageid=1', 'history/x/0', 'a b%2F', 'q?#\\', '=2F', 'ünï'];

    for (const id of ids) await store.create(note(id));

    for (const id of ids) assert.equal((await store.get<Note>('oncology', id))?.document.id, id);
    const { items } = await store.list({ partition: 'oncology', kind: 'note' });
    assert.deepEqual(new Set(items.map(({ document }) => document.id)), new Set(ids));
  });

  it('does not create over what is there', async () => {
    await store.create(note('a', 'first'));

    await assert.rejects(store.create(note('a', 'second')), { name: 'WriteConflict' });
    assert.equal((await store.get<Note>('oncology', 'a'))?.document.text, 'first');
  });

  it('replaces only what has not changed since it was read', async () => {
    const { etag } = await store.create(note('a', 'first'));
    const { etag: newer } = await store.replace(note('a', 'second'), etag);

    await assert.rejects(store.replace(note('a', 'third'), etag), { name: 'WriteConflict' });
    assert.deepEqual(await store.get('oncology', 'a'), { document: note('a', 'second'), etag: newer });
  });

  it('does not replace what is not there', async () => {
    await assert.rejects(store.replace(note('a'), 'an etag'), { name: 'WriteConflict' });
  });

  it('does not replace what was deleted and made again', async () => {
    const { etag } = await store.create(note('a', 'first life'));
    await store.delete('oncology', 'a');
    await store.create(note('a', 'second life'));

    await assert.rejects(store.replace(note('a'), etag), { name: 'WriteConflict' });
  });

  it('lets one of ten writers win that read the same', async () => {
    const { etag } = await store.create(note('a'));

    const writers = Array.from({ length: 10 }, (_, index) => store.replace(note('a', `${index}`), etag));
    const results = await Promise.allSettled(writers);

    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  it('deletes, and deletes again', async () => {
    await store.create(note('a'));

    await store.delete('oncology', 'a');
    await store.delete('oncology', 'a');

    assert.equal(await store.get('oncology', 'a'), undefined);
  });

  it('lists one kind of one partition page by page, each document once', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => `n${index}`);
    for (const id of ids) await store.create(note(id));
    await store.create(note('other', 'x', { kind: 'letter' }));

    const pages: string[][] = [];
    let continuation: string | undefined;
    do {
      const page = await store.list<Note>({ partition: 'oncology', kind: 'note', limit: 10, continuation });
      pages.push(page.items.map(({ document }) => document.id));
      continuation = page.continuation;
    } while (continuation !== undefined);

    assert.deepEqual(
      pages.map(({ length }) => length),
      [10, 10, 5],
    );
    assert.deepEqual(pages.flat().sort(), ids.sort());
  });

  it('does not show what has expired, and lets its place be taken', async () => {
    const past = new Date(Date.now() - 1000).toISOString();
    const future = new Date(Date.now() + 60_000).toISOString();
    const { etag } = await store.create(note('gone', 'x', { expiresAt: past }));
    await store.create(note('there', 'x', { expiresAt: future }));

    assert.equal(await store.get('oncology', 'gone'), undefined);
    const { items } = await store.list({ partition: 'oncology', kind: 'note' });
    assert.deepEqual(
      items.map(({ document }) => document.id),
      ['there'],
    );
    await store.create(note('gone', 'new'));
    await assert.rejects(store.replace(note('gone'), etag), { name: 'WriteConflict' });
    assert.equal((await store.get<Note>('oncology', 'gone'))?.document.text, 'new');
  });

  describe('with indexed lists', () => keepsIndexedLists(() => store));

  it('answers for readiness', async () => {
    await store.check();
  });
}
