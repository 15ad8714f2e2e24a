import assert from 'node:assert/strict';
import { verifyLedger } from '../../../services/ledger/ledger-verify.ts';
import { walkInPlace } from '../../../services/ledger/ledger-walk.ts';
import { LedgerWriter } from '../../../services/ledger/ledger-writer.ts';
import type { Store } from '../../../services/store/store.ts';
import { runs } from '../../support/runs.ts';
import { randomFrom } from '../effects/world/faults.ts';
import { type Records, tamperings } from './tampering.ts';
import { history, LedgerWorld, owner, workspace } from './world.ts';
import { recordsIn, WrittenStore } from './written-store.ts';

const count = 1024;
/** Of segments: seams everywhere, and beside pages. */
const sizes = [1, 2, 3, 7, 249, 250, 251, 1023];

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
    records = await recordsIn(world.store);
  });

  after(() => world.end());

  /** As one walk, or in segments of so many entries. */
  const verify = async (tampered: Records, segmentSize?: number) => {
    const store = new WrittenStore(tampered) as unknown as Store;
    const writer = new LedgerWriter(store, world.clock);
    const walker = segmentSize === undefined ? undefined : walkInPlace(store, { segmentSize, atOnce: 4 });
    const { checkpoints, signer } = world;
    return await verifyLedger({ store, writer, checkpoints, signer, walker }, workspace);
  };

  it('is intact as it was written', async () => {
    const { flaw, count: looked, checkpoints, lastCheckpoint } = await verify(records);

    assert.deepEqual([flaw, looked, checkpoints, lastCheckpoint?.count], [undefined, count, 6, count]);
    assert.deepEqual(await verify(records, 3), await verify(records));
  });

  // In `npm test` every so-many-th record, in `npm run test:long` each.
  const step = Math.max(1, Math.floor(count / runs(10, 1_050)));
  for (const [kind, tamper] of Object.entries(tamperings)) {
    it(`is found out whichever record is the one: ${kind}`, async () => {
      for (let k = 1; k <= count; k += step) {
        const tampered = tamper(records, k, (ways) => Math.floor(random() * ways));
        const found = await verify(tampered);
        const { flaw } = found;

        assert.ok(flaw, `${kind} of record ${k} was not detected`);
        assert.match(flaw.sentence, /^[A-Z].*\d.*\.$/);
        const isFirst = flaw.n <= k + 1 || flaw.kind === 'signed' || kind === 'swap' || kind === 'replay';
        assert.ok(isFirst, `${kind} of record ${k} was said to begin at ${flaw.n}: ${flaw.sentence}`);
        assert.deepEqual(await verify(tampered, sizes[k % sizes.length]), found, `${kind} of record ${k} in segments`);
      }
    });
  }
});
