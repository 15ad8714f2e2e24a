import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { compileCache } from './compile-cache.ts';
import { inheritedEnvironment } from './settings.ts';

const lifeline = new URL('./preloads/lifeline.ts', import.meta.url).href;
const keepCompiled = new URL('./preloads/keep-compiled.ts', import.meta.url).href;
const largestLogInBytes = 20_000_000;

export interface ProgramOptions {
  /** How it is called in front of people, for example `the bot`. */
  readonly name: string;
  /** What Node is to run: options, a path, arguments. */
  readonly args: readonly string[];
  /** Added to the few variables that every program gets; nothing else of our own environment reaches it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Takes what it prints. */
  readonly logPath: string;
  /** With a channel for messages. Default false. */
  readonly messages?: boolean;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One run of a program on our Node, in a process group of its own, so that signals to ours reach it in our order only. */
export class Program {
  readonly child: ChildProcess;
  /** Resolves however it ends. */
  readonly ended: Promise<Ending>;
  readonly #options: ProgramOptions;

  private constructor(options: ProgramOptions, child: ChildProcess) {
    this.#options = options;
    this.child = child;
    this.ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  }

  static async start(options: ProgramOptions): Promise<Program> {
    await mkdir(dirname(options.logPath), { recursive: true });
    await setAsideIfLarge(options.logPath);
    const log = openSync(options.logPath, 'a');
    try {
      const child = spawn(process.execPath, ['--import', lifeline, '--import', keepCompiled, ...options.args], {
        detached: true,
        env: { ...inheritedEnvironment(), NODE_COMPILE_CACHE: compileCache, ...options.env },
        stdio: ['pipe', log, log, ...(options.messages ? (['ipc'] as const) : [])],
      });
      // Written to by nobody; a broken pipe says no more than that the program has ended.
      child.stdin?.on('error', () => {});
      await once(child, 'spawn');
      return new Program(options, child);
    } finally {
      closeSync(log);
    }
  }

  get pid(): number {
    return this.child.pid as number;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Asks it to end and, after `graceInMs`, makes it. False where it had to be made. */
  async stop(graceInMs: number): Promise<boolean> {
    if (!this.running) return true;
    let inOrder = true;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => {
      inOrder = false;
      this.child.kill('SIGKILL');
    }, graceInMs);
    await this.ended;
    clearTimeout(timer);
    return inOrder;
  }

  /** The last lines it printed, for a person who wants to know why it ended. */
  async lastWords(lines = 12): Promise<string> {
    const text = await readFile(this.#options.logPath, 'utf8').catch(() => '');
    return text.trimEnd().split('\n').slice(-lines).join('\n');
  }
}

async function setAsideIfLarge(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && found.size > largestLogInBytes) await rename(path, `${path}.1`);
}
