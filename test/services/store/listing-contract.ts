import assert from 'node:assert/strict';
import type { Document, Listing, Query, Store } from '../../../services/store/store.ts';

const all = { partition: 'oncology', kind: 'wish' };

/** A document that indexed lists find. */
export function wish(id: string, listing?: Listing, more: Partial<Document> = {}): Document {
  return { ...all, id, schema: 1, ...(listing && { listing }), ...more };
}

/** The ids of a list, page by page; `between` runs after every page. */
export async function pagesOf(
  store: Store,
  query: Query,
  between: (page: number) => Promise<unknown> = async () => {},
): Promise<string[][]> {
  const pages: string[][] = [];
  let continuation: string | undefined;
  do {
    const page = await store.list({ ...query, continuation });
    pages.push(page.items.map(({ document }) => document.id));
    continuation = page.continuation;
    await between(pages.length);
  } while (continuation !== undefined);
  return pages;
}

/** What every store must do with lists that go by an index; `current` gives an empty store. */
export function keepsIndexedLists(current: () => Store): void {
  const ids = async (by: Query['by']) => (await pagesOf(current(), { ...all, by })).flat();
  const order = (number: number) => `${number}`.padStart(9, '0');

  it('lists by person, by group, by both and by neither, newest first', async () => {
    const people = ['one', 'two', undefined];
    const groups = ['Pending', 'Denied'];
    for (const number of [3, 1, 12, 5, 2, 4, 8, 9, 7, 6, 11, 10]) {
      const listing = { order: order(number), person: people[number % 3], group: groups[number % 2] };
      await current().create(wish(`w${number}`, listing));
    }
    await current().create(wish('unlisted'));
    await current().create(wish('elsewhere', { order: '5', person: 'one' }, { partition: 'cardiology' }));
    await current().create(wish('letter', { order: '5', person: 'one' }, { kind: 'letter' }));

    assert.deepEqual(await ids({}), ['w12', 'w11', 'w10', 'w9', 'w8', 'w7', 'w6', 'w5', 'w4', 'w3', 'w2', 'w1']);
    assert.deepEqual(await ids({ person: 'two' }), ['w10', 'w7', 'w4', 'w1']);
    assert.deepEqual(await ids({ group: 'Denied' }), ['w11', 'w9', 'w7', 'w5', 'w3', 'w1']);
    assert.deepEqual(await ids({ person: 'two', group: 'Denied' }), ['w7', 'w1']);
    assert.deepEqual(await ids({ person: 'nobody' }), []);
    assert.deepEqual(await ids({ person: undefined, group: undefined }), await ids({}));
  });

  it('gives a listed document back as it was given, with the etag that replaces it', async () => {
    const document = wish('a/b', { order: '1', person: 'one', group: 'Pending' });
    await current().create(document);

    const [found] = (await current().list({ ...all, by: { person: 'one' } })).items;

    assert.deepEqual(found?.document, document);
    await current().replace(document, found?.etag ?? '');
  });

  it('lists a document by what its last write says', async () => {
    const { etag } = await current().create(wish('a', { order: '1', person: 'one', group: 'Pending' }));
    await current().create(wish('b', { order: '2', person: 'one', group: 'Pending' }));

    const decided = await current().replace(wish('a', { order: '3', person: 'two', group: 'Denied' }), etag);
    assert.deepEqual(await ids({}), ['a', 'b']);
    assert.deepEqual(await ids({ person: 'one' }), ['b']);
    assert.deepEqual(await ids({ group: 'Denied', person: 'two' }), ['a']);

    const regrouped = await current().replace(wish('a', { order: '3', person: 'two', group: 'Closed' }), decided.etag);
    assert.deepEqual(await ids({ group: 'Denied' }), []);
    assert.deepEqual(await ids({ person: 'two', group: 'Closed' }), ['a']);
    assert.deepEqual(await ids({ person: 'two' }), ['a']);

    const unlisted = await current().replace(wish('a'), regrouped.etag);
    assert.deepEqual(await ids({}), ['b']);
    assert.deepEqual(await ids({ person: 'two' }), []);

    await current().replace(wish('a', { order: '0' }), unlisted.etag);
    assert.deepEqual(await ids({}), ['b', 'a']);
    await current().delete('oncology', 'b');
    assert.deepEqual(await ids({}), ['a']);
  });

  it('goes on where a page ended while documents are added and leave', async () => {
    for (let number = 10; number < 20; number += 1) await current().create(wish(`w${number}`, { order: `${number}` }));

    const pages = await pagesOf(current(), { ...all, by: {}, limit: 3 }, async (page) => {
      await current().create(wish(`w${20 + page}`, { order: `${20 + page}` }));
      if (page === 1) await current().delete('oncology', 'w17');
      if (page === 2) await current().delete('oncology', 'w13');
    });

    assert.deepEqual(pages, [
      ['w19', 'w18', 'w17'],
      ['w16', 'w15', 'w14'],
      ['w12', 'w11', 'w10'],
    ]);
  });

  it('has no further page where the last one is just full', async () => {
    for (const number of [1, 2, 3, 4]) await current().create(wish(`w${number}`, { order: `${number}` }));

    assert.deepEqual(await pagesOf(current(), { ...all, by: {}, limit: 2 }), [
      ['w4', 'w3'],
      ['w2', 'w1'],
    ]);
  });

  it('gives each document once where many share an order', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `same${index}`);
    await current().create(wish('first', { order: '9' }));
    for (const name of names) await current().create(wish(name, { order: '5' }));
    await current().create(wish('last', { order: '1' }));

    const pages = await pagesOf(current(), { ...all, by: {}, limit: 2 });

    assert.deepEqual([pages.at(0)?.[0], pages.at(-1)?.at(-1), pages.length], ['first', 'last', 6]);
    assert.deepEqual(pages.flat().sort(), ['first', 'last', ...names]);
  });

  it('fills its pages although documents expired among them, and never shows those', async () => {
    const past = new Date(Date.now() - 1000).toISOString();
    const future = new Date(Date.now() + 60_000).toISOString();
    for (let number = 1; number <= 9; number += 1)
      await current().create(
        wish(`w${number}`, { order: `${number}`, person: 'one' }, { expiresAt: number % 3 === 0 ? future : past }),
      );

    const pages = await pagesOf(current(), { ...all, by: { person: 'one' }, limit: 2 });
    assert.deepEqual(pages, [['w9', 'w6'], ['w3']]);

    await current().create(wish('w4', { order: '4', person: 'two' }));
    assert.deepEqual(await ids({ person: 'two' }), ['w4']);
    assert.deepEqual(await ids({ person: 'one' }), ['w9', 'w6', 'w3']);
  });

  it('does not take the continuation of another list for its own', async () => {
    for (const continuation of ['w1', '', '{}', '[1]', '[]'])
      await assert.rejects(current().list({ ...all, by: {}, continuation }), RangeError);
  });
}
