import assert from 'node:assert/strict';
import type { WorkspaceDirectory } from '../../../../services/workspaces/workspace-directory.ts';
import type { Workspace } from '../../../../services/workspaces/workspaces.ts';
import { fc } from '../../../support/properties.ts';
import { randomFrom } from '../../effects/world/faults.ts';
import { checkWorld, unfinished } from './checks.ts';
import { directoryOf, type PersonId, people, workspaceOf } from './place.ts';
import type { Verb, Wish } from './wish.ts';
import { files, World } from './world.ts';

export type Event =
  | { readonly is: 'wish'; readonly wish: number; readonly place: number; readonly seconds: number }
  | { readonly is: 'pass'; readonly seconds: number }
  | { readonly is: 'jump'; readonly seconds: number }
  | { readonly is: 'kill'; readonly place: number }
  | { readonly is: 'start'; readonly skew: number }
  | {
      readonly is: 'weather';
      readonly store: number;
      readonly queue: number;
      readonly blobs: number;
      readonly directory: number;
      readonly news: number;
      readonly slow: number;
    }
  | {
      readonly is: 'file';
      readonly path: string;
      readonly how: 'change' | 'remove' | 'malicious' | 'not-scanned' | 'clean';
    }
  | { readonly is: 'people'; readonly who: PersonId; readonly how: 'own' | 'leave' | 'away' | 'back' | 'administer' };

export interface Schedule {
  readonly author: PersonId;
  readonly deputy: boolean;
  readonly channel: boolean;
  readonly wishes: readonly NewWish[];
  readonly events: readonly Event[];
  /** Lets months pass at the end. */
  readonly isLong: boolean;
  readonly chance: number;
}

const hour = 3600;
const day = 24 * hour;
const odds = fc.constantFrom(0, 0, 0, 0.1, 0.3, 1);

const verbs = {
  author: ['answer', 'answer', 'submit', 'keep', 'withdraw'],
  owner: ['claim', 'deny', 'return', 'return', 'approve', 'approve', 'approve', 'revoke', 'revoke'],
  any: ['open', 'open', 'keep', 'submit', 'withdraw', 'comment', 'claim', 'deny', 'return', 'approve', 'revoke'],
} as const satisfies Record<string, readonly Verb[]>;
const rest = {
  number: fc.constantFrom(1, 1, 1, 1, 2),
  files: fc.subarray([...files], { minLength: 1 }),
  use: fc.constantFrom('machines', 'download', 'both'),
  round: fc.constantFrom(undefined, undefined, undefined, 1, 1, 2),
} as const;
type NewWish = Omit<Wish, 'key'>;
/** Mostly those who may, so that requests get far; and anybody. */
const wish: fc.Arbitrary<NewWish> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ verb: fc.constantFrom(...verbs.author), who: fc.constant('author'), ...rest }) },
  {
    weight: 4,
    arbitrary: fc.record({ verb: fc.constantFrom(...verbs.owner), who: fc.constantFrom('owner', 'owner2'), ...rest }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ verb: fc.constantFrom(...verbs.any), who: fc.constantFrom(...people), ...rest }),
  },
);

const place = fc.nat(2);
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      is: fc.constant('wish' as const),
      wish: fc.nat(11),
      place,
      seconds: fc.constantFrom(0, 0, 3, 3, 3, 20),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ is: fc.constant('pass' as const), seconds: fc.constantFrom(0, 0.01, 0.5, 3, 3, 20) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('jump' as const),
      seconds: fc.constantFrom(20, 400, hour, day, 3 * day, 31 * day, 84 * day),
    }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('kill' as const), place }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('start' as const), skew: fc.constantFrom(-600, 0, 0, 600) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ is: fc.constant('weather' as const), store: odds, queue: odds, blobs: odds, directory: odds, news: odds },
      slow: fc.constantFrom(0, 0, 0.5, 1),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constant('file' as const),
      path: fc.constantFrom(...files),
      how: fc.constantFrom('change', 'remove', 'malicious', 'not-scanned', 'clean'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('people' as const),
      who: fc.constantFrom('researcher', 'owner', 'owner', 'owner2', 'owner2', 'admin', 'member'),
      how: fc.constantFrom('own', 'leave', 'away', 'back', 'administer'),
    }),
  },
);

export const schedule: fc.Arbitrary<Schedule> = fc.record({
  author: fc.constantFrom('researcher', 'researcher', 'owner'),
  deputy: fc.boolean(),
  channel: fc.boolean(),
  wishes: fc.array(wish, { minLength: 12, maxLength: 12 }),
  events: fc.array(event, { minLength: 6, maxLength: 40, size: '+1' }),
  isLong: fc.nat(3).map((one) => one === 0),
  chance: fc.integer(),
});

const settings = new Map<string, Promise<{ workspace: Workspace; directory: WorkspaceDirectory }>>();

/** Carries the schedule out, then lets the weather clear, and checks. `watch` is given the world before anything happens. */
export async function happen(
  { author, deputy, channel, wishes, events, isLong, chance }: Schedule,
  watch?: (world: World) => void,
): Promise<void> {
  Math.random = randomFrom(chance);
  const { workspace, directory } = await settingOf(deputy, channel);
  const world = new World({ workspace, workspaces: directory, author, random: Math.random });
  watch?.(world);
  world.start(0);
  world.start(0);
  world.wish(0, { key: 'first', verb: 'open', who: author, number: 1, files: files.slice(0, 2), use: 'both' });
  for (const each of events) await occur(world, each, wishes);
  await clear(world);
  if (isLong) await grow(world);
  await checkWorld(world);
}

function settingOf(deputy: boolean, channel: boolean) {
  const name = `${deputy} ${channel}`;
  const known = settings.get(name);
  if (known) return known;
  const workspace = workspaceOf({ deputy, channel });
  const made = directoryOf(workspace).then((directory) => ({ workspace, directory }));
  settings.set(name, made);
  return made;
}

async function occur(world: World, one: Event, wishes: readonly NewWish[]): Promise<void> {
  switch (one.is) {
    case 'wish':
      world.wish(one.place, { key: `${one.wish}`, ...wishes[one.wish]! });
      // Sometimes nobody waits for what follows.
      return one.seconds > 0 ? world.steady.advance(one.seconds) : undefined;
    case 'pass':
      return world.steady.advance(one.seconds);
    case 'jump':
      return world.jump(one.seconds);
    case 'kill':
      return world.kill(one.place);
    case 'start':
      return world.start(one.skew);
    case 'file':
      return world.touch(one.path, one.how);
    case 'people':
      return world.move(one.who, one.how);
    case 'weather':
      return setWeather(world, one);
  }
}

function setWeather(
  world: World,
  { store, queue, blobs, directory, news, slow }: Omit<Event & { is: 'weather' }, 'is'>,
): void {
  if (store + queue + blobs + directory + news + slow > 0) world.isUndisturbed = false;
  Object.assign(world.odds.store, { refused: store / 2, lost: store / 2, slow });
  Object.assign(world.odds.queue, { refused: queue / 2, lost: queue / 2 });
  Object.assign(world.odds.blobs, { refused: blobs / 2, lost: blobs / 2, slow });
  Object.assign(world.odds.directory, { refused: directory, lost: 0, slow });
  world.blobs.lag = blobs;
  world.deliveries.fails = news;
  world.deliveries.slow = slow;
}

/** The weather clears, some process lives, and time passes until nothing is left to do. */
async function clear(world: World): Promise<void> {
  setWeather(world, { store: 0, queue: 0, blobs: 0, directory: 0, news: 0, slow: 0 });
  world.start(0);
  // Where nobody is left who could decide, that is no fault of the weather.
  const authors = new Set<string>(world.given.map(({ wish: { verb, who } }) => (verb === 'open' ? who : '')));
  const admins = [...(world.memberships.at(-1)?.admins ?? [])];
  if (admins.every((admin) => authors.has(admin)))
    for (const admin of ['admin', 'reviewer'] as const) world.move(admin, 'administer');
  await settle(world);
}

/** Months later, whatever waits for time alone has come. */
async function grow(world: World): Promise<void> {
  for (const days of [4, 32, 91]) {
    world.jump(days * day);
    await settle(world);
  }
  const states = [...world.store.written.values()].map((written) => written.at(-1)!.request.state);
  const stuck = states.filter((state) => ['draft', 'returned', 'approved'].includes(state));
  assert.deepEqual(stuck, [], 'time brought no end');
}

async function settle(world: World): Promise<void> {
  for (let step = 0; step < 120; step += 1) {
    world.jump(300);
    await world.steady.advance(20);
    if (unfinished(world).length === 0 && world.waiting === 0) return;
  }
  assert.fail(`stuck: ${unfinished(world).join(', ')}`);
}
