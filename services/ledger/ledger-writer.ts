import { WorkspaceError } from '../errors.ts';
import { type Store, WriteConflict } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import { pause } from '../time/pause.ts';
import {
  keyHash,
  type LedgerEntry,
  ledgerKind,
  ledgerPartition,
  requireSealable,
  seal,
  sealedPart,
  type Unsealed,
} from './ledger-entry.ts';
import { emptyHead, type LedgerHead, putEntries, readHead } from './ledger-head.ts';

interface Waiting {
  readonly unsealed: readonly Unsealed[];
  readonly done: () => void;
  readonly failed: (reason: unknown) => void;
}

const maxAttempts = 40;
/** A head with its newest block stays far under what a store takes. */
const mostInBlock = 100;
const mostBlockBytes = 200_000;

/**
 * Adds to ledgers. A block of entries is written into the head first, by one conditional write, and then as documents of
 * their own; whoever adds next makes sure of the latter, so that a crash anywhere neither loses an entry nor leaves it twice.
 * What waits for the same workspace in one process goes in one block.
 */
export class LedgerWriter {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #lines = new Map<string, Waiting[]>();
  /** Up to which count this process knows the documents to be there. */
  readonly #settled = new Map<string, number>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Resolves when all of it is in the ledger, once each, those of one subject in their order; what was there already stays.
   * @throws {WorkspaceError} unavailable, busy: nobody knows what was added, and the same call again is right
   */
  async append(workspace: string, unsealed: readonly Unsealed[]): Promise<void> {
    for (const each of unsealed) requireSealable(each);
    if (unsealed.length === 0) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = { unsealed, done: resolve, failed: reject };
    const line = this.#lines.get(workspace);
    if (line) line.push(waiting);
    else {
      const begun = [waiting];
      this.#lines.set(workspace, begun);
      void this.#serve(workspace, begun);
    }
    await promise;
  }

  /** Makes sure that all entries up to the head's stand as documents, and returns the head. */
  async settle(workspace: string): Promise<LedgerHead> {
    const head = (await readHead(this.#store, workspace))?.document ?? emptyHead(workspace);
    await this.#settle(workspace, head);
    return head;
  }

  async #serve(workspace: string, line: Waiting[]): Promise<void> {
    while (line.length > 0) {
      const together = line.splice(0);
      try {
        await this.#write(
          workspace,
          together.flatMap(({ unsealed }) => unsealed),
        );
        for (const { done } of together) done();
      } catch (error) {
        for (const { failed } of together) failed(error);
      }
    }
    this.#lines.delete(workspace);
  }

  async #write(workspace: string, wanted: readonly Unsealed[]): Promise<void> {
    for (let conflicts = 0; conflicts < maxAttempts; ) {
      const stored = await readHead(this.#store, workspace);
      const head = stored?.document ?? emptyHead(workspace);
      await this.#settle(workspace, head);
      const missing = await this.#missing(workspace, head, wanted);
      if (missing.length === 0) return;
      const block = this.#block(workspace, head, missing);
      const last = block.at(-1)!;
      const count = head.count + block.length;
      const { sealedAt } = sealedPart(last).entry;
      const next: LedgerHead = { ...head, count, hash: last.hash, sealedAt, tail: block };
      try {
        await (stored ? this.#store.replace(next, stored.etag) : this.#store.create(next));
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
        conflicts += 1;
        await pause(this.#clock, Math.random() * conflicts * 8);
        continue;
      }
      await this.#settle(workspace, next);
      if (block.length === missing.length) return;
    }
    throw new WorkspaceError('busy', 'Too much is being recorded at once. Try again in a moment.');
  }

  async #settle(workspace: string, { count, tail }: LedgerHead): Promise<void> {
    if ((this.#settled.get(workspace) ?? 0) >= count) return;
    await putEntries(this.#store, tail);
    this.#settled.set(workspace, count);
  }

  #block(workspace: string, head: LedgerHead, missing: readonly Unsealed[]): LedgerEntry[] {
    const block: LedgerEntry[] = [];
    let { count: n, hash: prev, sealedAt: latest } = head;
    let bytes = 0;
    for (const unsealed of missing.slice(0, mostInBlock)) {
      n += 1;
      const sealedAt = [latest, unsealed.entry.at, this.#clock.now().toISOString()].sort().at(-1)!;
      const entry = seal(unsealed, { workspace, n, prev, sealedAt });
      bytes += Buffer.byteLength(JSON.stringify(entry));
      if (bytes > mostBlockBytes && block.length > 0) break;
      block.push(entry);
      [prev, latest] = [entry.hash, sealedAt];
    }
    return block;
  }

  /** What of it is not in the ledger yet, in order. Nothing may be added since the head was read, else it counts for nothing. */
  async #missing(workspace: string, head: LedgerHead, wanted: readonly Unsealed[]): Promise<Unsealed[]> {
    const bySubject = Map.groupBy(wanted, ({ subject }) => subject);
    const lists = await Promise.all(
      [...bySubject].map(async ([subject, all]) => {
        const [notes, history] = [all.filter(isNote), all.filter((each) => !isNote(each))];
        return [
          ...(history.length > 0 ? later(history, await this.#lastIndex(workspace, head, subject)) : []),
          ...(await this.#unknownNotes(workspace, subject, notes)),
        ];
      }),
    );
    return lists.flat();
  }

  /** The number of the newest entry of the document's history that is in the ledger; -1 where none is. */
  async #lastIndex(workspace: string, { tail }: LedgerHead, subject: string): Promise<number> {
    const own = tail.filter(({ listing }) => listing.group === subject).map((each) => sealedPart(each).entry.index);
    const newest = own.findLast((index) => index !== undefined);
    if (newest !== undefined) return newest;
    for await (const { index } of this.#newestOf(workspace, subject)) if (index !== undefined) return index;
    return -1;
  }

  async #unknownNotes(workspace: string, subject: string, notes: readonly Unsealed[]): Promise<Unsealed[]> {
    if (notes.length === 0) return [];
    const byKey = new Map(notes.map((note) => [keyHash(note.entry.key), note]));
    const first = notes.map(({ entry }) => entry.at).sort()[0]!;
    for await (const { key, sealedAt } of this.#newestOf(workspace, subject)) {
      // Nothing comes into the ledger before it happened.
      if (sealedAt < first || byKey.size === 0) break;
      byKey.delete(key);
    }
    return [...byKey.values()];
  }

  async *#newestOf(workspace: string, group: string) {
    let continuation: string | undefined;
    do {
      const page = await this.#store.list<LedgerEntry>({
        partition: ledgerPartition(workspace),
        kind: ledgerKind,
        by: { group },
        limit: continuation ? 200 : 3,
        continuation,
      });
      for (const { document } of page.items) yield sealedPart(document).entry;
      continuation = page.continuation;
    } while (continuation);
  }
}

function isNote({ index }: Unsealed): boolean {
  return index === undefined;
}

/** Those after the given one, each once, in their order. */
function later(history: readonly Unsealed[], last: number): Unsealed[] {
  const byIndex = new Map(history.map((each) => [each.index!, each]));
  return [...byIndex.values()].filter(({ index }) => index! > last).sort((a, b) => a.index! - b.index!);
}
