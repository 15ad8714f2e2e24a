import { setTimeout as wait } from 'node:timers/promises';
import type { Ending, Program, ProgramOptions } from './program.ts';
import { type Ready, startUntilReady } from './ready-program.ts';

const shortestPauseInMs = 100;
const longestPauseInMs = 5000;
/** A run that lasted this long counts as good: the next pause is short again. */
const goodRunInMs = 10_000;

export interface KeptProgramOptions extends ProgramOptions {
  readonly ready: Ready;
  /** Called for every run as soon as it has a process id. */
  readonly started?: (program: Program) => void;
  /** Called with a sentence when it ended without being asked to, before it is started again. */
  readonly died?: (sentence: string) => void;
}

/** A program that is started again, after a pause that grows, when it ends without being asked to. */
export class KeptProgram {
  readonly #options: KeptProgramOptions;
  readonly #stop = new AbortController();
  #program: Program | undefined;
  #up: Promise<Program> = new Promise(() => {});
  #keeping: Promise<unknown> = Promise.resolve();

  constructor(options: KeptProgramOptions) {
    this.#options = options;
  }

  /** Resolves when the first run is ready. @throws {SandboxError} where it ends before it ever was. */
  async start(): Promise<void> {
    const first = this.#run();
    this.#keeping = first.catch(() => {});
    const program = await first;
    this.#up = first;
    this.#keeping = this.#keep(program);
  }

  /** The current run once it is ready; waits through a restart. Rejects where there will be none. */
  get up(): Promise<Program> {
    return this.#up;
  }

  get pid(): number | undefined {
    return this.#program?.running ? this.#program.pid : undefined;
  }

  /** False where it had to be killed. */
  async stop(graceInMs: number): Promise<boolean> {
    this.#stop.abort();
    const inOrder = (await this.#program?.stop(graceInMs)) ?? true;
    await this.#keeping;
    return inOrder;
  }

  get #stopping(): boolean {
    return this.#stop.signal.aborted;
  }

  #run(): Promise<Program> {
    const { ready, ...options } = this.#options;
    const started = (program: Program) => {
      this.#program = program;
      this.#options.started?.(program);
    };
    return startUntilReady(options, ready, { stop: this.#stop.signal, started });
  }

  async #keep(first: Program): Promise<void> {
    let program: Program | undefined = first;
    let pauseInMs = shortestPauseInMs;
    while (program) {
      const since = Date.now();
      const ending: Ending = await program.ended;
      if (this.#stopping) return;
      if (Date.now() - since > goodRunInMs) pauseInMs = shortestPauseInMs;
      this.#options.died?.(describe(this.#options.name, ending));
      const next: Promise<Program> = this.#again(pauseInMs);
      next.catch(() => {});
      this.#up = next;
      pauseInMs = Math.min(pauseInMs * 2, longestPauseInMs);
      program = await next.catch(() => undefined);
    }
  }

  /** Tries until a run is ready. Rejects once it is to stop. */
  async #again(firstPauseInMs: number): Promise<Program> {
    for (let pauseInMs = firstPauseInMs; ; pauseInMs = Math.min(pauseInMs * 2, longestPauseInMs)) {
      await wait(pauseInMs, undefined, { signal: this.#stop.signal });
      try {
        return await this.#run();
      } catch (error) {
        if (this.#stopping) throw error;
        this.#options.died?.(error instanceof Error ? error.message : String(error));
      }
    }
  }
}

function describe(name: string, { code, signal }: Ending): string {
  return `${name} ${signal ? `was ended by ${signal}` : `ended with code ${code}`} and is started again.`;
}
