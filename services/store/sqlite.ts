import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { WorkspaceError } from '../errors.ts';
import { type Clock, SystemClock } from '../time/clock.ts';
import { listingPage, neededFor, parseListingCursor } from './listing-cursor.ts';
import {
  aboveEveryText,
  type ListIndex,
  listByIdStatement,
  listIndexFor,
  listIndexNames,
  listStatement,
} from './sqlite-lists.ts';
import { prepareSchema } from './sqlite-schema.ts';
import { contentOf, createStatement, replaceStatements } from './sqlite-writes.ts';
import { type Document, type Page, type Query, type Store, type Stored, WriteConflict } from './store.ts';

export interface SqliteOptions {
  /** The database file; it and its folder are made where missing, readable by their owner alone. */
  readonly path: string;
  /** Says when a document expires; default the system's. */
  readonly clock?: Clock;
  /**
   * What a finished write survives: `process` the death of the process (SIGKILL, crash), at about 20 µs a write; `power` the
   * loss of power too, at one flush to the disk a write. Default `process`. Neither can damage the file.
   */
  readonly durability?: 'process' | 'power';
}

/** How long a write waits for another process's; after that the store is `unavailable`. */
const busyTimeoutInMs = 5000;
const sweepEveryInMs = 3_600_000;

type Row = [body: string, etag: string, expires: number | null];

/** The store in one file, in WAL mode; any number of processes may share it. Expired documents leave at start and hourly. */
export class SqliteStore implements Store {
  readonly #clock: Clock;
  readonly #database: DatabaseSync;
  readonly #get: StatementSync;
  readonly #create: StatementSync;
  readonly #replacing: readonly StatementSync[];
  readonly #delete: StatementSync;
  readonly #list: StatementSync;
  readonly #listBy: Readonly<Record<ListIndex, StatementSync>>;
  readonly #sweep: StatementSync;
  readonly #check: StatementSync;
  readonly #writer = randomBytes(9).toString('base64url');
  #writes = 0;
  #cancelSweep: () => void = () => {};

  constructor({ path, clock = new SystemClock(), durability = 'process' }: SqliteOptions) {
    this.#clock = clock;
    this.#database = attempt(() => open(path, durability));
    const prepare = (sql: string) => this.#database.prepare(sql);
    this.#get = prepare('SELECT body, etag, expires FROM documents WHERE partition = ? AND id = ?');
    this.#create = prepare(createStatement);
    this.#replacing = replaceStatements.map(prepare);
    this.#delete = prepare('DELETE FROM documents WHERE partition = ? AND id = ?');
    this.#list = prepare(listByIdStatement);
    this.#sweep = prepare('DELETE FROM documents WHERE expires <= ?');
    this.#check = prepare('SELECT count(*) FROM sqlite_schema');
    const listBy = listIndexNames.map((index) => [index, prepare(listStatement(index))] as const);
    this.#listBy = Object.fromEntries(listBy) as Record<ListIndex, StatementSync>;
    for (const reading of [this.#get, this.#list, ...Object.values(this.#listBy)]) reading.setReturnArrays(true);
    this.#sweepHourly();
  }

  async get<D extends Document>(partition: string, id: string): Promise<Stored<D> | undefined> {
    const row = attempt(() => this.#get.get(partition, id)) as Row | undefined;
    if (!row || (row[2] !== null && row[2] <= this.#clock.now().getTime())) return undefined;
    return stored<D>(row);
  }

  async create<D extends Document>(document: D): Promise<Stored<D>> {
    const { partition, id, kind } = document;
    const etag = this.#nextEtag();
    const { changes } = attempt(() =>
      this.#create.run(partition, id, kind, etag, ...contentOf(document), this.#clock.now().getTime()),
    );
    if (changes === 0) throw new WriteConflict(id);
    return { document, etag };
  }

  async replace<D extends Document>(document: D, etag: string): Promise<Stored<D>> {
    const { partition, id } = document;
    const next = this.#nextEtag();
    const values = [next, ...contentOf(document), partition, id, etag, this.#clock.now().getTime()];
    const isReplaced = attempt(() => this.#replacing.some((statement) => statement.run(...values).changes > 0));
    if (!isReplaced) throw new WriteConflict(id);
    return { document, etag: next };
  }

  async delete(partition: string, id: string): Promise<void> {
    attempt(() => this.#delete.run(partition, id));
  }

  async list<D extends Document>(query: Query): Promise<Page<D>> {
    if (query.by) return this.#listByIndex(query, query.by);
    const { partition, kind, limit = 100, continuation = '' } = query;
    const now = this.#clock.now().getTime();
    const rows = attempt(() => this.#list.all(partition, kind, continuation, now, limit + 1)) as unknown as Row[];
    const items = rows.slice(0, limit).map((row) => stored<D>(row));
    return rows.length > limit ? { items, continuation: items.at(-1)?.document.id } : { items };
  }

  async check(): Promise<void> {
    attempt(() => this.#check.get());
  }

  async close(): Promise<void> {
    this.#cancelSweep();
    if (this.#database.isOpen) this.#database.close();
  }

  #listByIndex<D extends Document>(
    { partition, kind, limit = 100, continuation }: Query,
    by: NonNullable<Query['by']>,
  ): Page<D> {
    const cursor = parseListingCursor(continuation);
    const { index, values } = listIndexFor(by);
    const now = this.#clock.now().getTime();
    const from = cursor?.order ?? aboveEveryText;
    const rows = attempt(() =>
      this.#listBy[index].all(partition, kind, ...values, from, now, neededFor(limit, cursor)),
    ) as unknown as Row[];
    return listingPage(
      rows.map((row) => stored<D>(row)),
      limit,
      cursor,
    );
  }

  #nextEtag(): string {
    this.#writes += 1;
    return `${this.#writer}${this.#writes.toString(36)}`;
  }

  #sweepHourly(): void {
    const now = this.#clock.now().getTime();
    attempt(() => this.#sweep.run(now));
    this.#cancelSweep = this.#clock.schedule(new Date(now + sweepEveryInMs), async () => this.#sweepHourly());
  }
}

/** For our eyes alone. The -wal and -shm files take the mode of the database's own. */
function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

function open(path: string, durability: 'process' | 'power'): DatabaseSync {
  // SQLite's own name for a database that is in no file.
  if (path !== ':memory:') makeFile(path);
  const database = new DatabaseSync(path, { timeout: busyTimeoutInMs });
  const deadline = Date.now() + busyTimeoutInMs;
  for (;;) {
    try {
      // Two processes that turn a new file to WAL at once are told "locked" without the busy timeout's wait.
      database.exec('PRAGMA journal_mode = WAL');
      database.exec(`PRAGMA synchronous = ${durability === 'power' ? 'FULL' : 'NORMAL'}`);
      prepareSchema(database);
      return database;
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
    }
  }
}

function isBusy(error: unknown): boolean {
  // SQLITE_BUSY, and its kinds in the higher bits.
  return (
    error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === 5
  );
}

function stored<D extends Document>([body, etag]: Row): Stored<D> {
  return { document: JSON.parse(body) as D, etag };
}

function attempt<T>(operation: () => T): T {
  try {
    return operation();
  } catch (cause) {
    throw new WorkspaceError('unavailable', 'I cannot reach my records right now. Try again in a minute.', { cause });
  }
}
