import assert from 'node:assert/strict';
import { fc } from '../../support/properties.ts';
import { runs } from '../../support/runs.ts';
import { type Ticket, ticketType } from '../change/ticket.ts';
import { randomFrom } from './world/faults.ts';
import { Model, type Wish } from './world/model.ts';

const schedules = runs(300, 45_000);

type Event =
  | { readonly is: 'wish'; readonly wish: number; readonly place: number }
  | { readonly is: 'pass'; readonly seconds: number }
  | { readonly is: 'jump'; readonly seconds: number }
  | { readonly is: 'kill'; readonly place: number }
  | { readonly is: 'start'; readonly skew: number }
  | {
      readonly is: 'weather';
      readonly store: number;
      readonly queue: number;
      readonly handler: number;
      readonly slow: number;
    };

const wish = fc.record({
  ticket: fc.nat(2),
  what: fc.constantFrom('open', 'open', 'claim', 'release', 'close', 'note', 'cancel'),
  effects: fc.array(fc.constantFrom(0, 0, 2, 60, 1800), { maxLength: 2 }),
}) satisfies fc.Arbitrary<Omit<Wish, 'key'>>;

const place = fc.nat(2);
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ is: fc.constant('wish' as const), wish: fc.nat(9), place }) },
  {
    weight: 5,
    arbitrary: fc.record({ is: fc.constant('pass' as const), seconds: fc.constantFrom(0, 0.01, 0.5, 3, 20) }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('jump' as const), seconds: fc.constantFrom(20, 70, 2000) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('kill' as const), place }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('start' as const), skew: fc.constantFrom(-600, 0, 0, 600) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('weather' as const),
      store: fc.constantFrom(0, 0, 0.1, 0.3, 1),
      queue: fc.constantFrom(0, 0.1, 1),
      handler: fc.constantFrom(0, 0.3, 1),
      slow: fc.constantFrom(0, 0, 0.5, 1),
    }),
  },
);

describe('Changes and their effects, whatever happens', () => {
  const { random } = Math;

  afterEach(() => {
    Math.random = random;
  });

  it(`lose nothing and do nothing twice (${schedules} schedules)`, async () => {
    const schedule = fc.asyncProperty(
      fc.array(wish, { minLength: 10, maxLength: 10 }),
      fc.array(event, { minLength: 5, maxLength: 40 }),
      fc.integer(),
      async (wishes, events, chance) => {
        Math.random = randomFrom(chance);
        const model = new Model(Math.random);
        model.start(0, 0);
        model.start(1, 0);
        for (const one of events) await happen(model, one, wishes);
        await calm(model);
        check(model, wishes);
      },
    );

    await fc.assert(schedule, { numRuns: schedules });
  }).timeout(3_600_000);
});

async function happen(model: Model, one: Event, wishes: readonly Omit<Wish, 'key'>[]): Promise<void> {
  switch (one.is) {
    case 'wish':
      return model.wish(one.place, { key: one.wish, ...wishes[one.wish]! });
    case 'pass':
      return model.steady.advance(one.seconds);
    case 'jump':
      return model.clock.move(one.seconds);
    case 'kill':
      return model.kill(one.place);
    case 'start':
      return model.start(model.alive, one.skew);
    case 'weather':
      Object.assign(model.odds, { refused: one.store / 2, lost: one.store / 2, slow: one.slow });
      Object.assign(model.queueOdds, { refused: one.queue / 2, lost: one.queue / 2, slow: 0 });
      model.handlerFails = one.handler;
  }
}

/** The weather clears, some process lives, and time passes until nothing is left to do. */
async function calm(model: Model): Promise<void> {
  Object.assign(model.odds, { refused: 0, lost: 0, slow: 0 });
  Object.assign(model.queueOdds, { refused: 0, lost: 0, slow: 0 });
  model.handlerFails = 0;
  model.start(model.alive, 0);
  for (let step = 0; step < 100; step += 1) {
    model.clock.move(300);
    await model.steady.advance(20);
    const busy = model.store.all<Ticket>().some(({ document }) => document.effects.length > 0);
    if (!busy && model.queue.length === 0) return;
  }
  const stuck = model.store.all<Ticket>().filter(({ document }) => document.effects.length > 0);
  assert.fail(`stuck: ${JSON.stringify(stuck)}, ${model.queue.length} messages`);
}

function check(model: Model, wishes: readonly Omit<Wish, 'key'>[]): void {
  assert.deepEqual(model.overlaps, [], 'two processes worked on one document');
  const tickets = model.store.all<Ticket>().map(({ document }) => document);
  for (const { history, version, state, deadLetters, effects } of tickets) {
    const keys = history.map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length, 'a key is in a history twice');
    assert.equal(version, history.length, 'a change left no entry');
    assert.equal(history.at(-1)?.to, state);
    for (const [index, { from, to }] of history.entries()) {
      const before = history[index - 1]?.to;
      assert.equal(from, before ?? '');
      assert.ok(
        before === undefined
          ? to === 'Open'
          : from === to || ticketType.transitions[before as 'Open'].includes(to as 'Open'),
      );
    }
    const told = history.filter(({ what }) => what.startsWith('told')).map(({ why }) => why ?? '');
    assert.equal(new Set(told).size, told.length, 'an effect was done twice');
    assert.ok(
      told.every((id) => model.outside.has(id)),
      'an effect was not done and is said to be',
    );
    const looks = history.filter(({ what }) => what === 'looked').map(({ why }) => why);
    assert.equal(new Set(looks).size, looks.length, 'one look is written twice');
    const expected = history.reduce((sum, { key, what }) => sum + effectsOf(what, wishes[Number(key)]), 0);
    const wasCancelled = history.some(({ key, what }) => wishes[Number(key)]?.what === 'cancel' && what === key);
    const accounted = told.length + deadLetters.length + effects.length;
    assert.ok(wasCancelled ? accounted <= expected : accounted === expected, `${accounted} of ${expected} effects`);
  }
  for (const { key, ticket } of model.acknowledged) {
    const document = tickets.find(({ id }) => id === `ticket-${ticket}`);
    assert.ok(
      document?.history.some((entry) => entry.key === `${key}`),
      'an acknowledged command is gone',
    );
  }
}

/** How many effects an entry has brought. */
function effectsOf(what: string, given: Omit<Wish, 'key'> | undefined): number {
  if (what === 'told, and more follows') return 1;
  return what === 'told' || what === 'looked' ? 0 : (given?.effects.length ?? 0);
}
