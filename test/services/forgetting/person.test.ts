import assert from 'node:assert/strict';
import type { Actor } from '../../../services/aggregate.ts';
import type { Budget } from '../../../services/budget.ts';
import { recordOf } from '../../../services/ledger-entry.ts';
import type { MachineRecord } from '../../../services/machine-record.ts';
import { personAddress, toDocument } from '../../../services/person-record.ts';
import { type DataRequest, dataRequest, type RequestState } from '../../../services/request.ts';
import type { Document } from '../../../services/store/store.ts';
import { admin, operation, owner, record, researcher } from '../../support/machine-samples.ts';
import { comment, decision, owner2, dataRequest as request } from '../../support/request-samples.ts';
import { DyingStore } from './dying-store.ts';
import { ForgettingPlace } from './place.ts';

const theirs = 'Written by the researcher';
const others = 'Written by the owner';
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

/** What the person asked for, one in each of these states. */
const asked: readonly RequestState[] = ['draft', 'submitted', 'in_review', 'returned', 'approved', 'denied', 'expired'];

async function fill(place: ForgettingPlace): Promise<void> {
  const by: Actor = { ...researcher, roles: ['member'] };
  const history = (key: string, why: string) => [
    { at: '2026-03-01T08:00:00.000Z', by, what: 'request.submit', from: '', to: '', why, via: 'chat' as const, key },
  ];
  const put = async (number: number, state: RequestState, more: Partial<DataRequest>) => {
    const document = request(state, { id: `request/${number}`, number, ...more });
    await place.put({ ...document, listing: dataRequest.listing!(document) });
  };
  const standing = [
    {
      key: 'card-1',
      person: researcher.aadObjectId,
      conversationId: 'their-chat',
      serviceUrl: 'https://teams.example',
    },
  ];
  for (const [index, state] of asked.entries())
    await put(index + 1, state, { purpose: theirs, standing, history: history(`${index}`, theirs) });
  const toDecide = [
    { ...researcher, as: 'owner' as const },
    { ...owner2, as: 'owner' as const },
  ];
  await put(21, 'in_review', {
    ...{ author: admin, approvers: toDecide, claimedBy: researcher, purpose: others },
    comments: [comment(theirs, { by: researcher }), comment(others, { by: owner })],
  });
  await put(22, 'denied', {
    ...{ author: admin, approvers: toDecide, purpose: others, history: history('22', theirs) },
    decision: decision({ by: researcher, reason: theirs }),
  });
  const follower = {
    key: 'card-2',
    person: researcher,
    conversationId: 'their-chat',
    serviceUrl: 'https://teams.example',
  };
  const at = '2026-03-02T08:00:00.000Z';
  await place.put(
    record({
      ...{ state: 'succeeded', history: history('machine', theirs) },
      operation: operation('start', { endedAt: at, followers: [follower] }),
      connections: [
        { person: researcher, at },
        { person: owner, at },
      ],
    }),
  );
  const budget: Partial<Budget> = {
    ...{ workspace: 'oncology', payer: researcher, thresholds: [100], graceHours: 0, since: at, per: 'month' },
    topUps: [{ amount: { amount: '5', currency: 'EUR' }, at, request: 'oncology-9', by: researcher }],
    exemption: { by: researcher, until: '2026-04-01T00:00:00.000Z', reason: theirs },
    ...{ state: 'open', version: 1, history: history('budget', theirs), archived: 0, effects: [], deadLetters: [] },
  };
  await place.put({ partition: 'workspace/oncology', id: 'budget', kind: 'budget', schema: 1, ...budget } as Document);
  const chat = { conversationId: 'their-chat', serviceUrl: 'https://teams.example' };
  await place.put(toDocument({ ...researcher, chat }));
  const { partition } = personAddress(researcher.aadObjectId);
  await place.put({ partition, id: 'digest', kind: 'digest', schema: 1 });
  await place.put({ partition: 'conversation/their-chat', id: 'conversation', kind: 'conversation', schema: 1 });
}

/** Something of everybody goes into the ledger. */
async function say(changes: ReturnType<ForgettingPlace['start']>['changes']): Promise<void> {
  const said = [
    [researcher, theirs],
    [owner, others],
  ] as const;
  for (const [person, why] of said)
    for (const number of [5, 6, 21, 22])
      await changes.change(
        dataRequest,
        { partition: 'workspace/oncology', id: `request/${number}` },
        {
          ...{
            key: `${person.name} ${number}`,
            by: { ...person, roles: [] },
            via: 'chat',
            what: 'request.comment',
            why,
          },
          decide: () => ({ next: {} }),
        },
      );
}
