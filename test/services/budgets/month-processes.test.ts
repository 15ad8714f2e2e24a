import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { type Budget, budgetAddress } from '../../../services/budgets/budget.ts';
import { type MonthCosts, monthCostsAddress } from '../../../services/costs/month-costs.ts';
import { nothing, plus } from '../../../services/money/money.ts';
import { SqliteStore } from '../../../services/store/sqlite.ts';
import { Bots } from '../../support/bots.ts';
import type { Chat } from '../../support/chat.ts';
import { seed } from '../../support/properties.ts';
import { TestSandbox } from '../../support/sandbox.ts';
import { randomFrom } from '../effects/world/faults.ts';

const month = '2026-12';
const group = 'rg-oncology';
const warning = /has used (\d+) % of its budget/;
const hourInMs = 3_600_000;
/** Leases last five seconds in a sandbox, and a second look tells that their holder is dead. */
const takenOverWithinMs = 60_000;
const dueEffectsSql = `SELECT documents.id, effect.value ->> '$.kind' AS effect
  FROM documents, json_each(body, '$.effects') AS effect WHERE effect.value ->> '$.dueAt' <= ?`;

/** A whole month in minutes: two processes on one store, killed now and then, and an Azure that bills by the second. */
describe('a month of two processes', () => {
  const random = randomFrom(seed);
  let sandbox: TestSandbox;
  let bots: Bots;
  let store: SqliteStore;
  let database: DatabaseSync;
  let dueEffects: StatementSync;
  let people: Chat[];
  let now = new Date(`${month}-01T00:30:00Z`);

  before(async function () {
    this.timeout(120_000);
    sandbox = await TestSandbox.start({ env: { SANDBOX_BILLING: 'on', SANDBOX_TEAMS_LIMITS: 'off' } });
    bots = await Bots.beside(sandbox, 1);
    const path = join(sandbox.directory, 'labdesk.db');
    store = new SqliteStore({ path });
    database = new DatabaseSync(path, { readOnly: true });
    dueEffects = database.prepare(dueEffectsSql);
    people = [sandbox.chat('owner'), sandbox.chat('researcher')];
    for (const chat of people) await chat.say('hello');
  });

  after(async function () {
    this.timeout(60_000);
    database?.close();
    await store?.close();
    await bots?.stop();
    await sandbox?.stop();
  });

  it(`warns once at each threshold, stops everything in time, and has Azure’s books (seed ${seed})`, async function () {
    this.timeout(480_000);
    await tick(0);
    await tick(34);
    await setBudget();
    let goneAt: Date | undefined;
    let stoppedAt: Date | undefined;
    while (now.toISOString() < `${month}-31T18`) {
      await tick(goneAt && !stoppedAt ? 0.1 : 1 + Math.floor(random() * 6), random() < 0.12);
      goneAt ??= await whenGone();
      if (goneAt && !stoppedAt && (await allStopped())) stoppedAt = now;
    }
    assert.ok(goneAt && stoppedAt, 'The money was never gone.');
    // A sweep an hour: between the two there is at most one.
    assert.ok(stoppedAt.getTime() - goneAt.getTime() <= hourInMs, `${goneAt.toISOString()} ${stoppedAt.toISOString()}`);
    for (let hours = 0; hours < 48; hours += 6) await tick(6);
    for (const chat of people) {
      const told = chat.messages().flatMap(({ text }) => warning.exec(text)?.[1] ?? []);
      assert.deepEqual(told, ['50', '75', '90', '100']);
    }
    await sameBooks();
  });

  /** Both processes go so many hours on; one of them may die on the way, and comes again. */
  async function tick(hours: number, dies = false): Promise<void> {
    now = new Date(now.getTime() + hours * hourInMs);
    const order = { now: now.toISOString() };
    const ticked = Promise.allSettled([sandbox.control.tick(order), bots.tick(bots.count - 1, now)]);
    if (dies) {
      await delay(random() * 600);
      if (random() < 0.5) await sandbox.crashBot();
      else {
        await bots.kill(bots.count - 1);
        await bots.start();
      }
    }
    const [own] = await ticked;
    if (dies || own.status === 'rejected') await sandbox.control.tick(order);
    if (dies) await bots.tick(bots.count - 1, now);
    await carriedOut();
  }

  /** The leases of the dead end by real time, in which this clock would go on for days: it stands until the living have done all. */
  async function carriedOut(): Promise<void> {
    for (const until = Date.now() + takenOverWithinMs; ; await delay(100)) {
      const due = dueEffects.all(now.toISOString()).map(({ effect, id }) => `${effect} of ${id}`);
      if (due.length === 0) return;
      assert.ok(Date.now() < until, `Nobody carries out ${due.join(', ')}, due at ${now.toISOString()}.`);
    }
  }

  /** So much that it is gone in the middle of the month. */
  async function setBudget(): Promise<void> {
    const day = (await sandbox.control.books(group)).filter((line) => line.day === `${month}-01`);
    const perDay = day.reduce((sum, { amount }) => sum + Number(amount), 0);
    assert.ok(perDay > 1, `A day costs ${perDay}.`);
    const admin = sandbox.chat('admin');
    const asked = await admin.say(`set the budget of oncology to ${Math.round(perDay * 15)} EUR`);
    await admin.press(asked, 'budget.set');
    assert.ok(await budget());
  }

  async function budget(): Promise<Budget | undefined> {
    const { partition, id } = budgetAddress('oncology');
    return (await store.get<Budget>(partition, id))?.document;
  }

  async function whenGone(): Promise<Date | undefined> {
    const goneAt = (await budget())?.goneAt;
    return goneAt === undefined ? undefined : new Date(goneAt);
  }

  async function allStopped(): Promise<boolean> {
    const current = await budget();
    return current?.state === 'depleted' && (current.stop?.machines ?? []).every(({ state }) => state === 'stopped');
  }

  async function sameBooks(): Promise<void> {
    const { partition, id } = monthCostsAddress('oncology', month);
    const lines = (await store.get<MonthCosts>(partition, id))?.document.lines ?? [];
    const ours = lines.flatMap(({ resource, service, days }) =>
      Object.entries(days).map(([day, amount]) => `${month}-${day} ${resource} ${service} ${amount}`),
    );
    const books = (await sandbox.control.books(group)).filter(({ day }) => day.startsWith(month));
    const theirs = books.map(
      ({ day, resourceId, service, amount }) =>
        `${day} ${resourceId.toLowerCase().split('/providers/')[1] ?? ''} ${service} ${amount}`,
    );
    assert.deepEqual(ours.sort(), theirs.sort());
    const sum = plus(nothing('EUR'), ...books.map(({ amount, currency }) => ({ amount, currency })));
    assert.ok(Number(sum.amount) > 10, `The month has cost ${sum.amount}.`);
  }
});
