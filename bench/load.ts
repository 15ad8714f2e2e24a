import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpuMs, quantile, rssMiB } from './figures.ts';

export const conversations = 32;

/** One kind of turn: what is sent, and how to tell that the answer is this turn's own. */
export interface Turn {
  readonly type: 'message' | 'invoke';
  /** The activity, for a conversation (0 to 31) and an id. */
  activity(conversation: number, id: string): object;
  /** True where the answer is right: the body of the reply, or of the response to an invoke. */
  isAnswer(body: string, id: string): boolean;
}

export interface Subject {
  readonly name: string;
  readonly pid: number;
  readonly url: URL;
  /** Where the turns of a conversation go, where that is not the same for all. */
  urlOf?(conversation: number): URL;
  authorization?(conversation: number): string;
}

export interface Measured {
  readonly turnsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** CPU of the bot, per turn. */
  readonly cpuMs: number;
  readonly rssMiB: number;
  readonly turns: number;
  readonly errors: number;
  /** What went wrong first, where something did. */
  readonly error?: string;
  /** Share of the phase that the bot's CPU was busy. */
  readonly busy: number;
}

/** A kind of turn, and the bot that takes it. */
export interface Run {
  readonly subject: Subject;
  readonly turn: Turn;
}

interface Waiting {
  readonly since: number;
  resolve(body: string): void;
  reject(error: Error): void;
}

/** A stretch of turns, before it is summed up. */
interface Span {
  readonly latencies: readonly number[];
  readonly errors: readonly string[];
  readonly elapsedMs: number;
  readonly cpuMs: number;
}

/** After so many errors a bot is not measured but broken. */
const mostErrors = 100;
/** Long enough for hundreds of turns, short enough that a machine changes little until the others had theirs. */
const sliceInMs = 500;
/** A turn without an answer for so long is lost. */
const longestWaitInMs = 20_000;

/** Sends turns in a closed loop, and is the connector that takes the replies. */
export class Load {
  readonly #server: http.Server;
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: conversations });
  readonly #waiting = new Map<string, Waiting>();
  readonly #sweep = setInterval(() => this.#giveUp(), 1_000).unref();
  #count = 0;

  private constructor(server: http.Server) {
    this.#server = server;
  }

  static async start(): Promise<Load> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const load = new Load(server);
    server.on('request', (request, response) => load.#take(request, response));
    return load;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    clearInterval(this.#sweep);
    this.#agent.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Runs turns for so long and measures; call it once before to warm up. */
  async run(subject: Subject, turn: Turn, milliseconds: number): Promise<Measured> {
    const until = Date.now() + milliseconds;
    return measuredOf(subject, [await this.#span(subject, turn, () => Date.now() < until)]);
  }

  /**
   * Runs several kinds of turns, each for so long, a slice of one after a slice of the other: a machine that others use, too, is faster
   * in one second than in the next, and what is to be compared must have both. One measure for each, in their order.
   */
  async runSideBySide(runs: readonly Run[], milliseconds: number): Promise<Measured[]> {
    const spans = runs.map((): Span[] => []);
    const slices = Math.max(1, Math.round(milliseconds / sliceInMs));
    for (let slice = 0; slice < slices; slice += 1) {
      const order = [...runs.keys()];
      for (const index of slice % 2 === 0 ? order : order.reverse()) {
        const { subject, turn } = runs[index]!;
        // A bot closes connections that were idle for so long, perhaps at the very moment of the next turn.
        this.#agent.destroy();
        const until = Date.now() + sliceInMs;
        spans[index]!.push(await this.#span(subject, turn, () => Date.now() < until));
      }
    }
    return runs.map(({ subject }, index) => measuredOf(subject, spans[index]!));
  }

  /** Runs so many turns and measures. */
  async runTurns(subject: Subject, turn: Turn, turns: number): Promise<Measured> {
    let begun = 0;
    return measuredOf(subject, [await this.#span(subject, turn, () => begun++ < turns)]);
  }

  /** Some turns in every conversation at once, after `prepare`, so many times; what `prepare` takes is not measured. */
  async runBursts(
    subject: Subject,
    turn: Turn,
    bursts: number,
    prepare: () => Promise<void>,
    turnsEach = 1,
  ): Promise<Measured> {
    const spans: Span[] = [];
    for (let burst = 0; burst < bursts; burst += 1) {
      await prepare();
      // A bot closes connections that were idle for so long, perhaps at the very moment of the next turn.
      this.#agent.destroy();
      let begun = 0;
      spans.push(await this.#span(subject, turn, () => begun++ < turnsEach * conversations));
    }
    return measuredOf(subject, spans);
  }

  /** One turn; milliseconds until its answer. Rejects where the answer is wrong. */
  async once(subject: Subject, turn: Turn, conversation = 0): Promise<number> {
    const began = process.hrtime.bigint();
    await this.#turn(subject, turn, conversation);
    return Number(process.hrtime.bigint() - began) / 1e6;
  }

  async #span(subject: Subject, turn: Turn, goesOn: () => boolean): Promise<Span> {
    const latencies: number[] = [];
    const errors: string[] = [];
    const cpuBefore = cpuMs(subject.pid);
    const began = performance.now();
    const loops = Array.from({ length: conversations }, async (_, conversation) => {
      while (goesOn() && errors.length < mostErrors) {
        try {
          latencies.push(await this.once(subject, turn, conversation));
        } catch (error) {
          errors.push(String(error));
        }
      }
    });
    await Promise.all(loops);
    return { latencies, errors, elapsedMs: performance.now() - began, cpuMs: cpuMs(subject.pid) - cpuBefore };
  }

  async #turn(subject: Subject, turn: Turn, conversation: number): Promise<void> {
    const id = `1795300${String(this.#count++).padStart(9, '0')}`;
    const reply = turn.type === 'message' ? this.#reply(id) : undefined;
    // Where the post fails, nobody waits for the reply any more.
    reply?.catch(() => undefined);
    const response = await this.#post(subject, turn.activity(conversation, id), conversation);
    const body = reply ? await reply : response;
    if (!turn.isAnswer(body, id)) throw new Error(`A wrong answer: ${body.slice(0, 200)}`);
  }

  #reply(id: string): Promise<string> {
    const since = Date.now();
    return new Promise((resolve, reject) => this.#waiting.set(id, { since, resolve, reject }));
  }

  #giveUp(): void {
    for (const [id, { since, reject }] of this.#waiting) {
      if (Date.now() - since < longestWaitInMs) continue;
      this.#waiting.delete(id);
      reject(new Error('No reply came.'));
    }
  }

  #post(subject: Subject, activity: object, conversation: number): Promise<string> {
    const body = JSON.stringify(activity);
    const headers: http.OutgoingHttpHeaders = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const authorization = subject.authorization?.(conversation);
    if (authorization) headers.authorization = authorization;
    const { hostname: host, port, pathname: path } = subject.urlOf?.(conversation) ?? subject.url;
    return new Promise((resolve, reject) => {
      const request = http.request(
        { host, port, path, method: 'POST', agent: this.#agent, headers, timeout: longestWaitInMs },
        (response) => {
          read(response, (text) =>
            response.statusCode === 200 ? resolve(text) : reject(new Error(`${response.statusCode} ${text}`)),
          );
        },
      );
      request.on('timeout', () => request.destroy(new Error('No response came.')));
      request.on('error', reject);
      request.end(body);
    });
  }

  #take(request: http.IncomingMessage, response: http.ServerResponse): void {
    read(request, (body) => {
      const answer = '{"id":"1795300000000"}';
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
      const id = decodeURIComponent((request.url ?? '').split('/activities/')[1] ?? '');
      this.#waiting.get(id)?.resolve(body);
      this.#waiting.delete(id);
    });
  }
}

function measuredOf(subject: Subject, spans: readonly Span[]): Measured {
  const latencies = spans.flatMap((span) => span.latencies);
  const errors = spans.flatMap((span) => span.errors);
  const sum = (of: (span: Span) => number) => spans.reduce((total, span) => total + of(span), 0);
  const elapsedMs = sum((span) => span.elapsedMs);
  const cpu = sum((span) => span.cpuMs);
  return {
    turnsPerSecond: (latencies.length / elapsedMs) * 1000,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    cpuMs: cpu / latencies.length,
    rssMiB: rssMiB(subject.pid),
    turns: latencies.length,
    errors: errors.length,
    ...(errors[0] !== undefined && { error: errors[0] }),
    busy: cpu / elapsedMs,
  };
}

function read(stream: http.IncomingMessage, then: (text: string) => void): void {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => then(Buffer.concat(chunks).toString()));
}
