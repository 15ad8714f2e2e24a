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
  /** Share of the phase that the bot's CPU was busy. */
  readonly busy: number;
}

/** Sends turns in a closed loop, and is the connector that takes the replies. */
export class Load {
  readonly #server: http.Server;
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: conversations });
  readonly #waiting = new Map<string, { resolve: (body: string) => void }>();
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
    this.#agent.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Runs turns for so long and measures; call it once before to warm up. */
  async run(subject: Subject, turn: Turn, milliseconds: number): Promise<Measured> {
    return await this.#measure(subject, turn, (_done, began) => Date.now() - began < milliseconds);
  }

  /** Runs so many turns and measures. */
  async runTurns(subject: Subject, turn: Turn, turns: number): Promise<Measured> {
    let begun = 0;
    return await this.#measure(subject, turn, () => begun++ < turns);
  }

  /** One turn; milliseconds until its answer. Rejects where the answer is wrong. */
  async once(subject: Subject, turn: Turn, conversation = 0): Promise<number> {
    const began = process.hrtime.bigint();
    await this.#turn(subject, turn, conversation);
    return Number(process.hrtime.bigint() - began) / 1e6;
  }

  async #measure(subject: Subject, turn: Turn, goesOn: (done: number, began: number) => boolean): Promise<Measured> {
    const latencies: number[] = [];
    let errors = 0;
    const cpuBefore = cpuMs(subject.pid);
    const began = Date.now();
    const loops = Array.from({ length: conversations }, async (_, conversation) => {
      while (goesOn(latencies.length, began)) {
        try {
          latencies.push(await this.once(subject, turn, conversation));
        } catch {
          errors += 1;
          if (errors > 1000) return;
        }
      }
    });
    await Promise.race([Promise.all(loops), stuck()]);
    const elapsed = Date.now() - began;
    const cpu = cpuMs(subject.pid) - cpuBefore;
    return {
      turnsPerSecond: (latencies.length / elapsed) * 1000,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      cpuMs: cpu / latencies.length,
      rssMiB: rssMiB(subject.pid),
      turns: latencies.length,
      errors,
      busy: cpu / elapsed,
    };
  }

  async #turn(subject: Subject, turn: Turn, conversation: number): Promise<void> {
    const id = `1795300${String(this.#count++).padStart(9, '0')}`;
    const reply =
      turn.type === 'message' ? new Promise<string>((resolve) => this.#waiting.set(id, { resolve })) : undefined;
    const response = await this.#post(subject, turn.activity(conversation, id), conversation);
    const body = reply ? await reply : response;
    if (!turn.isAnswer(body, id)) throw new Error(`A wrong answer: ${body.slice(0, 200)}`);
  }

  #post(subject: Subject, activity: object, conversation: number): Promise<string> {
    const body = JSON.stringify(activity);
    const headers: http.OutgoingHttpHeaders = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const authorization = subject.authorization?.(conversation);
    if (authorization) headers.authorization = authorization;
    const { hostname: host, port, pathname: path } = subject.url;
    return new Promise((resolve, reject) => {
      const request = http.request({ host, port, path, method: 'POST', agent: this.#agent, headers }, (response) => {
        read(response, (text) =>
          response.statusCode === 200 ? resolve(text) : reject(new Error(`${response.statusCode} ${text}`)),
        );
      });
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

function read(stream: http.IncomingMessage, then: (text: string) => void): void {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => then(Buffer.concat(chunks).toString()));
}

/** A turn that is never answered ends the whole run, with a word. */
function stuck(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('A phase did not end within five minutes.')), 300_000).unref();
  });
}
