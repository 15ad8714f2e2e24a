import assert from 'node:assert/strict';
import { createLog } from '../../../bot/log.ts';
import { SetupNews } from '../../../bot/news/setup-news.ts';
import type { Effect, JsonObject } from '../../../services/change/aggregate.ts';
import type { EffectHandler } from '../../../services/effects/effect-handler.ts';
import type { Effects } from '../../../services/effects/effects.ts';
import { PostedCards } from '../../../services/people/posted-cards.ts';
import type { SetupTelling } from '../../../services/setups/setup-announcement.ts';
import { labelsOf } from '../../../services/setups/setup-offer.ts';
import type { WorkspaceSetup } from '../../../services/setups/workspace-setup.ts';
import { setupSample, stepsUntil } from '../../cards/setup-samples.ts';
import { admin, owner, researcher } from '../../support/machine-samples.ts';
import { CourierWorld } from './courier-world.ts';

describe('SetupNews', () => {
  let world: CourierWorld;
  let handlers: Map<string, EffectHandler<WorkspaceSetup>>;
  let follower: WorkspaceSetup['followers'][number];

  beforeEach(async () => {
    world = await CourierWorld.start();
    handlers = new Map();
    const { courier, people } = world.process();
    const { clock, store } = world;
    const postedCards = new PostedCards(store, clock);
    const effects = {
      register: (_: unknown, kind: string, handler: EffectHandler<WorkspaceSetup>) => handlers.set(kind, handler),
    } as unknown as Effects;
    const setups = { labels: labelsOf(undefined) };
    new SetupNews({ courier, people, postedCards, setups, clock, log: createLog('fatal') }).register(effects);
    for (const { aadObjectId } of [admin, owner, researcher]) await world.meet(people, aadObjectId);
    const chat = (await people.get(researcher.aadObjectId))!.chat!;
    follower = { ...chat, key: 'asked', person: researcher };
  });

  afterEach(() => world.stop());

  /** All that stands in their chats now. */
  const texts = () => [admin, owner, researcher].flatMap(({ aadObjectId }) => world.shown(`a:${aadObjectId}`));

  let count = 0;
  async function carryOut(kind: string, setup: WorkspaceSetup, data: JsonObject = {}, due = world.clock.now()) {
    const now = world.clock.now();
    count += 1;
    const effect = { id: `effect-${count}`, kind, data, dueAt: due.toISOString(), attempts: 0 } as unknown as Effect;
    return await handlers.get(kind)!.handle(effect, setup, { now, signal: new AbortController().signal });
  }

  async function tell(setup: WorkspaceSetup, to: SetupTelling) {
    return await carryOut('setup.tell', setup, { ...to });
  }

  const asked = (more: Partial<WorkspaceSetup> = {}): WorkspaceSetup =>
    setupSample({ askedBy: researcher, byAdmin: false, followers: [follower], told: [], ...more });
  const toAdmin = { to: admin.aadObjectId, name: admin.name, about: 'waiting', as: 'admin' } as const;
  const told = [{ person: admin, about: 'waiting', as: 'admin' }] as const;
  const longAgo = new Date('2026-01-01T00:00:00Z');

  it('waits for the card of an answer that is on its way, and posts one where none came', async () => {
    const first = await carryOut('setup.show', asked());
    assert.ok('again' in first);
    assert.deepEqual(texts(), []);
    await world.clock.advance(10);
    await carryOut('setup.show', asked(), {}, longAgo);
    assert.match(texts().join(), /^Neurology waits for an admin/);
  });

  it('asks admins on a card of their own, which says so when another one has decided', async () => {
    await tell(asked({ followers: [] }), toAdmin);
    assert.match(texts().join(), /^Researcher asks for Neurology[\s\S]*Create Neurology[\s\S]*Decline/);
    await carryOut(
      'setup.show',
      asked({ followers: [], told, state: 'creating', steps: stepsUntil('group', 'running') }),
    );
    assert.equal(texts().length, 1);
    assert.match(texts().join(), /^Neurology is being created/);
  });

  it('lets an admin decide who shall own it, also on the card that follows', async () => {
    const followers = [{ ...follower, conversationId: `a:${owner.aadObjectId}`, key: 'pressed', person: owner }];
    const asAdmin = [{ person: owner, about: 'waiting', as: 'admin' }] as const;
    const show = async (more: Partial<WorkspaceSetup>) => {
      await carryOut('setup.show', asked({ followers, told: asAdmin, ...more }), {}, longAgo);
      return texts().join();
    };
    assert.match(await show({}), /^Researcher asks for Neurology[\s\S]*Create Neurology\nDecline$/);
    const steps = stepsUntil('storage', 'failed', 'No room.');
    assert.match(await show({ state: 'failed', steps }), /Try again from here\nRemove what was made$/);
    assert.match(await show({ state: 'ready', decidedBy: owner }), /Members of Neurology\nShow machines$/);
    assert.match(await show({ told: [] }), /^Neurology waits for an admin/);
  });

  it('says who owns it to its owner alone, where that is who asked', async () => {
    await tell(asked({ followers: [] }), toAdmin);
    const plan = { ...setupSample().plan, owner: researcher };
    await carryOut('setup.show', asked({ told, plan, state: 'ready', decidedBy: admin }), {}, longAgo);
    const [toAdmins, toAuthor] = texts();
    assert.match(toAdmins!, /^Neurology is ready[\s\S]*Its people were told/);
    assert.match(toAuthor!, /^Neurology is ready[\s\S]*You own it/);
  });

  it('asks nobody about what is decided already', async () => {
    await tell(asked({ followers: [], state: 'withdrawn' }), toAdmin);
    assert.deepEqual(texts(), []);
  });

  it('says a line to whoever follows it, where another one decided or it took long', async () => {
    const startedAt = new Date(world.clock.now().getTime() - 30_000).toISOString();
    const to = { to: researcher.aadObjectId, name: researcher.name, about: 'ready', as: 'author' } as const;
    await tell(asked({ state: 'ready', decidedBy: researcher, startedAt }), to);
    assert.deepEqual(texts(), []);
    await world.clock.advance(60);
    await tell(asked({ state: 'ready', decidedBy: researcher, startedAt }), to);
    await tell(asked({ state: 'ready', decidedBy: admin, startedAt: world.clock.now().toISOString() }), to);
    assert.deepEqual(texts(), ['Neurology is ready.', 'Neurology is ready.']);
  });

  it('brings its owner a card with what can be done first', async () => {
    const setup = asked({ state: 'ready', decidedBy: admin });
    const to = { to: owner.aadObjectId, name: owner.name, about: 'ready', as: 'owner' } as const;
    await tell(setup, to);
    await tell(setup, to);
    assert.equal(texts().length, 1);
    assert.match(texts().join(), /^Neurology is ready[\s\S]*Members of Neurology\nShow machines$/);
  });
});
