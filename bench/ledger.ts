import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { system } from '../services/change/aggregate.ts';
import { Checkpoints } from '../services/ledger/ledger-checkpoints.ts';
import { seal, type Unsealed } from '../services/ledger/ledger-entry.ts';
import { emptyHead, readHead } from '../services/ledger/ledger-head.ts';
import { verifyLedger } from '../services/ledger/ledger-verify.ts';
import { LedgerWriter } from '../services/ledger/ledger-writer.ts';
import { FileSigner } from '../services/store/file-signer.ts';
import { SqliteStore } from '../services/store/sqlite.ts';
import { SqliteLedgerWalker } from '../services/store/sqlite-ledger-walker.ts';
import { SystemClock } from '../services/time/clock.ts';
import { MemoryCheckpoints } from '../test/services/ledger/memory-checkpoints.ts';
import { median } from './figures.ts';
import { canPin, pin, unpin } from './peers.ts';

export interface LedgerFigures {
  readonly entries: number;
  /** Entries verified a second, from the store; median of some times. */
  readonly perSecond: number;
  /** The same by the CPU time that it took, which others on the machine disturb less. */
  readonly perCpuSecond: number;
}

const workspace = 'oncology';
const signatures = 10;
/** Where the bench runs, and the bots do not. */
const loadCore = 1;

/**
 * Fills a ledger on SQLite with the history of many requests, signs it ten times, and verifies it, as in production in threads,
 * at most four. Meanwhile this process may use every core, also where it is pinned to one.
 */
export async function measureLedger({ entries = 100_000, times = 7 } = {}): Promise<LedgerFigures> {
  const wasPinned = canPin && availableParallelism() === 1;
  if (wasPinned) unpin(process.pid);
  const directory = await mkdtemp(join(tmpdir(), 'labdesk-ledger-'));
  const path = join(directory, 'ledger.db');
  const store = new SqliteStore({ path });
  const clock = new SystemClock();
  const threads = Math.min(4, availableParallelism());
  const log = pino(pino.destination(2));
  const walker = new SqliteLedgerWalker({ path, store, clock, log, threads });
  const writer = new LedgerWriter(store, clock);
  const signer = new FileSigner(join(directory, 'keys'));
  const parts = { store, writer, clock, checkpoints: new MemoryCheckpoints(), signer, walker };
  const signing = new Checkpoints(parts);
  try {
    for (let part = 1; part <= signatures; part += 1) {
      await fill(store, (part * entries) / signatures);
      await signing.make(workspace);
    }
    const [byClock, byCpu]: [number[], number[]] = [[], []];
    for (let time = 0; time < times; time += 1) {
      const since = performance.now();
      const before = process.cpuUsage();
      const { count, flaw } = await verifyLedger(parts, workspace);
      if (flaw || count !== entries) throw new Error(flaw?.sentence ?? `${count} entries were verified.`);
      const { user, system } = process.cpuUsage(before);
      byClock.push((count / (performance.now() - since)) * 1000);
      byCpu.push((count / (user + system)) * 1_000_000);
    }
    return { entries, perSecond: median(byClock), perCpuSecond: median(byCpu) };
  } finally {
    await walker.rest();
    await store.close();
    await rm(directory, { recursive: true });
    if (wasPinned) pin(process.pid, loadCore);
  }
}

/** Adds to the chain until it has so many entries, as the writer would, without its care for others who write. */
async function fill(store: SqliteStore, until: number): Promise<void> {
  const stored = await readHead(store, workspace);
  let { count, hash } = stored?.document ?? emptyHead(workspace);
  const sealedAt = new Date().toISOString();
  while (count < until) {
    const entry = seal(stepOf(count), { workspace, n: count + 1, prev: hash, sealedAt });
    await store.create(entry);
    count += 1;
    hash = entry.hash;
  }
  const head = { ...(stored?.document ?? emptyHead(workspace)), count, hash, sealedAt };
  await (stored ? store.replace(head, stored.etag) : store.create(head));
}

/** What requests leave, one after the other: opened, sent, approved with a word, released. */
function stepOf(place: number): Unsealed {
  const number = Math.floor(place / steps.length);
  const index = place % steps.length;
  const { by, ...step } = steps[index]!;
  const who = by.roles.includes('member')
    ? { ...by, aadObjectId: `00000000-0000-4000-8000-${`${number % 500}`.padStart(12, '0')}` }
    : by;
  const at = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();
  const key = `${step.what}:${number}:8f14e45fceea167a5a36dedd4bea2543`;
  return { subject: `request/${number}`, index, entry: { ...step, by: who, at, via: 'card', key } };
}

const author = { aadObjectId: '', name: 'Researcher', roles: ['member'] };
const owner = { aadObjectId: '00000000-0000-4000-8000-000000999999', name: 'Owner', roles: ['owner'] };
const steps = [
  { what: 'request.keep', from: '', to: 'draft', by: author },
  { what: 'request.submit', from: 'draft', to: 'submitted', by: author },
  { what: 'request.approve', from: 'in_review', to: 'approving', by: owner, why: 'As agreed.' },
  { what: 'request.released', from: 'approving', to: 'approved', by: system },
];
