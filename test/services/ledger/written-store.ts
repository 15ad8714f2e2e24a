import { type LedgerEntry, ledgerKind, ledgerPartition } from '../../../services/ledger/ledger-entry.ts';
import type { LedgerHead } from '../../../services/ledger/ledger-head.ts';
import type { Document, Page, Query, Store } from '../../../services/store/store.ts';
import type { Records } from './tampering.ts';
import { workspace } from './world.ts';

/** The records of the one ledger, as they are. */
export async function recordsIn(store: Store): Promise<Records> {
  const partition = ledgerPartition(workspace);
  const entries: LedgerEntry[] = [];
  let continuation: string | undefined;
  do {
    const page = await store.list<LedgerEntry>({ partition, kind: ledgerKind, limit: 2000, continuation });
    entries.push(...page.items.map(({ document }) => document));
    continuation = page.continuation;
  } while (continuation);
  const head = await store.get<LedgerHead>(partition, 'head');
  return { entries, head: head!.document };
}

/** The records as somebody left them, as fast to read as can be: verifying reads all of them thousands of times. */
export class WrittenStore implements Pick<Store, 'get' | 'list' | 'create'> {
  readonly #items: readonly { readonly document: LedgerEntry; readonly etag: string }[];
  readonly #head: LedgerHead;

  constructor({ entries, head }: Records) {
    const sorted = [...entries].sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
    this.#items = sorted.map((document) => ({ document, etag: '' }));
    this.#head = head;
  }

  async get() {
    return { document: this.#head as never, etag: '' };
  }

  async list<D extends Document>({ limit = 100, continuation = '' }: Query): Promise<Page<D>> {
    const from = this.#placeAfter(continuation);
    const items = this.#items.slice(from, from + limit) as unknown as Page<D>['items'];
    return from + limit < this.#items.length ? { items, continuation: items.at(-1)?.document.id } : { items };
  }

  async create(): Promise<never> {
    throw new Error('Nothing is left to be written.');
  }

  #placeAfter(id: string): number {
    let [low, high] = [0, this.#items.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#items[middle]!.document.id > id) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
