import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { SandboxError } from './sandbox-error.ts';

const pauseInMs = 50;

export interface Patience {
  readonly signal: AbortSignal;
  readonly deadlineInMs: number;
  /** What is waited for, to complete `... does not answer`. */
  readonly name: string;
}

/** Asks again and again until the answer is yes. @throws {SandboxError} after the deadline. */
export async function until(ask: () => Promise<boolean>, { signal, deadlineInMs, name }: Patience): Promise<void> {
  const deadline = Date.now() + deadlineInMs;
  while (!(await ask())) {
    if (Date.now() > deadline) throw new SandboxError(`${name} does not answer after ${deadlineInMs / 1000} seconds.`);
    await wait(pauseInMs, undefined, { signal });
  }
}

/** True where somebody listens on the port. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** True where the address answers 200. */
export async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.status === 200;
}
