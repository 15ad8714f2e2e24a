import assert from 'node:assert/strict';
import { createServiceUrls } from '../../../bot/door/service-urls.ts';
import { Pace } from '../../../bot/messenger/pace.ts';
import { TeamsError } from '../../../bot/messenger/teams-error.ts';
import { Throttle } from '../../../bot/messenger/throttle.ts';
import { Messenger } from '../../../bot/messenger.ts';
import { Connector } from '../../support/connector.ts';
import { fc } from '../../support/properties.ts';

const limits = [
  { count: 7, perMs: 1_000 },
  { count: 8, perMs: 2_000 },
  { count: 60, perMs: 30_000 },
  { count: 1_800, perMs: 3_600_000 },
];

/** On a machine that does not stall everything that leaves at once is there sooner. */
const bunchedMs = 100;

describe('the throttle', () => {
  it('never lets more through than any window holds, and no fewer, over two busy hours', () => {
    const pace = new Pace(limits);
    const times: number[] = [];
    let now = 0;
    while (now < 7_200_000) {
      now = Math.max(now, pace.earliest());
      pace.note(now);
      times.push(now);
    }
    for (const { count, perMs } of limits) {
      for (let at = count; at < times.length; at++) assert.ok(times[at]! - times[at - count]! >= perMs);
    }
    assert.ok(times.length > 3_600, `${times.length} in two hours`);
  });

  it('lets no window be fuller where things arrive, however long each is on its way, and loses no more than that', () => {
    const count = 5;
    const onTheWay = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(fc.array(onTheWay, { minLength: 20, maxLength: 60 }), (delays) => {
        const pace = new Pace([{ count, perMs: 1_000 }]);
        const underWay: { number: number; arrives: number }[] = [];
        const arrivals: number[] = [];
        let now = 0;
        for (const delay of delays) {
          now = Math.max(now, pace.earliest());
          for (const { number, arrives } of underWay) if (arrives <= now) pace.correct(number, arrives);
          underWay.push({ number: pace.note(now + 100), arrives: now + delay });
          arrivals.push(now + delay);
        }
        arrivals.sort((one, other) => one - other);
        for (let at = count; at < arrivals.length; at++) assert.ok(arrivals[at]! - arrivals[at - count]! >= 1_000);
        assert.ok(now <= Math.floor((delays.length - 1) / count) * 1_100);
      }),
    );
  });

  it('waits exactly a window after an answer that is there at once, and longer where none is', async function () {
    this.retries(3);
    const limits = { perThread: [{ count: 1, perMs: 50 }], perTenant: [{ count: 50, perMs: 50 }] };
    const waited = async (answered: boolean) => {
      const throttle = new Throttle(limits);
      const passage = await throttle.admit('a');
      if (answered) passage.answered();
      const began = performance.now();
      await throttle.admit('a');
      return performance.now() - began;
    };
    const after = await waited(true);
    assert.ok(after >= 49 && after < 149, `${after} ms`);
    assert.ok((await waited(false)) >= 149);
  });

  it('keeps to a pause that was asked for', () => {
    const pace = new Pace(limits);
    pace.block(5_000);
    pace.block(3_000);
    assert.equal(pace.earliest(), 5_000);
  });

  it('lets through in the order of asking', async () => {
    const throttle = new Throttle({ perThread: [{ count: 2, perMs: 40 }], perTenant: [{ count: 50, perMs: 40 }] });
    const order: number[] = [];
    const asked = Array.from({ length: 8 }, async (_, number) => {
      await throttle.admit('a');
      order.push(number);
    });
    await Promise.all(asked);
    assert.deepEqual(order, [0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('costs no wait where nothing waits, and holds a bounded number', async () => {
    const throttle = new Throttle();
    for (let sent = 0; sent < 7; sent++) assert.ok('answered' in throttle.admit('a'));
    const waiting: unknown[] = [];
    assert.throws(
      () => {
        for (let sent = 0; sent < 200; sent++) waiting.push(throttle.admit('a'));
      },
      (error) => error instanceof TeamsError && error.reason === 'throttled' && error.retryAfterSeconds! >= 1,
    );
    assert.equal(waiting.length, 100);
    await waiting[0];
  });

  describe('in front of a connector that counts as Teams does', function () {
    this.retries(3);
    let connector: Connector;
    let messenger: Messenger;
    let tries = 0;

    before(async () => {
      connector = await Connector.start();
      messenger = new Messenger({
        serviceUrls: createServiceUrls({ hosts: [], loopback: true }),
        tokens: { token: async () => 'token' },
        appId: 'app',
        tenantId: 'tenant',
      });
    });
    after(async () => {
      await messenger.close();
      await connector.close();
    });

    /**
     * What Teams refuses all the same comes again. Where the machine stalls, what left at once, `atOnce` messages, arrives late and
     * bunched with what left a second after: that many more may be refused, which says nothing of the throttle.
     */
    async function burst(names: readonly string[], atOnce: number): Promise<{ refused: number; late: number }> {
      const began = Date.now();
      connector.calls.length = 0;
      tries += 1;
      const conversationIds = names.map((name) => `${name} ${tries}`);
      const sent = conversationIds.map((conversationId, number) =>
        messenger.send({ serviceUrl: connector.url, conversationId }, { type: 'message', text: `${number}` }),
      );
      assert.equal(new Set(await Promise.all(sent)).size, conversationIds.length);
      const late = connector.calls.slice(0, atOnce).filter(({ atInMs }) => atInMs - began > bunchedMs).length;
      return { refused: connector.calls.filter(({ status }) => status === 429).length, late };
    }

    it('sends a burst to one conversation', async () => {
      const { refused, late } = await burst(Array(12).fill('one'), 7);
      assert.equal(connector.messages(`one ${tries}`).length, 12);
      assert.ok(refused <= 1 + late, `${refused} refused, ${late} late`);
    });

    it('sends a burst to a hundred conversations', async () => {
      const names = Array.from({ length: 100 }, (_, number) => `c${number}`);
      const { refused, late } = await burst(names, 50);
      assert.ok(refused <= 5 + late, `${refused} refused, ${late} late`);
    });
  });
});
