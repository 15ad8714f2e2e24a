import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../../sandbox/compile-cache.ts';
import { placeOf, type Scope } from './activities.ts';
import { Chat } from './chat.ts';
import { Connector } from './connector.ts';
import { Control } from './control.ts';
import type { Endpoints, PersonKey } from './endpoints.ts';

const entry = fileURLToPath(new URL('../../sandbox/index.ts', import.meta.url));
/** Ends the sandbox with us, should we be killed. */
const lifeline = new URL('../../sandbox/preloads/lifeline.ts', import.meta.url).href;
const startsWithinMs = 90_000;
const endsWithinMs = 10_000;

export interface SandboxOptions {
  /** Added to the sandbox's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Uses this state and keeps it; default is a fresh directory that is removed at the end. */
  readonly directory?: string;
}

/** The real sandbox as a child process, with a Teams connector of the test's own. */
export class TestSandbox {
  readonly directory: string;
  readonly connector: Connector;
  readonly control: Control;
  readonly process: ChildProcess;
  /** As the file said when everything answered first. */
  readonly endpointsAtStart: Endpoints;
  readonly #output: string[];
  readonly #keeps: boolean;

  private constructor(
    directory: string,
    keeps: boolean,
    process: ChildProcess,
    connector: Connector,
    output: string[],
  ) {
    this.directory = directory;
    this.#keeps = keeps;
    this.process = process;
    this.connector = connector;
    this.#output = output;
    this.endpointsAtStart = this.endpoints;
    this.control = new Control(this.endpoints.control);
  }

  /** Starts a sandbox on free ports, without chat clients, with machines that take half a second; `env` overrides all of it. */
  static async start({ env = {}, directory: given }: SandboxOptions = {}): Promise<TestSandbox> {
    const directory = given ?? (await mkdtemp(join(tmpdir(), 'labdesk-')));
    // One that was killed leaves it behind.
    await rm(join(directory, 'endpoints.json'), { force: true });
    const { child, output } = spawnSandbox(directory, env);
    const deadline = Date.now() + startsWithinMs;
    while (!existsSync(join(directory, 'endpoints.json'))) {
      assert.equal(child.exitCode ?? child.signalCode, null, `The sandbox ended:\n${output.join('')}`);
      assert.ok(Date.now() < deadline, `The sandbox is not ready after ${startsWithinMs} ms:\n${output.join('')}`);
      await wait(20);
    }
    const connector = await Connector.start({ audience: 'https://api.botframework.com' });
    return new TestSandbox(directory, given !== undefined, child, connector, output);
  }

  /** As the file says now; process ids change with restarts. */
  get endpoints(): Endpoints {
    return JSON.parse(readFileSync(join(this.directory, 'endpoints.json'), 'utf8')) as Endpoints;
  }

  /** What it printed. */
  get output(): string {
    return this.#output.join('');
  }

  /** What the bot logged. */
  get botLog(): string {
    return readFileSync(join(this.directory, 'logs', 'bot.log'), 'utf8');
  }

  /** A person in a conversation; the same name is the same conversation. */
  chat(person: PersonKey, where: { scope?: Scope; name?: string; locale?: string } = {}): Chat {
    const { endpoints, connector } = this;
    const place = placeOf(endpoints, endpoints.people[person], connector.url, where);
    return new Chat(endpoints, connector, place);
  }

  /** Kills the bot as a crash would, and resolves when another one answers in its place. */
  async crashBot(): Promise<void> {
    const { bot: pid } = this.endpoints.pids;
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');
    const deadline = Date.now() + startsWithinMs;
    while (this.endpoints.pids.bot === pid || !(await isReady(this.endpoints))) {
      assert.ok(Date.now() < deadline, `The bot did not come back:\n${this.output}`);
      await wait(20);
    }
  }

  /** Kills it as a crash would, and resolves when its programs have noticed and ended. */
  async kill(): Promise<void> {
    const pids = Object.values(this.endpoints.pids);
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
    await this.connector.close();
    const deadline = Date.now() + endsWithinMs;
    while (pids.some(lives)) {
      assert.ok(Date.now() < deadline, 'The programs of a killed sandbox still run.');
      await wait(20);
    }
  }

  /** Ends it as a terminal would and holds it to its promises: soon, with code 0, leaving no endpoints and no process. */
  async stop(): Promise<void> {
    const { pids } = this.endpoints;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), endsWithinMs);
    const [code, signal] = await ended;
    clearTimeout(timer);
    await this.connector.close();
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, this.output);
    assert.equal(existsSync(join(this.directory, 'endpoints.json')), false);
    for (const [name, pid] of Object.entries(pids)) assert.equal(lives(pid), false, `${name} still runs`);
    if (!this.#keeps) await rm(this.directory, { recursive: true, force: true });
  }
}

/** Starts the sandbox as people do, but on free ports; nobody waits for it. */
export function spawnSandbox(directory: string, env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['--import', lifeline, entry], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_COMPILE_CACHE: compileCache,
      PORT: '0',
      SANDBOX_DIR: directory,
      SANDBOX_PLAYGROUND: 'off',
      SANDBOX_VM_SECONDS: '0.5',
      SANDBOX_DEPLOY_SECONDS: '0.5',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  return { child, output };
}

/** True where a process with this id lives. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function isReady({ health }: Endpoints): Promise<boolean> {
  const response = await fetch(health.replace('/healthz', '/readyz')).catch(() => undefined);
  await response?.body?.cancel();
  return response?.status === 200;
}

const shared = new Map<string, Promise<TestSandbox>>();

/** One sandbox for all suites of a run that need the same, since it takes seconds to start; it ends with the run. */
export function sharedSandbox(env: Readonly<Record<string, string>> = {}): Promise<TestSandbox> {
  const key = JSON.stringify(env);
  const sandbox = shared.get(key) ?? TestSandbox.start({ env });
  shared.set(key, sandbox);
  return sandbox;
}

// Loaded by a test file this is a root hook; elsewhere (a benchmark) whoever starts a sandbox stops it.
if (typeof globalThis.after === 'function') {
  after(async function endSharedSandboxes() {
    this.timeout(30_000);
    // Whoever waited for one that did not start has heard why.
    for (const sandbox of shared.values()) await (await sandbox.catch(() => undefined))?.stop();
  });
}
