import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Address } from '../../../services/change/aggregate.ts';
import { type LedgerEntry, type LedgerRecord, recordOf } from '../../../services/ledger/ledger-entry.ts';
import { readHead } from '../../../services/ledger/ledger-head.ts';
import type { LedgerNote } from '../../../services/ledger/ledger-note.ts';
import { command, type Ticket } from '../change/ticket.ts';
import type { MemoryStore } from '../effects/world/memory-store.ts';
import { history, LedgerWorld, owner, recordedTicket, workspace } from './world.ts';

const ticket: Address = { partition: workspace, id: 'ticket-1' };

describe('The ledger of a workspace', () => {
  let world: LedgerWorld;

  beforeEach(() => {
    world = new LedgerWorld();
  });

  afterEach(() => world.end());

  const change = async (key: string, address = ticket) =>
    await world.changes.change(
      recordedTicket,
      address,
      command(key, () => ({ next: { title: 'x' }, detail: { files: 2 } })),
    );
  const records = (): LedgerRecord[] =>
    (world.store as MemoryStore)
      .all<LedgerEntry>()
      .map(({ document }) => document)
      .filter(({ kind }) => kind === 'ledger')
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(recordOf);
  const signedCounts = () => [...world.checkpoints.all.values()].map(({ count }) => count);

  it('has an entry for every change, with who, what and the numbers that prove it', async () => {
    await change('open');
    await change('claim');
    await world.clock.advance(1);

    const [first, second] = records();
    assert.deepEqual(
      [first?.what, first?.subject, first?.index, first?.person, first?.detail, first?.roles],
      ['open', 'ticket-1', 0, { aadObjectId: 'researcher', name: 'Researcher' }, { files: 2 }, ['member']],
    );
    assert.deepEqual([second?.n, second?.what, second?.via], [2, 'claim', 'chat']);
  });

  it('is signed some seconds after an entry, once for all that came meanwhile', async () => {
    await change('open');
    await change('open', { partition: workspace, id: 'ticket-2' });
    await world.clock.advance(3);
    await change('claim');
    assert.deepEqual(signedCounts(), []);
    await world.clock.advance(3);

    assert.deepEqual(signedCounts(), [3]);
    await world.clock.advance(60);
    assert.deepEqual(signedCounts(), [3]);
    await change('close');
    await world.clock.advance(10);
    assert.deepEqual(signedCounts(), [3, 4]);
    const documents = (world.store as MemoryStore).all<Ticket>().map(({ document }) => document);
    assert.ok(documents.every(({ kind, effects }) => kind !== 'ticket' || effects.length === 0));
  });

  it('leaves nothing in its head once it is signed', async () => {
    await change('open');
    await world.clock.advance(10);

    const head = (await readHead(world.store, workspace))?.document;
    assert.deepEqual([head?.count, head?.tail, head?.signed?.count], [1, [], 1]);
  });

  it('verifies from the first entry to the last, and says how much is signed', async () => {
    for (let index = 0; index < 7; index += 1) await change(`${index}`);
    await world.clock.advance(10);
    await change('later');
    await world.clock.advance(1);

    const { flaw, count, checkpoints, lastCheckpoint } = await world.ledger.verify(workspace);

    assert.deepEqual([flaw, count, checkpoints, lastCheckpoint?.count], [undefined, 8, 1, 7]);
    const empty = await world.ledger.verify('cardiology');
    assert.deepEqual([empty.flaw, empty.count], [undefined, 0]);
  });

  it('keeps what leaves a document, with its number', async () => {
    for (let index = 0; index < 120; index += 1) {
      await change(`${index}`);
      if (index % 40 === 0) await world.clock.advance(1);
    }
    await world.clock.advance(10);

    const document = (await world.store.get<Ticket>(ticket.partition, ticket.id))?.document;
    assert.ok(document!.history.length < 120);
    assert.deepEqual(
      records().map(({ index }) => index),
      Array.from({ length: 120 }, (_, index) => index),
    );
    const others = (world.store as MemoryStore).all().filter(({ document: { kind } }) => kind === 'history');
    assert.deepEqual(others, []);
  });

  it('takes a note of what changed nothing, once per key', async () => {
    const note = {
      by: owner,
      what: 'request.approve.refused',
      via: 'card',
      subject: 'ticket-1',
      why: 'It is your own request.',
    } as const;
    await change('open');
    await world.ledger.note(workspace, { ...note, key: 'press-1' });
    await world.ledger.note(workspace, { ...note, key: 'press-1' });
    await world.ledger.note(workspace, { ...note, key: 'press-2' });
    await change('claim');
    await world.clock.advance(10);

    const about = records().filter(({ subject }) => subject === 'ticket-1');
    assert.deepEqual(about.map(({ what }) => what).sort(), ['claim', 'open', note.what, note.what]);
    assert.equal(about.find(({ what }) => what === note.what)?.why, note.why);
    const notes = (world.store as MemoryStore)
      .all<LedgerNote>()
      .filter(({ document: { kind } }) => kind === 'ledger-note');
    assert.ok(notes.every(({ document }) => document.effects.length === 0 && document.expiresAt));
  });

  it('finds nothing wrong while entries are added', async () => {
    await world.writer.append(workspace, history('ticket-1', 300));
    let isVerified = false;
    const verifying = (async () => {
      for (let round = 0; round < 20; round += 1) {
        const { flaw } = await world.ledger.verify(workspace);
        assert.equal(flaw, undefined);
      }
      isVerified = true;
    })();

    for (let subject = 2; !isVerified; subject += 1) {
      await world.writer.append(workspace, history(`ticket-${subject}`, 5));
      await world.sign();
      await setImmediate();
    }
    await verifying;
  });

  it('says which checkpoint is not of Labdesk', async () => {
    await change('open');
    await world.clock.advance(10);
    const [name, checkpoint] = [...world.checkpoints.all][0]!;
    world.checkpoints.all.set(name, { ...checkpoint, at: '2026-03-01T00:00:00.000Z' });

    const { flaw } = await world.ledger.verify(workspace);

    assert.deepEqual([flaw?.kind, flaw?.n], ['signature', 1]);
  });

  it('still verifies what an earlier key signed', async () => {
    await change('open');
    await world.clock.advance(10);
    world.signer.rotate();
    await change('claim');
    await world.clock.advance(10);

    const keys = new Set([...world.checkpoints.all.values()].map(({ keyId }) => keyId));
    const { flaw, checkpoints } = await world.ledger.verify(workspace);
    assert.deepEqual([keys.size, flaw, checkpoints], [2, undefined, 2]);
  });
});
