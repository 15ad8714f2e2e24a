import assert from 'node:assert/strict';
import { GuardedStore } from '../../../services/store/guarded.ts';
import type { Stored } from '../../../services/store/store.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';
import { keepsTheContractOfAStore, type Note, note } from './contract.ts';

describe('GuardedStore', () => {
  describe('as a store', () => keepsTheContractOfAStore(async () => new GuardedStore(new MemoryStore(), { note: 1 })));

  it('shows a document of a newer shape and refuses to replace it, in plain words', async () => {
    const inner = new MemoryStore();
    const store = new GuardedStore(inner, { note: 1 });
    await inner.create(note('a', 'new', { schema: 2 }));

    const { document, etag } = (await store.get<Note>('oncology', 'a')) as Stored<Note>;
    const replacing = store.replace({ ...document, schema: 1, text: 'old' }, etag);

    await assert.rejects(replacing, {
      name: 'WorkspaceError',
      code: 'unavailable',
      message: /newer version of Labdesk/,
    });
    assert.equal((await inner.get<Note>('oncology', 'a'))?.document.text, 'new');
  });

  it('refuses the same for a document that was found in a list', async () => {
    const inner = new MemoryStore();
    const store = new GuardedStore(inner, { note: 1 });
    await inner.create(note('a', 'new', { schema: 2 }));

    const { items } = await store.list<Note>({ partition: 'oncology', kind: 'note' });

    await assert.rejects(store.replace(note('a'), items[0]?.etag ?? ''), { code: 'unavailable' });
  });
});
