import assert from 'node:assert/strict';
import { type Budget, budget, limitAt } from '../../../../services/budgets/budget.ts';
import { refusalOf } from '../../../../services/budgets/budget-refusal.ts';
import type { Effect, HistoryEntry } from '../../../../services/change/aggregate.ts';
import { people, type World } from './world.ts';

/** Holds everything that happened in the world against what Labdesk promises. */
export function checkWorld(world: World): void {
  const { written } = world.store;
  const entries = new Map<string, HistoryEntry>();
  for (const index of written.keys()) {
    checkWrite(written[index - 1], written[index]!, entries);
    checkTold(written[index - 1], written[index]!);
  }
  checkNews(world);
  checkStarts(world);
  const last = world.store.budget;
  if (last) checkEnd(world, last);
}

/** Nothing is due any more, and nothing stands where it cannot stay: what is locked keeps being tried, and admins know of it. */
export function unfinished({ store, clock, azure }: World): string[] {
  const last = store.budget;
  if (!last) return [];
  const now = clock.now().toISOString();
  const isHeld = last.stop?.escalatedAt !== undefined && azure.running.every((name) => azure.locked.has(name));
  const due = last.effects.filter(({ kind, dueAt }) => dueAt <= now && !(isHeld && kind === 'budget.stop'));
  return [
    ...due.map(({ kind }) => kind).filter((kind) => kind !== 'ledger.append'),
    ...(last.state === 'stopping' && !isHeld ? ['stopping'] : []),
    ...(last.effects.some(({ kind }) => kind === 'budget.tell' || kind === 'budget.announce') ? ['news'] : []),
  ];
}

/** One write: at most one entry more, the state as the entry says, and the move one that the table knows. */
function checkWrite(before: Budget | undefined, now: Budget, entries: Map<string, HistoryEntry>): void {
  const fresh = now.history.filter(({ key }) => !entries.has(key));
  assert.equal(fresh.length, now.version - (before?.version ?? 0), 'a change left no entry of its own');
  assert.ok(fresh.length <= 1, 'one write holds two changes');
  const [entry] = fresh;
  const from = before?.state ?? 'open';
  if (!entry) {
    assert.equal(now.state, from, 'the state changed without an entry');
    return;
  }
  entries.set(entry.key, entry);
  assert.deepEqual([entry.from, entry.to], [before?.state ?? '', now.state]);
  assert.ok(from === now.state || budget.transitions[from].includes(now.state), `${from} became ${now.state}`);
  assert.deepEqual(now.deadLetters, [], 'something was given up');
}

/** Each threshold is told once until it is armed anew, in one message that names all that are new; none is told that was not reached. */
function checkTold(before: Budget | undefined, now: Budget): void {
  const isSame = before?.told.period.from === now.told.period.from && before.told.armed === now.told.armed;
  const known = isSame
    ? before.told.thresholds
    : now.told.thresholds.filter((each) => before?.told.thresholds.includes(each));
  assert.ok(
    known.every((each) => now.told.thresholds.includes(each)),
    'what was told is forgotten',
  );
  const newly = now.told.thresholds.filter((each) => !known.includes(each));
  // What is corrected before it is told stays under its key.
  const keys = new Set(before?.effects.map(({ data }) => data.key));
  const announced = now.effects.filter(
    ({ data }) => !keys.has(data.key) && data.tell === 'budget.tell' && data.after === undefined,
  );
  if (newly.length === 0) {
    assert.equal(announced.length, 0, 'something old was told');
    return;
  }
  const { spent, of } = now.history.at(-1)!.detail!;
  const reached = (threshold: number) => Number(of) === 0 || Number(spent) * 100 >= threshold * Number(of);
  assert.ok(newly.every(reached), 'a threshold was told that was not reached');
  const missed = now.thresholds.filter((each) => !now.told.thresholds.includes(each) && reached(each) && each <= 100);
  assert.deepEqual(missed, [], 'a threshold was skipped');
  assert.deepEqual(
    announced.map(({ data }) => [data.threshold, data.reached]),
    [[Math.max(...newly), newly]],
  );
}

/** Whatever was to be told reached everybody; once, unless something was interrupted. */
function checkNews({ store, deliveries, isUndisturbed }: World): void {
  const all = [...store.effects.values()];
  const tells = all.filter(({ kind }) => kind === 'budget.tell');
  const kept = tells.filter(({ id }) => !isCancelled(store.written, id));
  const names = kept.map(({ data }) => `${data.key} ${data.to}`);
  assert.equal(new Set(names).size, names.length, 'somebody is told the same twice');
  for (const { id, kind, data } of all) {
    const count = deliveries.counts.get(id) ?? 0;
    if (isUndisturbed) assert.ok(count <= 1, `${kind} reached somebody ${count} times`);
    if (kind === 'budget.tell' && !isCancelled(store.written, id)) assert.ok(count > 0, `${data.key} reached nobody`);
    if (kind !== 'budget.announce' || data.tell !== 'budget.tell' || data.after !== undefined) continue;
    // What was corrected before anybody was told stands under its key once more.
    const told = new Set(tells.filter((tell) => tell.data.key === data.key).map((tell) => tell.data.to));
    if (!isCancelled(store.written, id)) assert.deepEqual([...told].sort(), [...people].sort(), `${data.key}`);
  }
}

/** Taken back by a change that somebody made, since it is not true any more. */
function isCancelled(written: readonly Budget[], id: string): boolean {
  const has = ({ effects }: { readonly effects: readonly Effect[] }) => effects.some((effect) => effect.id === id);
  const last = written.findLastIndex(has);
  const next = written[last + 1];
  const what = next?.history.at(-1)?.what ?? '';
  return next !== undefined && next.version > written[last]!.version && !['budget.announced'].includes(what);
}

/** Nothing was begun without money, as it stood at some time while it was asked for. */
function checkStarts({ store, starts }: World): void {
  for (const { before, after, times, begun } of starts) {
    const during = [store.written[before - 1], ...store.written.slice(before, after)];
    const passes = (one: Budget | undefined) => times.some((at) => !refusalOf(one, 'Oncology', at));
    assert.ok(!begun || during.some(passes), 'a start passed without money');
  }
}

/** In the end everything is stopped where the money is gone, or admins know what is not, and nothing is held where there is some. */
function checkEnd(world: World, last: Budget): void {
  const now = world.clock.now();
  const limit = Number(limitAt(last, now).amount);
  const spent = Math.max(world.spent / 100, Number(last.alerted?.amount ?? 0));
  const isGone = limit === 0 ? spent > 0 || last.state !== 'open' : spent >= limit;
  const isExempt = last.exemption !== undefined && last.exemption.until > now.toISOString();
  const hasGrace = last.goneAt !== undefined && Date.parse(last.goneAt) + last.graceHours * 3600_000 > now.getTime();
  if (!isGone || isExempt || hasGrace) {
    assert.equal(last.state, 'open', `open at ${spent} of ${limit}`);
    return;
  }
  assert.notEqual(last.state, 'open', `${spent} of ${limit} are spent`);
  const left = world.azure.running;
  if (last.state === 'depleted') assert.deepEqual(left, [], 'depleted, and something runs');
  else
    assert.ok(last.stop?.escalatedAt && left.every((name) => world.azure.locked.has(name)), `${left} were not stopped`);
}
