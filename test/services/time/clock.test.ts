import assert from 'node:assert/strict';
import { SystemClock } from '../../../services/time/clock.ts';
import { cpuMsOf } from '../../support/cpu-time.ts';

describe('SystemClock', () => {
  const inSeconds = (clock: SystemClock, seconds: number) => new Date(clock.now().getTime() + seconds * 1000);

  it('runs what is due at its time, in its order, and nothing that was cancelled', async () => {
    const clock = new SystemClock();
    const ran: string[] = [];
    const at = (name: string, seconds: number) =>
      clock.schedule(inSeconds(clock, seconds), async () => void ran.push(name));
    at('third', 30);
    at('first', 10);
    const cancel = at('never', 15);
    at('second', 20);
    at('later', 3600);
    cancel();

    await clock.moveTo(inSeconds(clock, 60));

    assert.deepEqual(ran, ['first', 'second', 'third']);
  });

  it('waits, when it is moved, for what runs already and for what follows', async () => {
    const clock = new SystemClock();
    const ran: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const started = new Promise<void>((begin) => {
      clock.schedule(clock.now(), async () => {
        begin();
        await promise;
        clock.schedule(inSeconds(clock, -1), async () => void ran.push('what follows'));
      });
    });
    await started;

    const moving = clock.moveTo(inSeconds(clock, 60));
    resolve();
    await moving;

    assert.deepEqual(ran, ['what follows']);
  });

  it('runs what is due while something else takes its time', async () => {
    const clock = new SystemClock();
    const { promise, resolve } = Promise.withResolvers<void>();
    clock.schedule(inSeconds(clock, 0.02), async () => resolve());
    clock.schedule(clock.now(), () => promise);

    await promise;
  });

  it('carries ten thousand timers without effort', async () => {
    const clock = new SystemClock();
    let ran = 0;
    const milliseconds = await cpuMsOf(async () => {
      for (let index = 0; index < 10_000; index += 1)
        clock.schedule(inSeconds(clock, (index * 7919) % 10_007), async () => {
          ran += 1;
        });
      await clock.moveTo(inSeconds(clock, 20_000));
    });

    assert.equal(ran, 10_000);
    assert.ok(milliseconds < 500, `${milliseconds} ms`);
  });
});
