import assert from 'node:assert/strict';
import { type LedgerEntry, sealedPart, type Unsealed } from '../../../services/ledger/ledger-entry.ts';
import { readHead } from '../../../services/ledger/ledger-head.ts';
import { LedgerWriter } from '../../../services/ledger/ledger-writer.ts';
import type { Document, Stored } from '../../../services/store/store.ts';
import { pause } from '../../../services/time/pause.ts';
import { runs } from '../../support/runs.ts';
import { type Life, randomFrom, unreliable } from '../effects/world/faults.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';
import { entry, history, LedgerWorld, workspace } from './world.ts';

function entriesOf(store: MemoryStore): LedgerEntry[] {
  const documents = store.all<LedgerEntry>().map(({ document }) => document);
  return documents.filter(({ kind }) => kind === 'ledger').sort((a, b) => (a.id < b.id ? -1 : 1));
}

function indexesOf(store: MemoryStore, subject: string): (number | undefined)[] {
  const parts = entriesOf(store).map((document) => sealedPart(document));
  return parts.filter(({ about }) => about.subject === subject).map((part) => part.entry.index);
}

class CountingStore extends MemoryStore {
  heads = 0;

  override async replace<D extends Document>(document: D, etag: string): Promise<Stored<D>> {
    if (document.kind === 'ledger-head') this.heads += 1;
    return await super.replace(document, etag);
  }
}

describe('What is added to a ledger', () => {
  let world: LedgerWorld;
  let store: MemoryStore;

  beforeEach(() => {
    world = new LedgerWorld();
    store = world.store as MemoryStore;
  });

  afterEach(() => world.end());

  it('stands there once, in the order of its document, however often it is given', async () => {
    const all = history('ticket-1', 6);

    await world.writer.append(workspace, all.slice(0, 3));
    await Promise.all([world.writer.append(workspace, all), world.writer.append(workspace, all.slice(1, 5))]);
    await new LedgerWriter(store, world.clock).append(workspace, all);

    assert.deepEqual(indexesOf(store, 'ticket-1'), [0, 1, 2, 3, 4, 5]);
    assert.equal((await world.ledger.verify(workspace)).flaw, undefined);
  });

  it('goes in one block where it waited together', async () => {
    const counting = new CountingStore(world.clock);
    const writer = new LedgerWriter(counting, world.clock);
    await writer.append(workspace, history('ticket-0', 1));

    const many = Array.from({ length: 30 }, (_, place) => history(`ticket-${place + 1}`, 2));
    await Promise.all(many.map((each) => writer.append(workspace, each)));

    assert.ok(counting.heads <= 3, `${counting.heads} writes of the head`);
    assert.equal(entriesOf(counting).length, 61);
  });

  it('may be more than one block holds', async () => {
    await world.writer.append(workspace, history('ticket-1', 250, { why: 'x'.repeat(1000) }));

    assert.equal(indexesOf(store, 'ticket-1').length, 250);
    assert.ok((await readHead(store, workspace))!.document.tail.length <= 100);
    assert.equal((await world.ledger.verify(workspace)).flaw, undefined);
  });

  it('has names and reasons outside what is hashed', async () => {
    await world.writer.append(workspace, history('ticket-1', 1, { why: 'Because of the trial' }));

    const [document] = entriesOf(store);
    assert.doesNotMatch(document!.sealed, /Researcher|researcher|Because/);
    assert.equal(document!.open?.why, 'Because of the trial');
  });

  it('is refused before anything is written where it has no canonical form', async () => {
    const wrong: Unsealed = { subject: 'ticket-1', index: 0, entry: entry('k', { detail: { files: Number.NaN } }) };

    await assert.rejects(world.writer.append(workspace, [wrong]), /NaN/);
    await world.writer.append(workspace, history('ticket-2', 1));

    assert.equal(entriesOf(store).length, 1);
  });

  it('never comes before what is there already, though clocks differ', async () => {
    const later = { now: () => new Date(world.clock.now().getTime() + 600_000), schedule: () => () => {} };
    await new LedgerWriter(store, later).append(workspace, history('ticket-1', 2));
    await world.writer.append(workspace, history('ticket-2', 2));

    const times = entriesOf(store).map((document) => sealedPart(document).entry.sealedAt);
    assert.deepEqual(times, [...times].sort());
  });

  it('is all there, once and in order, whatever fails, is lost or dies on the way', async function () {
    this.timeout(600_000);
    for (let seed = 1; seed <= runs(60); seed += 1) await survive(seed);
  });
});

/** Four processes write at once over a store that fails and loses answers; some are killed, and their work comes again. */
async function survive(seed: number): Promise<void> {
  const random = randomFrom(seed);
  const world = new LedgerWorld();
  const store = world.store as MemoryStore;
  const odds = { refused: 0.06 * random(), lost: 0.06 * random(), slow: random() < 0.3 ? 0.05 : 0 };
  const subjects = Array.from({ length: 3 }, (_, place) => history(`ticket-${place}`, 6));
  const notes = Array.from({ length: 3 }, (_, n) => ({ subject: `ticket-${n % 2}`, entry: entry(`note-${n}`) }));
  const process = async (kills: boolean): Promise<void> => {
    const life: Life = { isDead: false };
    const writer = new LedgerWriter(unreliable(store, life, odds, world.clock, random), world.clock);
    if (kills)
      world.clock.schedule(new Date(world.clock.now().getTime() + random() * 4000), async () => {
        life.isDead = true;
      });
    for (let step = 1; step <= 6; step += 1) {
      const batch = [...subjects.flatMap((all) => all.slice(0, step)), ...notes.slice(0, step / 2)];
      for (let isDone = false; !isDone; ) {
        isDone = await writer.append(workspace, batch).then(
          () => true,
          () => pause(world.clock, 500).then(() => false),
        );
      }
    }
  };
  const doomed = [process(true), process(true)];
  void doomed;
  let isOver = false;
  const working = Promise.all([process(false), process(false)]).finally(() => {
    isOver = true;
  });
  for (let minutes = 0; !isOver; minutes += 1) {
    assert.ok(minutes < 200, `seed ${seed}: it does not end`);
    await world.clock.advance(60);
  }
  await working;

  for (const [place, all] of subjects.entries()) {
    const indexes = indexesOf(store, `ticket-${place}`).filter((index) => index !== undefined);
    assert.deepEqual(indexes, [...all.keys()], `seed ${seed}`);
  }
  assert.equal(entriesOf(store).length, 18 + notes.length, `seed ${seed}`);
  const { flaw, count } = await world.ledger.verify(workspace);
  assert.deepEqual([flaw, count], [undefined, 21], `seed ${seed}`);
  await world.end();
}
