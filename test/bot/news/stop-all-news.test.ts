import assert from 'node:assert/strict';
import { createLog } from '../../../bot/log.ts';
import { StopAllNews } from '../../../bot/news/stop-all-news.ts';
import type { Effect } from '../../../services/change/aggregate.ts';
import type { EffectHandler } from '../../../services/effects/effect-handler.ts';
import type { Effects } from '../../../services/effects/effects.ts';
import type { StopAll } from '../../../services/stop-alls/stop-all.ts';
import { stopAllSample } from '../../cards/stop-all-samples.ts';
import { workspace } from '../../support/machine-samples.ts';
import { CourierWorld } from './courier-world.ts';

describe('StopAllNews', () => {
  let world: CourierWorld;
  let show: EffectHandler<StopAll>['handle'];

  beforeEach(async () => {
    world = await CourierWorld.start();
    const { courier, people } = world.process();
    const effects = {
      register: (_: unknown, _kind: string, handler: EffectHandler<StopAll>) => {
        show = handler.handle;
      },
    } as unknown as Effects;
    const workspaces = { byId: async () => workspace() };
    new StopAllNews({ courier, people, workspaces, log: createLog('fatal') }).register(effects);
  });

  afterEach(() => world.stop());

  /** An order that took so long, as its admin's chat has it then; shown twice, as after a crash. */
  async function shown(more: Partial<StopAll>, tookSeconds: number): Promise<string[]> {
    const startedAt = world.clock.now();
    const endedAt = new Date(startedAt.getTime() + tookSeconds * 1000).toISOString();
    const place = { conversationId: 'a:owner', serviceUrl: world.connector.url };
    const order = stopAllSample({ place, startedAt: startedAt.toISOString(), endedAt, ...more });
    const context = { now: world.clock.now(), signal: new AbortController().signal };
    for (const _ of [1, 2]) await show({ id: 'show' } as unknown as Effect, order, context);
    return world.shown().map((text) => text.split('\n')[0]!);
  }

  const machines = (...states: readonly StopAll['machines'][number]['state'][]) => ({
    machines: states.map((state, index) => ({ workspace: 'oncology', machine: `onc-${index}`, state })),
  });

  it('says in a line, once, how an order ended that took more than a minute', async () => {
    const order = { state: 'stopped', ...machines('stopped', 'failed') } as const;
    assert.deepEqual(await shown(order, 61), [
      '1 of 2 machines could not be stopped',
      '1 of 2 machines could not be stopped in all workspaces.',
    ]);
    const again = { state: 'started', workspace: 'oncology', ...machines('started', 'started') } as const;
    assert.deepEqual((await shown(again, 300)).slice(-1), ['2 machines started again in Oncology.']);
  });

  it('says no line where it was quick, and none on the way', async () => {
    assert.deepEqual(await shown({ state: 'stopped', ...machines('stopped') }, 60), ['1 machine stopped']);
    // Of the stop before: the start has not ended.
    const texts = await shown({ state: 'starting', ...machines('waiting') }, 300);
    assert.deepEqual(texts, ['Starting again: 0 of 1 started']);
  });
});
