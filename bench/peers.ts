import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Subject } from './load.ts';

export interface Running extends Subject {
  /** Spawn to listening, in milliseconds. */
  readonly startMs: number;
  stop(): Promise<void>;
}

/** True where the bot can have a core of its own and the load another. */
export const canPin = availableParallelism() >= 2 && hasTaskset();

/** Raw `node:http`, the bare bot of the Bot Framework SDK, and that of the Agents SDK. */
export const peerNames = ['floor', 'echo', 'agents'] as const;

/** Starts one of the peers on core 0. */
export async function startPeer(name: (typeof peerNames)[number]): Promise<Running> {
  const entry = fileURLToPath(new URL(`./peers/${name}.ts`, import.meta.url));
  // The Agents SDK refuses requests without a token in production; the others run as they would there.
  const env = { ...process.env, NODE_ENV: name === 'agents' ? 'development' : 'production' };
  const began = performance.now();
  const child = spawnPinned([entry], env);
  const [line] = await once(child.stdout!, 'data');
  const startMs = performance.now() - began;
  return {
    name,
    pid: child.pid!,
    url: new URL(`http://127.0.0.1:${Number(String(line))}/api/messages`),
    startMs,
    stop: () => end(child),
  };
}

export function spawnPinned(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const command = canPin ? ['taskset', '-c', '0', process.execPath, ...args] : [process.execPath, ...args];
  return spawn(command[0]!, command.slice(1), { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Puts every thread of a process on a core. */
export function pin(pid: number, core: number): void {
  if (canPin) execFileSync('taskset', ['-acp', String(core), String(pid)], { stdio: 'ignore' });
}

/** Lets a process run on every core. */
export function unpin(pid: number): void {
  if (canPin) execFileSync('taskset', ['-acp', `0-${cpus().length - 1}`, String(pid)], { stdio: 'ignore' });
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
