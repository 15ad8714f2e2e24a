import { setTimeout as delay } from 'node:timers/promises';
import type { Pressed } from '../../support/chat.ts';

const most = 40;
/** Nobody presses faster, and what has stalled has time to come back. */
const pauseInMs = 500;

/**
 * Presses until the answer is one: on a machine that stalls a press may come to nothing, says so, and asks to be tried again; or
 * its connection is closed as idle at the very moment, and Teams sends again.
 */
export async function insist(press: () => Promise<Pressed>): Promise<Pressed> {
  for (let tries = 1; ; tries += 1) {
    const answer = await press().catch((error: unknown) => {
      if (tries < most && isCut(error)) return undefined;
      throw error;
    });
    const isOne = answer && !/ Try again in a (few )?(second|moment|minute)s?\.|^This takes longer/.test(answer.text);
    if (answer && (isOne || tries === most)) return answer;
    await delay(pauseInMs);
  }
}

function isCut(error: unknown): boolean {
  const { cause } = error as { readonly cause?: { readonly code?: unknown } };
  return error instanceof TypeError && cause?.code === 'ECONNRESET';
}
