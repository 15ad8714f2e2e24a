import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { SandboxError } from './sandbox-error.ts';
import { readState, writeState } from './state-file.ts';

const run = z.object({ pid: z.number().int(), programs: z.array(z.number().int()) });
/** A killed sandbox's programs notice and end; they are given this long. */
const leftoversEndWithinMs = 12_000;

/** Two sandboxes never share a directory, and a new one waits for what a killed one left behind. */
export class DirectoryLock {
  readonly #path: string;
  readonly #programs = new Set<number>();
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string) {
    this.#path = path;
  }

  /** @throws {SandboxError} where a sandbox runs in the directory. */
  static async take(directory: string): Promise<DirectoryLock> {
    const path = join(directory, 'running.json');
    for (;;) {
      try {
        const file = await open(path, 'wx', 0o600);
        await file.writeFile(JSON.stringify({ pid: process.pid, programs: [] }));
        await file.close();
        return new DirectoryLock(path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      await clearLeftovers(path, directory);
    }
  }

  /** Remembers a program's process id until it has ended. */
  add(pid: number, ended: Promise<unknown>): void {
    this.#programs.add(pid);
    this.#write();
    void ended.then(() => {
      this.#programs.delete(pid);
      this.#write();
    });
  }

  async release(): Promise<void> {
    await this.#writing;
    await rm(this.#path, { force: true });
  }

  #write(): void {
    const state = { pid: process.pid, programs: [...this.#programs] };
    this.#writing = this.#writing.then(() => writeState(this.#path, state)).catch(() => {});
  }
}

async function clearLeftovers(path: string, directory: string): Promise<void> {
  const found = run.safeParse(await readState(path).catch(() => undefined));
  if (found.success) {
    const { pid, programs } = found.data;
    if (await isOurs(pid)) {
      throw new SandboxError(
        `A sandbox runs in ${directory} already (process ${pid}). Stop it, or set SANDBOX_DIR to another directory.`,
      );
    }
    const deadline = Date.now() + leftoversEndWithinMs;
    while (Date.now() < deadline && (await someAreOurs(programs))) await wait(50);
    for (const program of programs) if (await isOurs(program)) process.kill(program, 'SIGKILL');
  }
  await rm(path, { force: true });
}

async function someAreOurs(pids: readonly number[]): Promise<boolean> {
  for (const pid of pids) if (await isOurs(pid)) return true;
  return false;
}

/** True where the process lives and, as far as the system tells, runs something of this project and not a stranger with the same id. */
async function isOurs(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return command === undefined || /sandbox|bot\/index\.ts|azurite|m365agentsplayground/.test(command);
}
