import { createSecureContext, type SecureContext } from 'node:tls';
import { buildConnector, type Dispatcher, Pool } from 'undici';

export interface WireCall {
  readonly method: Dispatcher.HttpMethod;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
  /** How long all of the answer is waited for, in milliseconds. */
  readonly withinMs: number;
}

/** An answer, whatever its status; redirects are answers like others and never followed. */
export interface WireAnswer {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const connectTimeoutInMs = 5_000;
/** Where the other side names no time. */
const keepAliveInMs = 60_000;
const maxAnswerBytes = 16 * 1024 * 1024;

/**
 * HTTP to one origin over connections that are kept. It does what every command waits for at a quarter of the cost of `fetch` or
 * of an SDK's pipeline, and nothing else: no redirects, no retries, no other origin.
 */
export class Wire {
  readonly origin: string;
  readonly #pool: Pool;

  /**
   * So many connections at most: two dozen carry some 400 calls a second at the 60 ms that a call to Azure takes, and what is made
   * in a hurry, when many come at once after a quiet hour, costs more than waiting for one of them.
   */
  constructor(origin: string, connections = 24) {
    this.origin = origin;
    this.#pool = new Pool(origin, {
      connections,
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: keepAliveInMs,
      maxResponseSize: maxAnswerBytes,
      connect: new URL(origin).protocol === 'https:' ? resuming() : { timeout: connectTimeoutInMs },
    });
  }

  /** Rejects where no answer came: with a TimeoutError, or with what went wrong on the way. */
  call({ withinMs, ...call }: WireCall): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(withinMs, resolve, reject);
      try {
        this.#pool.dispatch(call, exchange);
      } catch (error) {
        exchange.onResponseError(undefined, error as Error);
      }
    });
  }
}

/** Makes connections that go on with the TLS session of the one before (RFC 8446, 2.2), which takes half the time. */
function resuming(): buildConnector.connector {
  let secureContext: SecureContext | undefined;
  let session: Buffer | undefined;
  return (options, callback) => {
    secureContext ??= createSecureContext();
    const secure = { secureContext, ...(session && { session }) };
    buildConnector({ timeout: connectTimeoutInMs, allowH2: false, ...secure })(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      socket.on('session', (next: Buffer) => (session = next));
      callback(null, socket);
    });
  };
}

/**
 * One call's way through undici, without the streams that its convenient functions put around each answer, and with a timer that
 * ends with it: an AbortSignal's would go off later, for nobody.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: WireAnswer) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #late: DOMException | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: WireAnswer['headers'] = {};
  #chunks: Buffer[] = [];

  constructor(withinMs: number, resolve: (answer: WireAnswer) => void, reject: (reason: unknown) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(() => this.#giveUp(), withinMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // One that was in line for a connection until now.
    if (this.#late) controller.abort(this.#late);
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: WireAnswer['headers']): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    clearTimeout(this.#timer);
    const [first] = this.#chunks;
    const body = first && this.#chunks.length === 1 ? first.toString() : Buffer.concat(this.#chunks).toString();
    this.#resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_: Dispatcher.DispatchController | undefined, error: Error): void {
    clearTimeout(this.#timer);
    this.#reject(this.#late ?? error);
  }

  #giveUp(): void {
    this.#late = new DOMException('No answer came in time.', 'TimeoutError');
    this.#controller?.abort(this.#late);
    this.#reject(this.#late);
  }
}
