import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { SqliteStore } from '../../../../services/store/sqlite.ts';
import { type Ticket, ticketType } from '../../change/ticket.ts';
import type { QueueServer } from './azurite.ts';

const worker = join(import.meta.dirname, 'worker.ts');

/** Processes (worker.ts) that share one store file and one queue. */
export class Processes {
  readonly #directory = mkdtempSync(join(tmpdir(), 'labdesk-processes-'));
  readonly #queueUrl: string;
  readonly #children: ChildProcess[] = [];

  constructor(azurite: QueueServer) {
    this.#queueUrl = azurite.url(`effects-${Math.random().toString(36).slice(2)}`);
  }

  start(settings: Record<string, string>): ChildProcess {
    const env = { ...process.env, DIRECTORY: this.#directory, QUEUE_URL: this.#queueUrl, ...settings };
    const child = spawn(process.execPath, [worker], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#children.push(child);
    return child;
  }

  /** All tickets, when each of them is closed and at least `count` are there. */
  async closed(count: number): Promise<Ticket[]> {
    const store = new SqliteStore({ path: join(this.#directory, 'store.db') });
    try {
      for (const deadline = Date.now() + 40_000; ; await setTimeout(50)) {
        const { items } = await store.list<Ticket>({ partition: 'oncology', kind: ticketType.kind, limit: 1000 });
        const tickets = items.map(({ document }) => document);
        const open = tickets.filter(({ state }) => state !== 'Closed');
        if (tickets.length >= count && open.length === 0) return tickets;
        assert.ok(Date.now() < deadline, `${open.length} of ${tickets.length} stay open: ${JSON.stringify(open[0])}`);
      }
    } finally {
      await store.close();
    }
  }

  /** How many different effects have reached the world outside. */
  told(): number {
    return readdirSync(this.#directory).filter((name) => name.startsWith('told-')).length;
  }

  async end(): Promise<void> {
    const alive = this.#children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    const ends = alive.map((child) => once(child, 'exit'));
    for (const child of alive) child.kill('SIGTERM');
    await Promise.all(ends);
    rmSync(this.#directory, { recursive: true });
  }
}
