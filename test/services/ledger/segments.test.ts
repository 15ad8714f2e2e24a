import assert from 'node:assert/strict';
import { entryId } from '../../../services/ledger/ledger-entry.ts';
import { type Verification, verifyLedger } from '../../../services/ledger/ledger-verify.ts';
import { type LedgerWalker, walkInPlace } from '../../../services/ledger/ledger-walk.ts';
import { LedgerWriter } from '../../../services/ledger/ledger-writer.ts';
import type { Store } from '../../../services/store/store.ts';
import { runs } from '../../support/runs.ts';
import { randomFrom } from '../effects/world/faults.ts';
import { oddities } from './oddities.ts';
import { type Records, tamperings } from './tampering.ts';
import { history, LedgerWorld, workspace } from './world.ts';
import { recordsIn, WrittenStore } from './written-store.ts';

const count = 96;

describe('A ledger that is verified in segments', () => {
  let world: LedgerWorld;
  let records: Records;

  before(async () => {
    world = new LedgerWorld();
    for (let subject = 0; subject < 6; subject += 1) {
      await world.writer.append(workspace, history(`ticket-${subject}`, 16, { why: 'The counts are too small.' }));
      if (subject % 2 === 1) await world.sign();
    }
    records = await recordsIn(world.store);
  });

  after(() => world.end());

  const verify = async (
    written: Records,
    walkerOver?: (store: Store) => LedgerWalker,
    store = new WrittenStore(written) as unknown as Store,
  ): Promise<Verification> => {
    const { checkpoints, signer, clock } = world;
    const walker = walkerOver?.(store);
    return await verifyLedger(
      { store, writer: new LedgerWriter(store, clock), checkpoints, signer, walker },
      workspace,
    );
  };

  it('is found as it is by one walk, whatever several hands have done to it', async () => {
    const all = Object.entries({ ...tamperings, ...oddities });
    const kinds = new Set<string>();
    for (let seed = 1; seed <= runs(150, 9_000); seed += 1) {
      const random = randomFrom(seed);
      const at = (ways: number) => Math.floor(random() * ways);
      let written = records;
      const done: string[] = [];
      for (let hand = at(3); hand >= 0; hand -= 1) {
        const [name, tamper] = all[at(all.length)]!;
        try {
          written = tamper(written, 1 + at(count), at);
          done.push(name);
        } catch {
          // What others have left of it cannot be changed in this way.
        }
      }

      const one = await verify(written);
      const [segmentSize, atOnce] = [1 + at(40), 1 + at(5)];
      const segmented = await verify(written, (store) => walkInPlace(store, { segmentSize, atOnce }));

      assert.deepEqual(segmented, one, `seed ${seed}, segments of ${segmentSize}: ${done.join(', ')}`);
      if (one.flaw) kinds.add(one.flaw.kind);
    }
    const common = ['altered', 'detached', 'foreign', 'lists', 'missing', 'moved', 'person', 'signed'];
    assert.deepEqual(new Set(common).difference(kinds), new Set());
  });

  it('is broken where its head does not say a number of entries', async () => {
    for (const value of [`${count}`, null, -1, 2.5, { count }]) {
      const { flaw } = await verify({ ...records, head: { ...records.head, count: value as number } });

      assert.deepEqual([flaw?.kind, flaw?.n], ['end', 0]);
    }
  });

  it('ends soon where the head says there are more entries than anybody could have written', async () => {
    const head = { ...records.head, count: Number.MAX_SAFE_INTEGER };

    const { flaw } = await verify({ ...records, head }, (store) => walkInPlace(store, { segmentSize: 5, atOnce: 4 }));

    assert.deepEqual([flaw?.kind, flaw?.n], ['missing', count + 1]);
  });

  it('is broken where something beyond its end calls itself by an earlier number', async () => {
    const store = new WrittenStore(records) as unknown as Store;
    const forged = { ...records.entries[0]!, id: entryId(2) };
    const list = store.list.bind(store);
    store.list = (async (query) => {
      const page = await list(query);
      // A row of a later id with a body that says another.
      return query.continuation === entryId(count) ? { items: [{ document: forged, etag: '' }] } : page;
    }) as Store['list'];

    const { flaw } = await verify(records, undefined, store);

    assert.deepEqual([flaw?.kind, flaw?.n], ['foreign', count + 1]);
  });

  it('is short enough to be walked as one below what its walker is worth', async () => {
    const walker: LedgerWalker = {
      ...walkInPlace(world.store, { worthFrom: count + 1 }),
      walk: async () => assert.fail('It was asked.'),
    };

    assert.equal((await verify(records, () => walker)).flaw, undefined);
    await assert.rejects(
      verify(records, () => ({ ...walker, worthFrom: count })),
      /It was asked/,
    );
  });

  it('fails with what the store says, and leaves nothing under way', async () => {
    let underWay = 0;
    const walkerOver = (store: Store): LedgerWalker => {
      const inPlace = walkInPlace(store, { segmentSize: 5, atOnce: 4 });
      const walk: LedgerWalker['walk'] = async (segment) => {
        underWay += 1;
        try {
          if (segment.first > 20) await store.create(records.head);
          return await inPlace.walk(segment);
        } finally {
          underWay -= 1;
        }
      };
      return { ...inPlace, walk };
    };

    await assert.rejects(verify(records, walkerOver), /Nothing is left to be written/);
    assert.equal(underWay, 0);
    const early = tamperings.edit!(records, 3, () => 0);
    assert.equal((await verify(early, walkerOver)).flaw?.n, 3);
    assert.equal(underWay, 0);
  });
});
