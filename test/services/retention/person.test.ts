import assert from 'node:assert/strict';
import type { Budget } from '../../../services/budgets/budget.ts';
import { recordOf } from '../../../services/ledger/ledger-entry.ts';
import type { MachineRecord } from '../../../services/machines/machine-record.ts';
import type { DataRequest } from '../../../services/requests/request.ts';
import { researcher } from '../../support/machine-samples.ts';
import { owner2 } from '../../support/request-samples.ts';
import { DyingStore } from './dying-store.ts';
import { asked, fill, others, say, theirs } from './left-behind.ts';
import { ForgettingPlace } from './place.ts';

const traces = new RegExp(`${researcher.aadObjectId}|"Researcher"|${theirs}|their-chat`);

describe('Forgetting a person', () => {
  let place: ForgettingPlace;
  let running: { effects: { stop(): Promise<void> } }[];

  beforeEach(async () => {
    place = new ForgettingPlace();
    running = [];
    await fill(place);
  });

  afterEach(async () => {
    for (const { effects } of running) await effects.stop();
  });

  function start(store?: DyingStore) {
    const process = place.start(store);
    running.push(process);
    return process;
  }

  it('removes their name and words from everything that is kept, and of nobody else', async () => {
    assert.match(place.texts(), traces);
    const { orders, changes } = start();
    await say(changes);
    await place.clock.advance(60);

    await orders.pseudonymise(researcher.aadObjectId, 'key-1');
    await place.clock.advance(600);

    assert.doesNotMatch(place.texts(), traces);
    assert.match(place.texts(), new RegExp(others));
    assert.match(place.texts(), /"Owner"/);
    assert.deepEqual(await orders.underWay(), []);
  });

  it('leaves the records intact, with an entry that says it was done and to nobody', async () => {
    const { orders, changes, ledger } = start();
    await say(changes);
    await orders.pseudonymise(researcher.aadObjectId, 'key-1');
    await place.clock.advance(600);

    const { flaw, count, checkpoints } = await ledger.verify('oncology');
    assert.equal(flaw, undefined);
    assert.ok(count >= 10 && checkpoints > 0, `${count} entries`);
    // Names went after they were sealed, never before.
    const open = place
      .entries()
      .map(recordOf)
      .map(({ person }) => person?.name);
    assert.deepEqual([...new Set(open)].sort(), ['Labdesk', 'Owner', undefined]);
    const told = place
      .entries()
      .map(recordOf)
      .filter(({ what }) => what === 'person.forgotten');
    assert.deepEqual(
      told.map(({ person, detail }) => [person?.name, detail]),
      [['Labdesk', undefined]],
    );
  });

  it('withdraws what nobody has decided, and leaves what was', async () => {
    const { orders } = start();
    await orders.pseudonymise(researcher.aadObjectId, 'key-1');
    await place.clock.advance(600);

    const found = await Promise.all(
      asked.map(async (_, index) => await place.read<DataRequest>(`request/${index + 1}`)),
    );
    assert.deepEqual(
      found.map(({ state }) => state),
      ['withdrawn', 'withdrawn', 'withdrawn', 'withdrawn', 'approved', 'denied', 'expired'],
    );
    assert.deepEqual([...new Set(found.map(({ author, purpose }) => `${author.name}/${purpose}`))], ['Former member/']);
    // Not even two requests of theirs can be told to be of the same person.
    assert.equal(new Set(found.map(({ author }) => author.aadObjectId)).size, found.length);
    const [listed] = (await place.store.list<DataRequest>({ partition: 'workspace/oncology', kind: 'request', by: {} }))
      .items;
    assert.equal(listed!.document.listing?.person, listed!.document.author.aadObjectId);
  });

  it('asks them for no decision any more, and keeps what they decided', async () => {
    const { orders } = start();
    await orders.pseudonymise(researcher.aadObjectId, 'key-1');
    await place.clock.advance(600);

    const pending = await place.read<DataRequest>('request/21');
    assert.deepEqual(
      [pending.state, pending.approvers, pending.claimedBy],
      ['in_review', [{ ...owner2, as: 'owner' }], undefined],
    );
    assert.deepEqual(
      pending.comments.map(({ by, text }) => [by.name, text]),
      [
        ['Former member', ''],
        ['Owner', others],
      ],
    );
    const decided = await place.read<DataRequest>('request/22');
    assert.deepEqual(
      [decided.decision?.by.name, decided.decision?.reason, decided.purpose],
      ['Former member', '', others],
    );
    const machine = await place.read<MachineRecord>('machine/onc-r');
    assert.deepEqual(
      [
        machine.operation?.by.name,
        machine.operation?.followers.length,
        machine.connections.map(({ person }) => person.name),
      ],
      ['Former member', 0, ['Owner']],
    );
    assert.equal((await place.read<Budget>('budget')).payer, undefined);
  });

  it('hands on what nobody else was asked to decide', async () => {
    const { orders } = start();
    await orders.pseudonymise(owner2.aadObjectId, 'key-1');
    await place.clock.advance(10);
    await orders.pseudonymise(researcher.aadObjectId, 'key-2');
    await place.clock.advance(600);

    const { approvers, effects, history } = await place.read<DataRequest>('request/21');
    assert.deepEqual([approvers, effects.map(({ kind }) => kind)], [[], ['request.escalate']]);
    assert.equal(history.at(-1)?.what, 'request.handed');
  });

  it('waits until what they did is sealed, so that the record has hashes of what was true', async () => {
    const later = '2099-01-01T00:00:00.000Z';
    const sealing = { id: 'effect-2', kind: 'ledger.append', dueAt: later, deadline: later, attempts: 0, data: {} };
    const stored = (await place.store.get<DataRequest>('workspace/oncology', 'request/7'))!;
    const { etag } = await place.store.replace({ ...stored.document, effects: [sealing] }, stored.etag);
    const { orders } = start();
    await orders.pseudonymise(researcher.aadObjectId, 'key-1');
    await place.clock.advance(600);
    assert.deepEqual(await place.read('request/7'), { ...stored.document, effects: [sealing] });
    assert.equal((await orders.underWay()).length, 1);

    await place.store.replace({ ...stored.document, effects: [] }, etag);
    await place.clock.advance(120);

    assert.doesNotMatch(place.texts(), traces);
    assert.deepEqual(await orders.underWay(), []);
  });

  it('is done once, however often it is asked for', async () => {
    const { orders } = start();
    await orders.pseudonymise(researcher.aadObjectId, 'key-1');
    await orders.pseudonymise(researcher.aadObjectId, 'key-2');
    assert.equal((await orders.underWay()).length, 1);
    await place.clock.advance(600);
    const before = place.texts();

    await orders.pseudonymise(researcher.aadObjectId, 'key-3');
    await place.clock.advance(600);

    assert.equal(place.texts(), before);
    assert.deepEqual(await orders.underWay(), []);
  });

  it('goes on in another process where one dies over it, wherever that is', async () => {
    for (let writes = 2; ; writes += 9) {
      place = new ForgettingPlace();
      await fill(place);
      const store = new DyingStore(place.store, writes);
      const first = start(store);
      await first.orders.pseudonymise(researcher.aadObjectId, 'key-1').catch(() => {});
      await place.clock.advance(300);
      const isDead = store.isDead;
      await first.effects.stop();

      const { orders, ledger, effects } = start();
      await orders.pseudonymise(researcher.aadObjectId, 'key-1');
      await place.clock.advance(1200);

      assert.doesNotMatch(place.texts(), traces, `${writes} writes`);
      assert.equal((await ledger.verify('oncology')).flaw, undefined);
      assert.deepEqual(await orders.underWay(), []);
      await effects.stop();
      if (!isDead) break;
    }
  });
});
