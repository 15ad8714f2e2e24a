import { Program, type ProgramOptions } from './program.ts';
import { SandboxError } from './sandbox-error.ts';

/** Resolves once the program does its work; gives up when the signal aborts. */
export type Ready = (signal: AbortSignal) => Promise<void>;

/**
 * Starts a program and resolves when it is ready. Once `stop` aborts, nothing more is waited for.
 * @throws {SandboxError} with its last words, where it ends before it is ready or is not in time; nothing of it is left then.
 */
export async function startUntilReady(
  options: ProgramOptions,
  ready: Ready,
  { stop, started }: { stop?: AbortSignal; started?: ((program: Program) => void) | undefined } = {},
): Promise<Program> {
  const program = await Program.start(options);
  started?.(program);
  const over = new AbortController();
  const early = program.ended.then(async ({ code, signal }) => {
    over.abort();
    const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
    throw new SandboxError(`${options.name} ${how} while it started. ${await lastWords(program)}`);
  });
  // Ending is an error only as long as somebody waits for the start.
  early.catch(() => {});
  const able = ready(AbortSignal.any([over.signal, ...(stop ? [stop] : [])]));
  able.catch(() => {});
  try {
    await Promise.race([early, able]);
    return program;
  } catch (error) {
    if (!program.running) await early;
    await program.stop(1000);
    if (!(error instanceof SandboxError)) throw error;
    throw new SandboxError(`${error.message} ${await lastWords(program)}`);
  }
}

async function lastWords(program: Program): Promise<string> {
  return `Its last words:\n${await program.lastWords()}`;
}
