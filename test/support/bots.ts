import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import manifest from '../../package.json' with { type: 'json' };
import { botEnvironment } from '../../sandbox/bot-environment.ts';
import { compileCache } from '../../sandbox/compile-cache.ts';
import { readSettings } from '../../sandbox/settings.ts';
import { Chat } from './chat.ts';
import type { TestSandbox } from './sandbox.ts';

const entry = fileURLToPath(new URL('../../bot/index.ts', import.meta.url));
const nodeOptions = manifest.scripts.start.split(' ').filter((word) => word.startsWith('--'));
const endsWithinMs = 10_000;

interface Bot {
  readonly child: ChildProcess;
  /** Where it takes activities. */
  readonly url: string;
}

/** More bots beside the sandbox's own, on its store, its queue and its Azure: as many processes as an organisation would run. */
export class Bots {
  readonly #sandbox: TestSandbox;
  readonly #bots: Bot[] = [];

  private constructor(sandbox: TestSandbox) {
    this.#sandbox = sandbox;
  }

  /** Starts so many at once. */
  static async beside(sandbox: TestSandbox, count: number): Promise<Bots> {
    const bots = new Bots(sandbox);
    await Promise.all(Array.from({ length: count }, () => bots.start()));
    return bots;
  }

  /** The sandbox's own included. */
  get count(): number {
    return this.#bots.length + 1;
  }

  async start(): Promise<void> {
    const { endpoints, directory } = this.#sandbox;
    const port = (url: string) => Number(new URL(url).port);
    const { bot, login, blob, queue, ca: caPath, clientSecret } = endpoints;
    const ports = { bot: port(bot), azure: port(login), blob: port(blob), queue: port(queue) };
    const settings = readSettings({ SANDBOX_DIR: directory, SANDBOX_TEAMS_LIMITS: 'off' });
    const unused = { control: 0, openid: 0, researcher: 0, owner: 0, admin: 0 };
    const given = { settings, ports: { ...unused, ...ports }, caPath, clientSecret, connectorKeys: undefined };
    const node = { PATH: process.env.PATH, NODE_COMPILE_CACHE: compileCache };
    const env = { ...(await botEnvironment(given)), ...node, PORT: '0', LOG_LEVEL: 'info' };
    // With the channel it ends when we do.
    const stdio = ['ignore', 'pipe', 'inherit', 'ipc'] as const;
    const child = spawn(process.execPath, [...nodeOptions, entry], { env, stdio: [...stdio] });
    const listening = await portOf(child);
    this.#bots.push({ child, url: `http://127.0.0.1:${listening}/api/messages` });
  }

  /** The same chat, whose activities come to that bot; 0 is the sandbox's own. */
  through(index: number, { place }: Chat): Chat {
    const { endpoints, connector } = this.#sandbox;
    const bot = index === 0 ? endpoints.bot : this.#bots[index - 1]!.url;
    return new Chat({ ...endpoints, bot }, connector, place);
  }

  /** Moves the clock of one of them; resolves when what is due has run, or the bot has died of something else. */
  async tick(index: number, now: Date): Promise<void> {
    const child = this.#bots[index - 1]?.child;
    assert.ok(child);
    const id = randomUUID();
    const { promise, resolve } = Promise.withResolvers<void>();
    const listen = (reply: { readonly id?: unknown }) => reply.id === id && resolve();
    child.on('message', listen);
    child.once('exit', resolve);
    if (child.connected) child.send({ id, type: 'tick', now: now.toISOString() }, () => undefined);
    else resolve();
    await promise;
    child.off('message', listen);
    child.off('exit', resolve);
  }

  /** Kills one of them as a crash would; the others keep their numbers. */
  async kill(index: number): Promise<void> {
    const bot = this.#bots[index - 1];
    assert.ok(bot);
    const ended = once(bot.child, 'exit');
    bot.child.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#bots.splice(0).map(async ({ child }) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), endsWithinMs);
        await ended;
        clearTimeout(timer);
      }),
    );
  }
}

/** Where it listens, as its log says. Its output is read on, so that it never waits for us. */
async function portOf(child: ChildProcess): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const said: string[] = [];
  createInterface({ input: child.stdout! }).on('line', (line) => {
    said.push(line);
    const port = /"port":(\d+)/.exec(line)?.[1];
    if (port && line.includes('Labdesk is listening.')) resolve(Number(port));
    if (said.length > 50) said.shift();
  });
  child.once('exit', (code, signal) => reject(new Error(`A bot ended with ${code ?? signal}:\n${said.join('\n')}`)));
  return await promise;
}
