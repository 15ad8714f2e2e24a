import { setTimeout as delay } from 'node:timers/promises';

const afterMs = 250;

/** True for what may have passed a moment later, where there is still time to ask: no answer, or an error of the other side. */
export function mayPass(error: unknown, deadline: number): boolean {
  const { statusCode = 0 } = error as { statusCode?: number };
  return deadline - Date.now() > afterMs && !(statusCode >= 400 && statusCode < 500);
}

/** What may pass is tried once more before anybody hears of it, all within the deadline (epoch milliseconds). */
export async function askedTwice<T>(deadline: number, ask: (withinMs: number) => Promise<T>): Promise<T> {
  try {
    return await ask(deadline - Date.now());
  } catch (error) {
    if (!mayPass(error, deadline)) throw error;
  }
  await beforeTheSecondTry();
  return await ask(deadline - Date.now());
}

export async function beforeTheSecondTry(): Promise<void> {
  await delay(afterMs);
}
