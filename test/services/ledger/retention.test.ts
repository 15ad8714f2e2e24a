import assert from 'node:assert/strict';
import type { LedgerEntry } from '../../../services/ledger/ledger-entry.ts';
import type { MemoryStore } from '../effects/world/memory-store.ts';
import { history, LedgerWorld, owner, researcher, workspace } from './world.ts';

describe('Names in the ledger', () => {
  let world: LedgerWorld;

  beforeEach(() => {
    world = new LedgerWorld(undefined, 2);
  });

  afterEach(() => world.end());

  const texts = () => JSON.stringify((world.store as MemoryStore).all().map(({ document }) => document));
  const documents = () =>
    (world.store as MemoryStore)
      .all<LedgerEntry>()
      .map(({ document }) => document)
      .filter(({ kind }) => kind === 'ledger');
  const listed = async (person: string) =>
    (await world.store.list({ partition: `ledger/${workspace}`, kind: 'ledger', by: { person }, limit: 1000 })).items;

  it('are removed for one person, from every entry and from the head, and the chain still verifies', async () => {
    await world.writer.append(workspace, history('ticket-1', 250, { by: owner, why: 'Said by the owner' }));
    await world.sign();
    await world.writer.append(workspace, history('ticket-2', 3, { why: 'Said by the researcher' }));
    await world.writer.append(workspace, history('ticket-3', 2, { by: owner, why: 'Said by the owner' }));

    await world.retention.pseudonymise(owner.aadObjectId, 'key-1');
    await world.clock.advance(60);

    assert.doesNotMatch(texts(), /"Owner"|Said by the owner/);
    assert.match(texts(), /Said by the researcher/);
    assert.deepEqual([(await listed(owner.aadObjectId)).length, (await listed(researcher.aadObjectId)).length], [0, 3]);
    const { flaw, count } = await world.ledger.verify(workspace);
    // One more: that somebody was forgotten.
    assert.deepEqual([flaw, count], [undefined, 256]);
  });

  it('are removed day by day once they are older than the retention period', async () => {
    await world.retention.start();
    await world.writer.append(workspace, history('ticket-1', 700, { why: 'An old reason' }));
    await world.sign();
    await world.clock.advance(86_400);
    await world.writer.append(workspace, history('ticket-2', 10, { why: 'A newer reason' }));
    await world.clock.advance(1.5 * 86_400);

    assert.doesNotMatch(texts(), /An old reason/);
    assert.equal(documents().filter(({ open }) => open !== undefined).length, 10);
    assert.equal((await world.ledger.verify(workspace)).flaw, undefined);
    await world.clock.advance(86_400);
    assert.doesNotMatch(texts(), /A newer reason|Researcher/);
    assert.equal((await world.ledger.verify(workspace)).flaw, undefined);
  });

  it('are removed by one sweep, however often it is begun', async () => {
    await world.retention.start();
    await world.retention.start();

    const { effects } = (await world.store.get('system', 'ledger-retention'))!.document as unknown as {
      effects: readonly unknown[];
    };
    assert.equal(effects.length, 1);
  });
});
