import assert from 'node:assert/strict';
import { pino } from 'pino';
import type { Effect } from '../../../services/change/aggregate.ts';
import { type Aggregate, defineAggregate } from '../../../services/change/aggregate.ts';
import { Changes } from '../../../services/change/change.ts';
import { DeadLetterIndex, DeadLetters } from '../../../services/effects/dead-letters.ts';
import { Effects } from '../../../services/effects/effects.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { SqliteStore } from '../../../services/store/sqlite.ts';
import { admin, caller, owner } from '../../support/machine-samples.ts';
import { MemoryQueue } from './world/memory-queue.ts';
import { SimulatedClock } from './world/simulated-clock.ts';

type Parcel = Aggregate<'open'>;

const parcel = defineAggregate<Parcel>({ kind: 'parcel', schema: 1, initial: 'open', transitions: { open: [] } });
const address = { partition: 'workspace/oncology', id: 'parcel/1' };
const by = { admin: caller(admin, {}, { admin: true }), owner: caller(owner, { oncology: 'owner' }) };
const press = (key: string) => ({ key, via: 'card' as const });

describe('dead letters', () => {
  let clock: SimulatedClock;
  let store: SqliteStore;
  let changes: Changes;
  let effects: Effects;
  let letters: DeadLetters;
  let failing: boolean;
  let tried: Effect[];

  beforeEach(() => {
    clock = new SimulatedClock();
    store = new SqliteStore({ path: ':memory:', clock });
    start();
    failing = true;
    tried = [];
  });

  afterEach(async () => {
    await effects.stop();
    await store.close();
  });

  function start(beforeDeath?: (document: Aggregate) => Promise<void>): void {
    const queue = new MemoryQueue(clock);
    const index = new DeadLetterIndex(store, clock);
    changes = new Changes({ store, queue, clock });
    const log = pino({ level: 'silent' });
    const expect = beforeDeath ?? (async (document: Aggregate) => await index.expect(document));
    effects = new Effects({ store, changes, queue, clock, steady: clock, log, beforeDeath: expect });
    const handle = async (effect: Effect) => {
      tried.push(effect);
      if (failing) throw new WorkspaceError('unavailable', 'The parcel service is closed.');
      return { done: true } as const;
    };
    effects.register<Parcel>(parcel, 'parcel.send', { maxAttempts: 2, handle });
    effects.register<Parcel>(parcel, 'parcel.sign', { maxAttempts: 2, handle, onDead: () => undefined });
    letters = new DeadLetters({ store, changes, clock, effects });
  }

  async function send(kind = 'parcel.send', id = address.id): Promise<void> {
    await changes.change<Parcel>(
      parcel,
      { ...address, id },
      {
        ...{ key: `${kind}/${id}`, by: { ...admin, roles: [] }, via: 'chat', what: 'send' },
        decide: () => ({ next: {}, effects: [{ kind }] }),
      },
    );
    await clock.advance(60);
  }

  it('are found wherever they lie, newest first, with what they were and why they were given up', async () => {
    await send('parcel.send', 'parcel/1');
    await send('parcel.send', 'parcel/2');

    const found = await letters.list(by.admin);

    assert.deepEqual(
      found.letters.map(({ kind, document, workspace, retriable }) => [kind, document, workspace, retriable]),
      [
        ['parcel.send', 'parcel/2', 'oncology', true],
        ['parcel.send', 'parcel/1', 'oncology', true],
      ],
    );
    assert.equal(found.letters[0]?.reason, 'The parcel service is closed.');
    assert.equal(found.hasMore, false);
  });

  it('are tried again once, under their own id and on record, however often it is asked for', async () => {
    await send();
    const [letter] = (await letters.list(by.admin)).letters;
    failing = false;
    tried = [];

    const presses = [1, 2].map(() => letters.retry(by.admin, letter!.name, press('press')));
    await clock.advance(5);

    assert.deepEqual(await Promise.all(presses), ['due', 'due']);
    assert.deepEqual(
      tried.map(({ id, attempts }) => [id, attempts]),
      [[letter!.id, 1]],
    );
    const document = (await changes.get(parcel, address))!;
    assert.deepEqual([document.effects.length, document.deadLetters.length], [0, 0]);
    const retries = document.history.filter(({ what }) => what === 'effect.retry');
    assert.deepEqual(
      retries.map(({ by: who, detail }) => [who.name, who.roles, detail]),
      [['Admin', ['admin'], { step: 'parcel.send' }]],
    );
    assert.equal(await letters.retry(by.admin, letter!.name, press('another press')), 'gone');
    assert.equal((await letters.list(by.admin)).letters.length, 0);
  });

  it('lie there again where trying again fails as well', async () => {
    await send();
    const [letter] = (await letters.list(by.admin)).letters;
    await letters.retry(by.admin, letter!.name, press('press'));
    await clock.advance(60);

    const [again] = (await letters.list(by.admin)).letters;

    assert.equal(again?.name, letter?.name);
    assert.ok(again!.diedAt > letter!.diedAt);
  });

  it('are not tried again where their end was told already', async () => {
    await send('parcel.sign');
    const [letter] = (await letters.list(by.admin)).letters;

    assert.equal(letter?.retriable, false);
    await assert.rejects(letters.retry(by.admin, letter!.name, press('press')), { code: 'conflict' });
  });

  it('are for admins alone', async () => {
    await send();
    const [letter] = (await letters.list(by.admin)).letters;

    await assert.rejects(letters.list(by.owner), { code: 'forbidden' });
    await assert.rejects(letters.retry(by.owner, letter!.name, press('press')), { code: 'forbidden' });
  });

  it('are not written while nobody could find them', async () => {
    await effects.stop();
    let silent = true;
    const index = new DeadLetterIndex(store, clock);
    start(async (document) => {
      if (silent) throw new WorkspaceError('unavailable', 'The store is silent.');
      await index.expect(document);
    });
    await send();
    assert.equal((await changes.get(parcel, address))?.deadLetters.length, 0);

    silent = false;
    await clock.advance(120);

    assert.equal((await letters.list(by.admin)).letters.length, 1);
  });

  it('leave no pointer behind for long', async () => {
    await send();
    await store.delete(address.partition, address.id);
    const pointers = async () => {
      const page = await store.list({ partition: 'dead-letters', kind: 'dead-letters' });
      return page.items.length;
    };

    await letters.list(by.admin);
    assert.equal(await pointers(), 1);
    await clock.advance(700);
    await letters.list(by.admin);
    assert.equal(await pointers(), 0);
  });
});
