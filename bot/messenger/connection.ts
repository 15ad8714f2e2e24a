import { Agent, type Dispatcher } from 'undici';

export interface Call {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly origin: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer | undefined;
}

/** An answer, whatever its status; redirects are answers like others and never followed. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/** No answer came. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  /** False where nothing can have reached the other side. */
  readonly sent: boolean;

  constructor(sent: boolean, cause: unknown) {
    super(sent ? 'The call went out and was not answered.' : 'The call never went out.', { cause });
    this.sent = sent;
  }
}

const connectTimeoutInMs = 5_000;
const totalTimeoutInMs = 10_000;
const sweepInMs = 500;
const maxAnswerBytes = 64 * 1024;

/** HTTP to the connector over connections that are kept, at most so many an origin, each call with one deadline for all of it. */
export class Connection {
  readonly #agent: Agent;
  readonly #running = new Set<Exchange>();
  #sweeper: NodeJS.Timeout | undefined;

  constructor(connectionsPerOrigin = 64) {
    this.#agent = new Agent({
      connections: connectionsPerOrigin,
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: 4_000,
      headersTimeout: totalTimeoutInMs,
      bodyTimeout: totalTimeoutInMs,
      maxResponseSize: maxAnswerBytes,
      connect: { timeout: connectTimeoutInMs },
    });
  }

  /** @throws {NoAnswer} */
  call(call: Call): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(Date.now() + totalTimeoutInMs, (result) => {
        this.#running.delete(exchange);
        if (result instanceof NoAnswer) reject(result);
        else resolve(result);
      });
      this.#running.add(exchange);
      this.#sweeper ??= setInterval(() => this.#sweep(), sweepInMs).unref();
      try {
        this.#agent.dispatch(call as Dispatcher.DispatchOptions & { origin: string }, exchange);
      } catch (error) {
        exchange.onResponseError(undefined, error as Error);
      }
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    await this.#agent.destroy();
  }

  #sweep(): void {
    const now = Date.now();
    for (const exchange of this.#running) exchange.expire(now);
    if (this.#running.size > 0) return;
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }
}

/** One call's way through undici, without the streams that its convenient functions put around each answer. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #deadline: number;
  #done: ((result: Answer | NoAnswer) => void) | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #retryAfter: string | undefined;
  #chunks: Buffer[] = [];
  #late = false;

  constructor(deadline: number, done: (result: Answer | NoAnswer) => void) {
    this.#deadline = deadline;
    this.#done = done;
  }

  expire(now: number): void {
    if (now < this.#deadline || this.#late) return;
    this.#late = true;
    const error = new Error('The call took too long.');
    // One still in line for a connection has no controller yet; it is given up as soon as it would start.
    if (this.#controller) this.#controller.abort(error);
    else this.#end(new NoAnswer(false, error));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#late) controller.abort(new Error('The call took too long.'));
    else this.#controller = controller;
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status;
    const retryAfter = headers['retry-after'];
    this.#retryAfter = typeof retryAfter === 'string' ? retryAfter : retryAfter?.[0];
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { length } = this.#chunks;
    const body =
      length === 0 ? '' : length === 1 ? this.#chunks[0]!.toString() : Buffer.concat(this.#chunks).toString();
    this.#end({ status: this.#status, retryAfter: this.#retryAfter, body });
  }

  onResponseError(_: Dispatcher.DispatchController | undefined, error: Error): void {
    this.#end(new NoAnswer(this.#controller !== undefined, error));
  }

  /**
   * Lets go of everything the call held. A Set that is added to and deleted from all the time leaves old tables behind, and what
   * they name lives until the next full collection: that must be next to nothing.
   */
  #end(result: Answer | NoAnswer): void {
    const done = this.#done;
    this.#done = undefined;
    this.#controller = undefined;
    this.#chunks = [];
    done?.(result);
  }
}
