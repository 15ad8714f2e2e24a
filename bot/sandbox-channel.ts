import type { Effects } from '../services/effects/effects.ts';
import type { SystemClock } from '../services/time/clock.ts';
import type { FaultyStore, StoreFault } from './faulty-store.ts';

type Order =
  | { readonly id: number | string; readonly type: 'tick'; readonly now: string }
  | { readonly id: number | string; readonly type: 'fault'; readonly fault: StoreFault }
  | { readonly id: number | string; readonly type: 'clear-faults' };

/** What the sandbox's control asks of the bot, over the channel a parent process has: a moved clock and a store that fails. */
export function listenToSandbox(parts: {
  clock: SystemClock;
  effects: Effects;
  store: FaultyStore;
  stop: () => void;
}): void {
  if (!process.send) return;
  process.on('message', (order: Order) => {
    void obey(order, parts).then(
      (result) => process.send?.({ id: order.id, result: result ?? null }),
      (error: unknown) =>
        process.send?.({ id: order.id, error: error instanceof Error ? error.message : String(error) }),
    );
  });
  // A sandbox that was killed leaves nobody who could end this process.
  process.on('disconnect', parts.stop);
}

async function obey(
  order: Order,
  { clock, effects, store }: { clock: SystemClock; effects: Effects; store: FaultyStore },
): Promise<unknown> {
  switch (order.type) {
    case 'tick':
      await clock.moveTo(new Date(order.now));
      await effects.settled();
      return { now: clock.now().toISOString() };
    case 'fault':
      return store.fail(order.fault);
    case 'clear-faults':
      return store.recover();
  }
}
