import { randomUUID } from 'node:crypto';
import manifest from '../package.json' with { type: 'json' };
import { KeptProgram } from './kept-program.ts';
import type { Program } from './program.ts';
import { answers, until } from './until.ts';

/** Node's options of `npm start`: how the heap grows decides how much memory a bot takes. */
const nodeOptions = manifest.scripts.start.split(' ').filter((word) => word.startsWith('--'));

const readyWithinMs = 60_000;
const answerWithinMs = 60_000;

/** What the bot is told over its channel; it answers with the same id and a `result` or an `error`. */
export type BotMessage =
  | { readonly type: 'tick'; readonly now: string }
  | { readonly type: 'fault'; readonly fault: unknown }
  | { readonly type: 'clear-faults' };

export interface BotProcessOptions {
  /** The path of what Node runs. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  readonly logPath: string;
  readonly started: (program: Program) => void;
  readonly died: (sentence: string) => void;
}

/** The bot as a child that is started again when it dies, since that is how tests try crashes. */
export class BotProcess {
  readonly #program: KeptProgram;
  /** How far the bot's clock is ahead; a restarted bot is told again. */
  #aheadInMs = 0;

  constructor({ entry, env, port, logPath, started, died }: BotProcessOptions) {
    this.#program = new KeptProgram({
      name: 'The bot',
      args: [...nodeOptions, entry],
      env,
      logPath,
      messages: true,
      died,
      started: (program) => {
        started(program);
        if (this.#aheadInMs === 0) return;
        const now = new Date(Date.now() + this.#aheadInMs).toISOString();
        // It listens for messages before it is ready; what comes earlier waits in the channel.
        program.child.send({ id: randomUUID(), type: 'tick', now });
      },
      ready: (signal) =>
        until(() => answers(`http://127.0.0.1:${port}/readyz`), {
          signal,
          deadlineInMs: readyWithinMs,
          name: 'The bot',
        }),
    });
  }

  start(): Promise<void> {
    return this.#program.start();
  }

  get pid(): number | undefined {
    return this.#program.pid;
  }

  stop(graceInMs: number): Promise<boolean> {
    return this.#program.stop(graceInMs);
  }

  /** Resolves with the bot's result, after a restart too if one is under way. Rejects with its error, or where it ends. */
  async send(message: BotMessage): Promise<unknown> {
    if (message.type === 'tick') this.#aheadInMs = Date.parse(message.now) - Date.now();
    const program = await this.#program.up;
    const id = randomUUID();
    const answer = Promise.withResolvers<unknown>();
    const listen = (reply: unknown) => {
      if (!isReply(reply) || reply.id !== id) return;
      if (reply.error === undefined) answer.resolve(reply.result);
      else answer.reject(new Error(typeof reply.error === 'string' ? reply.error : JSON.stringify(reply.error)));
    };
    const timer = setTimeout(() => answer.reject(new Error('The bot did not answer in time.')), answerWithinMs);
    program.child.on('message', listen);
    program.ended.then(() => answer.reject(new Error('The bot ended before it answered.')));
    try {
      program.child.send({ ...message, id });
      return await answer.promise;
    } finally {
      clearTimeout(timer);
      program.child.off('message', listen);
    }
  }
}

function isReply(value: unknown): value is { id: string; result?: unknown; error?: unknown } {
  return typeof value === 'object' && value !== null && 'id' in value;
}
