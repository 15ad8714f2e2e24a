import { constants, setPriority } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { fc } from '../../../support/properties.ts';
import { happen, schedule } from './schedule.ts';

/** So many schedules, the same for the same seed. Rejects with the seed and the path of one that broke a promise, made small. */
export interface Shift {
  readonly count: number;
  readonly seed: number;
}

export async function work({ count, seed }: Shift): Promise<void> {
  await fc.assert(
    fc.asyncProperty(schedule, (one) => happen(one)),
    { numRuns: count, seed },
  );
}

/** The same in another thread, which leaves the processor to tests beside it that wait for answers. */
export async function workBeside(shift: Shift): Promise<void> {
  const worker = new Worker(new URL(import.meta.url), { workerData: shift });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  worker.once('message', () => resolve());
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new Error(`It ended with ${code}.`)));
  await promise;
}

if (!isMainThread && parentPort && workerData) {
  // Of this thread alone (setpriority(2), "Notes").
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  await work(workerData as Shift);
  parentPort.postMessage('done');
}
