import assert from 'node:assert/strict';
import type { LedgerEntry } from '../../../services/ledger-entry.ts';
import { type LedgerHead, readHead } from '../../../services/ledger-head.ts';
import { verifyLedger } from '../../../services/ledger-verify.ts';
import { LedgerWriter } from '../../../services/ledger-writer.ts';
import type { Store } from '../../../services/store/store.ts';
import { runs } from '../../support/runs.ts';
import { randomFrom } from '../effects/world/faults.ts';
import { type Records, tamperings } from './tampering.ts';
import { history, LedgerWorld, owner, workspace } from './world.ts';

const count = 1024;

describe('A ledger that somebody with all rights on the store has changed', () => {
  const random = randomFrom(20_260_302);
  let world: LedgerWorld;
  let records: Records;

  before(async () => {
    world = new LedgerWorld();
    for (let subject = 0; subject < count / 64; subject += 1) {
      const why = subject % 2 === 0 ? { why: 'The counts are too small.' } : { by: owner };
      await world.writer.append(workspace, history(`ticket-${subject}`, 64, why));
      if (subject % 3 === 0) await world.sign();
    }
    await world.sign();
    const head = (await readHead(world.store, workspace))!.document;
    records = { entries: await all(world.store), head };
  });

  after(() => world.end());

  const verify = async (tampered: Records) => {
    const store = new WrittenStore(tampered) as unknown as Store;
    const writer = new LedgerWriter(store, world.clock);
    const { checkpoints, signer } = world;
    return await verifyLedger({ store, writer, checkpoints, signer }, workspace);
  };

  it('is intact as it was written', async () => {
    const { flaw, count: looked, checkpoints, lastCheckpoint } = await verify(records);

    assert.deepEqual([flaw, looked, checkpoints, lastCheckpoint?.count], [undefined, count, 6, count]);
  });

  // In `npm test` every so-many-th record, in `npm run test:long` each.
  const step = Math.max(1, Math.floor(count / runs(35)));
  for (const [kind, tamper] of Object.entries(tamperings)) {
    it(`is found out whichever record is the one: ${kind}`, async () => {
      for (let k = 1; k <= count; k += step) {
        const { flaw } = await verify(tamper(records, k, (ways) => Math.floor(random() * ways)));

        assert.ok(flaw, `${kind} of record ${k} was not detected`);
        assert.match(flaw.sentence, /^[A-Z].*\d.*\.$/);
        const isFirst = flaw.n <= k + 1 || flaw.kind === 'signed' || kind === 'swap' || kind === 'replay';
        assert.ok(isFirst, `${kind} of record ${k} was said to begin at ${flaw.n}: ${flaw.sentence}`);
      }
    });
  }
});

async function all(store: Store): Promise<LedgerEntry[]> {
  const found: LedgerEntry[] = [];
  let continuation: string | undefined;
  do {
    const page = await store.list<LedgerEntry>({
      partition: `ledger/${workspace}`,
      kind: 'ledger',
      limit: 2000,
      continuation,
    });
    found.push(...page.items.map(({ document }) => document));
    continuation = page.continuation;
  } while (continuation);
  return found;
}

/** The records as somebody left them, as fast to read as can be: verifying reads all of them thousands of times. */
class WrittenStore implements Pick<Store, 'get' | 'list' | 'create'> {
  readonly #entries: readonly LedgerEntry[];
  readonly #head: LedgerHead;

  constructor({ entries, head }: Records) {
    this.#entries = [...entries].sort((a, b) => (a.id < b.id ? -1 : 1));
    this.#head = head;
  }

  async get() {
    return { document: this.#head as never, etag: '' };
  }

  async list() {
    return { items: this.#entries.map((document) => ({ document: document as never, etag: '' })) };
  }

  async create(): Promise<never> {
    throw new Error('Nothing is left to be written.');
  }
}
