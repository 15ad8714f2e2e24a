import { join } from 'node:path';
import type { DirectoryLock } from './directory-lock.ts';
import type { Program } from './program.ts';

/** Who runs: process ids by name, kept current over restarts. */
export class Roster {
  readonly pids: Record<string, number> = {};
  /** Called when a program got a new process id. */
  changed: (pids: Readonly<Record<string, number>>) => void = () => {};
  readonly #directory: string;
  readonly #lock: DirectoryLock;

  constructor(directory: string, lock: DirectoryLock) {
    this.#directory = directory;
    this.#lock = lock;
  }

  /** What a program needs to be on the roster, and to have its output kept. */
  entry(name: string): { logPath: string; started: (program: Program) => void } {
    return {
      logPath: join(this.#directory, 'logs', `${name}.log`),
      started: (program) => {
        this.#lock.add(program.pid, program.ended);
        this.pids[name] = program.pid;
        this.changed(this.pids);
      },
    };
  }
}
