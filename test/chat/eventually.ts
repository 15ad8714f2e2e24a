import { setTimeout as delay } from 'node:timers/promises';

const pauseInMs = 15;

/** Looks again and again until there is something to return. @throws {Error} after the deadline. */
export async function eventually<T>(
  look: () => Promise<T | undefined>,
  { withinMs = 45_000, what = 'what was waited for' } = {},
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Not seen within ${withinMs} ms: ${what}.`);
    await delay(pauseInMs);
  }
}
