import { setTimeout as delay } from 'node:timers/promises';

/** What the work comes to, or undefined where it fails or takes longer; what comes later is dropped. Never rejects. */
export async function within<T>(milliseconds: number, work: () => Promise<T>): Promise<T | undefined> {
  const patience = new AbortController();
  const late = delay(milliseconds, undefined, { signal: patience.signal, ref: false }).catch(() => undefined);
  const done = Promise.resolve()
    .then(work)
    .catch(() => undefined);
  try {
    return await Promise.race([done, late]);
  } finally {
    patience.abort();
  }
}
