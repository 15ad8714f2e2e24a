import assert from 'node:assert/strict';
import { Conversations } from '../../bot/conversations.ts';
import { MemoryStore } from '../services/effects/world/memory-store.ts';
import { SimulatedClock } from '../services/effects/world/simulated-clock.ts';

const here = { conversationId: 'a:researcher', serviceUrl: 'https://smba.example/emea/', type: 'personal' } as const;
const day = 86_400;

describe('Conversations', () => {
  let clock: SimulatedClock;
  let store: MemoryStore;
  let conversations: Conversations;

  beforeEach(() => {
    clock = new SimulatedClock();
    store = new MemoryStore(clock);
    conversations = new Conversations(store, clock);
  });

  const load = async () => (await conversations.load(here.conversationId))?.document;

  it('remember what a turn left, person by person', async () => {
    await conversations.save(here, undefined, '1', 'researcher', { person: { workspace: 'oncology' } });
    await conversations.save(here, await conversations.load(here.conversationId), '2', 'owner', {
      person: { workspace: 'genomics' },
      welcomed: true,
    });

    const stored = await load();
    assert.deepEqual(stored?.people, { researcher: { workspace: 'oncology' }, owner: { workspace: 'genomics' } });
    assert.deepEqual(stored?.seen, ['1', '2']);
    assert.equal(stored?.welcomed, true);
  });

  it('keep what both left, where two turns of two people end at once', async () => {
    const other = new Conversations(store, clock);
    await conversations.save(here, undefined, '0', 'owner', { person: { workspace: 'genomics' }, welcomed: true });
    const [mine, theirs] = await Promise.all([
      conversations.load(here.conversationId),
      other.load(here.conversationId),
    ]);

    const saved = await Promise.all([
      conversations.save(here, mine, '1', 'researcher', { person: { workspace: 'oncology' } }),
      other.save(here, theirs, '2', 'owner', { person: { workspace: 'cardiology' } }),
    ]);

    const stored = await load();
    assert.deepEqual(saved, [true, true]);
    assert.deepEqual(stored?.people, { researcher: { workspace: 'oncology' }, owner: { workspace: 'cardiology' } });
    assert.deepEqual([...(stored?.seen ?? [])].sort(), ['0', '1', '2']);
    assert.equal(stored?.welcomed, true);
  });

  it('take the same activity once, over all instances, also where it is the very first', async () => {
    const instances = Array.from({ length: 8 }, () => new Conversations(store, clock));

    const first = await Promise.all(
      instances.map((each) => each.save(here, undefined, '1', 'researcher', { person: { workspace: 'oncology' } })),
    );
    const before = await conversations.load(here.conversationId);
    const later = await Promise.all(instances.map((each) => each.save(here, before, '2', 'researcher', {})));

    assert.deepEqual(first.filter(Boolean), [true]);
    assert.deepEqual(later.filter(Boolean), [true]);
    assert.deepEqual((await load())?.seen, ['1', '2']);
  });

  it('lose nothing where twenty turns end at once', async () => {
    const saved = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        conversations.save(here, undefined, `${index}`, `person-${index}`, { person: { workspace: `w${index}` } }),
      ),
    );

    const stored = await load();
    assert.ok(saved.every(Boolean));
    assert.equal(Object.keys(stored?.people ?? {}).length, 20);
    assert.equal(stored?.seen.length, 20);
  });

  it('stay small: the newest forty activities, the hundred people who spoke last', async () => {
    for (let index = 0; index < 130; index += 1) {
      const stored = await conversations.load(here.conversationId);
      await conversations.save(here, stored, `${index}`, `person-${index % 120}`, {
        person: { workspace: `w${index}` },
      });
    }

    const stored = await load();
    assert.deepEqual([stored?.seen.length, stored?.seen[0], stored?.seen.at(-1)], [40, '90', '129']);
    assert.equal(Object.keys(stored?.people ?? {}).length, 100);
    assert.deepEqual(stored?.people['person-9'], { workspace: 'w129' });
    assert.equal(stored?.people['person-29'], undefined);
  });

  it('are forgotten when nobody spoke for more than a year', async () => {
    await conversations.save(here, undefined, '1', 'researcher', {});

    await clock.advance(390 * day);
    assert.ok(await load());
    await clock.advance(20 * day);
    assert.equal(await load(), undefined);
  });

  it('live as long after every turn of a day, so that the store has nothing to sort anew', async () => {
    const ends: (string | undefined)[] = [];
    for (const [turn, seconds] of [0, 1, 60, day].entries()) {
      await clock.advance(seconds);
      await conversations.save(here, await conversations.load(here.conversationId), `${turn}`, 'researcher', {});
      ends.push((await load())?.expiresAt);
    }

    assert.deepEqual(new Set(ends.slice(0, 3)).size, 1);
    assert.equal(Date.parse(ends[3]!) - Date.parse(ends[2]!), day * 1000);
  });
});
