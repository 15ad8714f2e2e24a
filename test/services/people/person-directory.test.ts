import assert from 'node:assert/strict';
import { PersonDirectory } from '../../../services/people/person-directory.ts';
import type { Meeting } from '../../../services/people/person-record.ts';
import type { Store } from '../../../services/store/store.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';

const serviceUrl = 'https://smba.example/emea/';
const meeting: Meeting = {
  aadObjectId: 'researcher',
  teamsId: '29:researcher',
  name: 'Researcher',
  locale: 'de-DE',
  timeZone: 'Europe/Berlin',
  tenantId: 'tenant',
  serviceUrl,
  conversationId: 'a:researcher',
};
const { conversationId: _, ...inAGroup } = meeting;
const day = 86_400;

describe('PersonDirectory', () => {
  let clock: SimulatedClock;
  let store: MemoryStore;
  let calls: string[];
  let counted: Store;
  let people: PersonDirectory;

  beforeEach(() => {
    clock = new SimulatedClock();
    store = new MemoryStore(clock);
    calls = [];
    counted = counting(store, calls);
    people = new PersonDirectory(counted, clock);
  });

  it('knows of somebody what their activities told', async () => {
    await people.met(meeting);

    assert.deepEqual(await people.get('researcher'), {
      aadObjectId: 'researcher',
      chat: { conversationId: 'a:researcher', serviceUrl },
      teamsId: '29:researcher',
      name: 'Researcher',
      locale: 'de-DE',
      timeZone: 'Europe/Berlin',
      tenantId: 'tenant',
      lastSeenAt: clock.now().toISOString().slice(0, 10),
    });
    assert.equal(await people.get('owner'), undefined);
  });

  it('asks the store nothing while nothing is new', async () => {
    await people.met(meeting);
    calls.length = 0;

    for (let turn = 0; turn < 50; turn += 1) await people.met(meeting);

    assert.deepEqual(calls, []);
  });

  it('writes once a day for somebody who writes every minute', async () => {
    await people.met(meeting);
    calls.length = 0;

    await clock.advance(day);
    await people.met(meeting);
    await people.met(meeting);

    assert.deepEqual(calls, ['replace person/researcher']);
    assert.equal((await people.get('researcher'))?.lastSeenAt, clock.now().toISOString().slice(0, 10));
  });

  it('learns what changes, and forgets nothing that an activity leaves out', async () => {
    await people.met(meeting);
    await people.met({ ...inAGroup, serviceUrl: 'https://smba.example/amer/', locale: 'en-GB', timeZone: undefined });

    const record = await people.get('researcher');
    assert.deepEqual(record?.chat, { conversationId: 'a:researcher', serviceUrl });
    assert.deepEqual([record?.locale, record?.timeZone], ['en-GB', 'Europe/Berlin']);
    await people.met({ ...meeting, serviceUrl: 'https://smba.example/amer/' });
    assert.equal((await people.get('researcher'))?.chat?.serviceUrl, 'https://smba.example/amer/');
  });

  it('takes somebody for reachable again as soon as they say anything anywhere', async () => {
    for (const again of [meeting, inAGroup]) {
      await people.met(meeting);
      await people.unreachable('researcher', 'blocked');
      assert.equal((await people.get('researcher'))?.unreachable?.reason, 'blocked');

      await people.met(again);
      assert.equal((await people.get('researcher'))?.unreachable, undefined);
    }
  });

  it('knows that who removed the app is not reached there, until it is installed again', async () => {
    await people.met(meeting);
    await people.met({ ...meeting, leaving: true });

    const { unreachable } = (await people.get('researcher')) ?? {};
    assert.deepEqual(unreachable, { reason: 'not-installed', since: clock.now().toISOString() });
    await people.met({ ...meeting, leaving: true });
    await people.met(meeting);
    assert.equal((await people.get('researcher'))?.unreachable, undefined);
  });

  it('keeps how somebody wants to hear, and where their chat was opened', async () => {
    await people.preferMail('owner', 'always');
    await people.unreachable('owner', 'not-installed');
    await people.reached('owner', { conversationId: 'a:owner', serviceUrl });
    await people.met({ ...inAGroup, aadObjectId: 'owner', teamsId: '29:owner' });

    const record = await people.get('owner');
    assert.deepEqual(
      [record?.mail, record?.chat?.conversationId, record?.unreachable],
      ['always', 'a:owner', undefined],
    );
    await people.lostChat('owner');
    assert.equal((await people.get('owner'))?.chat, undefined);
  });

  it('loses nothing where several instances learn at once', async () => {
    const others = Array.from({ length: 6 }, () => new PersonDirectory(store, clock));

    await Promise.all([
      people.met(meeting),
      ...others.map((each) => each.met(inAGroup)),
      others[0]!.preferMail('researcher', 'never'),
      others[1]!.met(meeting),
    ]);

    const record = await people.get('researcher');
    assert.equal(record?.mail, 'never');
    assert.equal(record?.chat?.conversationId, 'a:researcher');
  });

  it('tells the Teams ids of those whom it has met', async () => {
    await people.met(meeting);
    await people.met({ ...meeting, aadObjectId: 'owner', teamsId: '29:owner' });

    const ids = await people.teamsIds(['owner', 'nobody', 'researcher', 'owner'].map((id) => ({ aadObjectId: id })));
    assert.deepEqual(ids, ['29:owner', '29:researcher']);
  });

  it('remembers where Teams was last met, for the next process too', async () => {
    assert.equal(await people.serviceUrl(), undefined);
    await people.met(meeting);
    await people.met({ ...meeting, serviceUrl: 'https://smba.example/amer/' });

    assert.equal(await people.serviceUrl(), 'https://smba.example/amer/');
    assert.equal(await new PersonDirectory(store, clock).serviceUrl(), serviceUrl);
  });

  it('reads documents of before there was more than a chat', async () => {
    const old = { conversationId: 'a:old', serviceUrl, kind: 'person', schema: 1 };
    await store.create({ ...old, partition: 'person/old', id: 'person' });

    assert.deepEqual(await people.get('old'), {
      aadObjectId: 'old',
      chat: { conversationId: 'a:old', serviceUrl },
    });
  });
});

/** The store, writing down what it is asked. */
function counting(store: Store, calls: string[]): Store {
  return {
    get: (partition, id) => {
      calls.push(`get ${partition}`);
      return store.get(partition, id);
    },
    create: (document) => {
      calls.push(`create ${document.partition}`);
      return store.create(document);
    },
    replace: (document, etag) => {
      calls.push(`replace ${document.partition}`);
      return store.replace(document, etag);
    },
    delete: (partition, id) => store.delete(partition, id),
    list: (query) => store.list(query),
    check: () => store.check(),
    close: () => store.close(),
  };
}
