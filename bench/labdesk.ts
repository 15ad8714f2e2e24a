import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { importJWK, SignJWT } from 'jose';
import manifest from '../package.json' with { type: 'json' };
import { freePort } from '../sandbox/ports.ts';
import type { Subject } from './load.ts';
import { end, pin, type Running, spawnPinned } from './peers.ts';
import { enrol } from './staff.ts';

interface Endpoints {
  readonly bot: string;
  readonly health: string;
  readonly control: string;
  readonly tenantId: string;
  readonly appId: string;
  readonly signingKey: Record<string, string>;
  readonly pids: { readonly bot: number };
}

/** Labdesk as it is: the sandbox with authentication on, the bot on core 0, everything else beside the load on core 1. */
export class Labdesk implements Subject {
  readonly name = 'labdesk';
  readonly endpoints: Endpoints;
  readonly #child: ChildProcess;
  readonly directory: string;
  readonly #tokens: readonly string[];

  private constructor(child: ChildProcess, directory: string, endpoints: Endpoints, tokens: readonly string[]) {
    this.#child = child;
    this.directory = directory;
    this.endpoints = endpoints;
    this.#tokens = tokens;
  }

  /** `fill` says who is there, before the sandbox starts in that directory. */
  static async start(serviceUrl: string, fill = enrol): Promise<Labdesk> {
    const directory = await mkdtemp(join(tmpdir(), 'labdesk-bench-'));
    await fill(directory);
    const entry = fileURLToPath(new URL('../sandbox/index.ts', import.meta.url));
    const env = {
      ...process.env,
      SANDBOX_DIR: directory,
      PORT: '0',
      SANDBOX_PORT: '0',
      SANDBOX_PLAYGROUND: 'off',
      SANDBOX_AUTH: 'on',
      SANDBOX_TEAMS_LIMITS: 'off',
      LOG_LEVEL: 'info',
    };
    const child = spawn(process.execPath, [entry], { env, stdio: ['pipe', 'ignore', 'inherit'] });
    const path = join(directory, 'endpoints.json');
    for (const deadline = Date.now() + 90_000; !existsSync(path); await wait(50)) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error('The sandbox did not start.');
    }
    const endpoints = JSON.parse(readFileSync(path, 'utf8')) as Endpoints;
    pin(endpoints.pids.bot, 0);
    const key = await importJWK(endpoints.signingKey, 'RS256');
    // Eight tokens in turn, since a real channel uses its own again and again.
    const sign = async (_: unknown, index: number) =>
      await new SignJWT({ serviceurl: serviceUrl, index })
        .setProtectedHeader({ alg: 'RS256', kid: endpoints.signingKey.kid ?? '' })
        .setIssuer('https://api.botframework.com')
        .setAudience(endpoints.appId)
        .setNotBefore('-1m')
        .setExpirationTime('2h')
        .sign(key);
    return new Labdesk(child, directory, endpoints, await Promise.all(Array.from({ length: 8 }, sign)));
  }

  get pid(): number {
    return this.endpoints.pids.bot;
  }

  get url(): URL {
    return new URL(this.endpoints.bot);
  }

  authorization(conversation: number): string {
    return `Bearer ${this.#tokens[conversation % this.#tokens.length]}`;
  }

  /** The bot's database. */
  get storePath(): string {
    return join(this.directory, 'labdesk.db');
  }

  /** What the bot's store was asked so far, all operations together. */
  async storeOperations(): Promise<number> {
    const text = await (await fetch(new URL('/metrics', this.url))).text();
    return [...text.matchAll(/^labdesk_store_operations_total\S* (\d+)$/gm)].reduce(
      (sum, [, count]) => sum + Number(count),
      0,
    );
  }

  /** Calls that the simulated Azure has had since they were last forgotten. */
  async callsOf(service: 'arm' | 'graph'): Promise<number> {
    return ((await (await fetch(`${this.endpoints.control}/requests?service=${service}`)).json()) as unknown[]).length;
  }

  async forgetCalls(): Promise<void> {
    await fetch(`${this.endpoints.control}/requests`, { method: 'DELETE' });
  }

  async advance(seconds: number): Promise<void> {
    const body = JSON.stringify({ advanceSeconds: seconds });
    const response = await fetch(`${this.endpoints.control}/tick`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    if (!response.ok) throw new Error(await response.text());
  }

  /** Another process of the same bot with the same configuration but what is `changed`, on core 0 like the first; `startMs` is spawn to ready. */
  async another(changed: Readonly<Record<string, string>> = {}, ...nodeOptions: readonly string[]): Promise<Running> {
    const environment = readFileSync(`/proc/${this.pid}/environ`, 'utf8').split('\0').filter(Boolean);
    const env = Object.fromEntries(
      environment.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    delete env.NODE_CHANNEL_FD;
    delete env.NODE_CHANNEL_SERIALIZATION_MODE;
    const port = await freePort();
    const began = performance.now();
    const options = [...manifest.scripts.start.split(' ').filter((word) => word.startsWith('--')), ...nodeOptions];
    const entry = fileURLToPath(new URL('../bot/index.ts', import.meta.url));
    const child = spawnPinned([...options, entry], { ...env, ...changed, PORT: String(port) });
    child.stdout?.resume();
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
      await response?.body?.cancel();
      if (response?.status === 200) break;
      if (child.exitCode !== null) throw new Error('The bot did not start.');
      await wait(5);
    }
    return {
      name: this.name,
      pid: child.pid!,
      url: new URL(`http://127.0.0.1:${port}/api/messages`),
      authorization: (conversation) => this.authorization(conversation),
      startMs: performance.now() - began,
      stop: () => end(child),
    };
  }

  async stop(): Promise<void> {
    await end(this.#child);
    await rm(this.directory, { recursive: true, force: true });
  }
}
