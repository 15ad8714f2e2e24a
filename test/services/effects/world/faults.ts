import { WorkspaceError } from '../../../../services/errors.ts';
import type { Clock } from '../../../../services/time/clock.ts';
import { pause } from '../../../../services/time/pause.ts';

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What may go wrong with a call; each a probability. Changed while the world runs. */
export interface Odds {
  /** Not carried out, and an error. */
  refused: number;
  /** Carried out, and an error. */
  lost: number;
  /** Takes seconds, or more than a minute, before it is carried out, and again before the answer comes. */
  slow: number;
}

/** What always goes well, at first. */
export function calm(): Odds {
  return { refused: 0, lost: 0, slow: 0 };
}

/** Of one process. */
export interface Life {
  isDead: boolean;
}

/**
 * A store or a queue as one process sees it: calls fail, answers get lost, things take their time; and when the process is
 * dead, nothing that it began goes on.
 */
export function unreliable<T extends object>(part: T, life: Life, odds: Odds, clock: Clock, random: () => number): T {
  const call = async (operation: () => Promise<unknown>): Promise<unknown> => {
    const unavailable = () => new WorkspaceError('unavailable', 'It does not answer.');
    const rest = async (ms: number) => {
      if (ms > 0) await pause(clock, ms);
      if (life.isDead) await new Promise<never>(() => {});
    };
    const time = () => random() * (random() < 0.3 ? 80_000 : 3000);
    const [before, after] = random() < odds.slow ? [time(), time()] : [0, 0];
    await rest(before);
    if (random() < odds.refused) throw unavailable();
    let isRefused = false;
    const answer = operation().catch((error: unknown) => {
      isRefused = true;
      return error;
    });
    const result = await answer;
    await rest(after);
    if (random() < odds.lost) throw unavailable();
    if (isRefused) throw result;
    return result;
  };
  return new Proxy(part, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => call(() => value.apply(target, args));
    },
  });
}
