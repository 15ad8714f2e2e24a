import assert from 'node:assert/strict';
import { money } from '../../../../services/money/money.ts';
import { fc } from '../../../support/properties.ts';
import { randomFrom } from '../../effects/world/faults.ts';
import { checkWorld, unfinished } from './checks.ts';
import { chief, oncology, World } from './world.ts';

const machines = ['onc-1', 'onc-2', 'onc-3'] as const;
const hour = 3600;
const odds = fc.constantFrom(0, 0, 0.1, 0.3, 1);
const place = fc.nat(2);
const machine = fc.constantFrom(...machines);
const on = <const T extends string, R extends object>(is: T, rest: { [K in keyof R]: fc.Arbitrary<R[K]> }) =>
  fc.record<object>(rest).map((one) => ({ is, ...one }) as { readonly is: T } & Readonly<R>);

const event = fc.oneof(
  { weight: 6, arbitrary: on('sweep', { place, seconds: fc.constantFrom(0, 0, 5) }) },
  {
    weight: 5,
    arbitrary: on('spend', { cents: fc.constantFrom(1, 2_500, 10_000, 24_999, 50_000, -5_000, -60_000) }),
  },
  { weight: 3, arbitrary: on('pass', { seconds: fc.constantFrom(0.01, 0.5, 3, 30) }) },
  { weight: 2, arbitrary: on('jump', { seconds: fc.constantFrom(20, 400, hour, 25 * hour) }) },
  {
    weight: 2,
    arbitrary: on('set', {
      place,
      amount: fc.constantFrom('0', '250.01', '1000', '2000'),
      graceHours: fc.constantFrom(0, 0, 24),
    }),
  },
  { weight: 1, arbitrary: on('topup', { place, request: fc.constantFrom('oncology-1', 'oncology-2') }) },
  { weight: 1, arbitrary: on('exempt', { place, hours: fc.constantFrom(0, 1, 30) }) },
  { weight: 1, arbitrary: on('alert', { place, amount: fc.constantFrom(100, 900, 1000) }) },
  {
    weight: 1,
    arbitrary: on('outside', { machine, how: fc.constantFrom('start', 'stop', 'remove', 'lock', 'unlock') }),
  },
  { weight: 2, arbitrary: on('press', { place, machine }) },
  { weight: 2, arbitrary: on('kill', { place }) },
  { weight: 2, arbitrary: on('start', {}) },
  {
    weight: 2,
    arbitrary: on('weather', {
      store: odds,
      queue: odds,
      azure: odds,
      directory: odds,
      news: odds,
      slow: fc.constantFrom(0, 0, 0.5),
    }),
  },
);

export type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

export interface Schedule {
  readonly events: readonly Event[];
  readonly chance: number;
}

export const schedule: fc.Arbitrary<Schedule> = fc.record({
  events: fc.array(event, { minLength: 4, maxLength: 30, size: '+1' }),
  chance: fc.integer(),
});

/** Carries the schedule out, then lets the weather clear, and checks. `watch` is given the world before anything happens. */
export async function happen({ events, chance }: Schedule, watch?: (world: World) => void): Promise<void> {
  Math.random = randomFrom(chance);
  const world = await World.make(Math.random);
  watch?.(world);
  world.azure.put('onc-1', 'Started');
  world.azure.put('onc-2', 'Started');
  world.azure.put('onc-3', 'Stopped');
  world.start();
  world.start();
  world.set('1000');
  for (const each of events) await occur(world, each);
  await clear(world);
  checkWorld(world);
}

async function occur(world: World, one: Event): Promise<void> {
  switch (one.is) {
    case 'sweep':
      world.sweep(one.place);
      return one.seconds > 0 ? world.steady.advance(one.seconds) : undefined;
    case 'spend':
      world.spent = Math.max(0, world.spent + one.cents);
      return;
    case 'pass':
      return world.steady.advance(one.seconds);
    case 'jump':
      return world.clock.move(one.seconds);
    case 'set': {
      const { place: at, amount, graceHours } = one;
      return world.ask(at, async ({ budgets }, key) =>
        budgets.set(chief, oncology, { amount, currency: 'EUR', graceHours }, { key, via: 'card' }),
      );
    }
    case 'topup': {
      const topUp = { amount: money(300, 'EUR'), request: one.request, by: chief };
      return world.ask(one.place, async ({ budgets }) => budgets.topUp('oncology', topUp, `credit/${one.request}`));
    }
    case 'exempt': {
      const until = new Date(world.clock.now().getTime() + one.hours * hour * 1000);
      const wish = one.hours > 0 ? { until, reason: 'A paper is due.' } : undefined;
      return world.ask(one.place, async ({ budgets }, key) =>
        budgets.exempt(chief, oncology, wish, { key, via: 'card' }),
      );
    }
    case 'alert':
      return world.ask(one.place, async ({ budgets }) => budgets.alerted('oncology', money(one.amount, 'EUR')));
    case 'outside':
      return interfere(world, one.machine, one.how);
    case 'press':
      return world.press(one.place, one.machine);
    case 'kill':
      return world.kill(one.place);
    case 'start':
      return world.start();
    case 'weather':
      return setWeather(world, one);
  }
}

function interfere({ azure }: World, machine: string, how: 'start' | 'stop' | 'remove' | 'lock' | 'unlock'): void {
  if (how === 'remove') azure.remove(machine);
  else if (how === 'lock') azure.locked.add(machine);
  else if (how === 'unlock') azure.locked.delete(machine);
  else azure.put(machine, how === 'start' ? 'Started' : 'Stopped');
}

type Weather = Readonly<Record<'store' | 'queue' | 'azure' | 'directory' | 'news' | 'slow', number>>;

function setWeather(world: World, { store, queue, azure, directory, news, slow }: Weather): void {
  if (store + queue + azure + directory + news + slow > 0) world.isUndisturbed = false;
  Object.assign(world.odds.store, { refused: store / 2, lost: store / 2, slow });
  Object.assign(world.odds.queue, { refused: queue / 2, lost: queue / 2 });
  Object.assign(world.odds.azure, { refused: azure / 2, lost: azure / 2, slow });
  Object.assign(world.odds.directory, { refused: directory, lost: 0, slow });
  world.azure.fails = azure / 2;
  world.deliveries.fails = news;
}

/** The weather clears, some process lives, and time passes until nothing is left to do; the last sweep is of how things stand. */
async function clear(world: World): Promise<void> {
  setWeather(world, { store: 0, queue: 0, azure: 0, directory: 0, news: 0, slow: 0 });
  world.start();
  await settle(world);
  await settle(world);
}

async function settle(world: World): Promise<void> {
  world.sweep(0);
  for (let step = 0; step < 60; step += 1) {
    await world.steady.advance(20);
    if (world.waiting === 0 && unfinished(world).length === 0 && !(await world.hasOperations())) return;
    world.clock.move(300);
    if (step % 12 === 11) world.sweep(0);
  }
  assert.fail(`stuck: ${unfinished(world).join(', ')}, ${world.waiting} wait`);
}
