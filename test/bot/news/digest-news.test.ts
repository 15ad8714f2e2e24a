import assert from 'node:assert/strict';
import { pino } from 'pino';
import { DigestNews } from '../../../bot/news/digest-news.ts';
import { Changes } from '../../../services/change/change.ts';
import { Effects } from '../../../services/effects/effects.ts';
import { digestAddress } from '../../../services/people/digest.ts';
import { Digests } from '../../../services/people/digests.ts';
import type { RequestOverview } from '../../../services/requests/request-lists.ts';
import { MemoryQueue } from '../../services/effects/world/memory-queue.ts';
import { SimulatedClock } from '../../services/effects/world/simulated-clock.ts';
import { dataRequest } from '../../support/data-requests.ts';
import { CourierWorld, owner } from './courier-world.ts';

const hour = 3600;
const nothing: RequestOverview = { waitingForMe: [], mine: [], decidedLastWeek: { approved: 0, denied: 0 } };
const something: RequestOverview = { ...nothing, waitingForMe: [dataRequest()] };

describe('DigestNews', () => {
  let world: CourierWorld;
  let queue: MemoryQueue;
  /** By which processes look into the queue: it goes slower, since they would look some 100,000 times a week. */
  let steady: SimulatedClock;
  let overview: RequestOverview | Error;
  let asked: number;

  beforeEach(async () => {
    // Monday, 2026-03-02, 09:00 in UTC.
    world = await CourierWorld.start();
    queue = new MemoryQueue(world.clock);
    steady = new SimulatedClock();
    overview = something;
    asked = 0;
  });
  afterEach(() => world.stop());

  /** A process that follows and sends digests. */
  const process = async () => {
    const { clock, store } = world;
    const log = pino({ level: 'silent' });
    const { courier, people } = world.process();
    const changes = new Changes({ store, queue, clock });
    const effects = new Effects({ store, changes, queue, clock, steady, log });
    const say = async () => {
      asked += 1;
      if (overview instanceof Error) throw overview;
      return overview;
    };
    new DigestNews({ courier, people, overview: say, timeZone: 'UTC', clock, log }).register(effects);
    effects.start();
    const digests = new Digests({ changes, people, clock, timeZone: 'UTC' });
    return { people, digests, effects, changes };
  };
  /** Time passes, and what it brings is carried out. */
  const pass = async (seconds: number, { effects }: Awaited<ReturnType<typeof process>>) => {
    await world.clock.advance(seconds);
    await effects.settled();
    await steady.advance(20);
    await effects.settled();
  };
  const toMonday = 6 * 24 * hour + 23 * hour;

  it('comes on Monday at eight, every week, and once for a Monday', async () => {
    const one = await process();
    await world.meet(one.people);
    await one.digests.follow(owner);
    await one.digests.follow(owner);

    await pass(toMonday - 60, one);
    assert.deepEqual(world.shown(), []);
    await pass(60, one);
    assert.equal(world.shown().length, 1);
    assert.match(world.shown()[0]!, /Your week in Labdesk[\s\S]*1 request waits for you[\s\S]*oncology-42/);
    const another = await process();
    await pass(hour, another);
    assert.equal(world.posts(), 1);
    await another.effects.stop();
    await pass(7 * 24 * hour - hour, one);
    assert.equal(world.shown().length, 2);
  });

  it('comes at eight where somebody is, and in their language', async () => {
    const one = await process();
    await world.meet(one.people);
    await one.people.met({
      ...{ aadObjectId: 'owner', serviceUrl: world.connector.url, conversationId: 'a:owner' },
      ...{ locale: 'de-DE', timeZone: 'America/New_York' },
    });
    await one.digests.follow(owner);

    await pass(3 * hour + 60, one);
    assert.equal(asked, 0);
    await pass(hour, one);
    assert.match(world.shown().join(), /Ihre Woche in Labdesk[\s\S]*1 Antrag wartet auf Sie/);
  });

  it('says nothing where there is nothing to say', async () => {
    overview = nothing;
    const one = await process();
    await world.meet(one.people);
    await one.digests.follow(owner);

    await pass(toMonday, one);
    assert.deepEqual([asked, world.posts()], [1, 0]);
    overview = something;
    await pass(7 * 24 * hour, one);
    assert.equal(world.posts(), 1);
  });

  it('leaves out a week that it missed, and comes on the next Monday', async () => {
    const one = await process();
    await world.meet(one.people);
    await one.digests.follow(owner);
    await one.effects.stop();

    await world.clock.advance(toMonday + 2 * 24 * hour);
    const two = await process();
    await pass(2 * 24 * hour, two);
    assert.deepEqual([asked, world.posts()], [0, 0]);
    await pass(3 * 24 * hour, two);
    assert.equal(world.posts(), 1);
  });

  it('is tried again for half a day while what it needs is not to be had, and then comes next week', async () => {
    overview = new Error('The directory is down.');
    const one = await process();
    await world.meet(one.people);
    await one.digests.follow(owner);

    await pass(toMonday, one);
    for (let step = 0; step < 13 * 60; step += 1) await pass(60, one);
    assert.ok(asked > 10, `${asked}`);
    const before = asked;
    await pass(24 * hour, one);
    assert.equal(asked, before);
    overview = something;
    await pass(6 * 24 * hour, one);
    assert.equal(world.posts(), 1);
  });

  it('does not come again for the same Monday to somebody who has moved west meanwhile', async () => {
    const one = await process();
    await one.people.met({
      ...{ aadObjectId: 'owner', serviceUrl: world.connector.url, conversationId: 'a:owner' },
      timeZone: 'Pacific/Auckland',
    });
    await one.digests.follow(owner);
    await pass(6 * 24 * hour + 10 * hour, one);
    assert.equal(world.posts(), 1);

    await one.people.met({
      ...{ aadObjectId: 'owner', serviceUrl: world.connector.url, conversationId: 'a:owner' },
      timeZone: 'America/Los_Angeles',
    });
    await pass(24 * hour, one);

    assert.equal(world.posts(), 1);
    const document = await world.store.get(digestAddress('owner').partition, digestAddress('owner').id);
    assert.equal((document?.document as { effects?: unknown[] } | undefined)?.effects?.length, 1);
  });
});
