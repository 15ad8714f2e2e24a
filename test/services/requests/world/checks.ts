import assert from 'node:assert/strict';
import type { Effect } from '../../../../services/change/aggregate.ts';
import { type LedgerEntry, ledgerPartition, sealedPart } from '../../../../services/ledger/ledger-entry.ts';
import { type DataRequest, type RequestState, requestMoves } from '../../../../services/requests/request.ts';
import { checkCards, checkCopies, checkNews } from './check-outside.ts';
import { checkRights, decisions, type Entry, skewInMs } from './check-rights.ts';
import type { Written } from './record.ts';
import type { Told } from './wish.ts';
import type { World } from './world.ts';

/** Holds everything that happened in the world against what Labdesk promises. */
export async function checkWorld(world: World): Promise<void> {
  for (const written of world.store.written.values()) {
    const entries = new Map<string, Entry>();
    for (const index of written.keys()) checkWrite(world, written, index, entries);
    const last = written.at(-1)!.request;
    const history = [...entries.values()];
    checkDecisions(history, last);
    checkCopies(world, last, history, written);
    checkCards(world, last, written);
    checkTold(world, last, written, entries);
    await checkLedger(world, last, history);
  }
  checkNews(world);
  checkAcknowledged(world);
  const { flaw } = await world.verify();
  assert.equal(flaw, undefined, 'the chain is broken');
}

/** Nothing is due any more, and nothing stands where it cannot stay. */
export function unfinished(world: World): string[] {
  // What a process with a fast clock puts off is due for it, and not yet for others.
  const now = new Date(world.clock.now().getTime() + skewInMs).toISOString();
  return [...world.store.written.values()].flatMap((written) => {
    const { id, effects, state, lease } = written.at(-1)!.request;
    // What appears late is looked for within the hour.
    const isDue = ({ kind, dueAt }: Effect) => dueAt <= now || kind === 'request.remove';
    const due = effects.filter(isDue).map(({ kind }) => `${id} ${kind}`);
    return [
      ...due,
      ...(lease ? [`${id} lease`] : []),
      ...(state === 'submitted' || state === 'approving' ? [`${id} ${state}`] : []),
    ];
  });
}

/** One write: at most one entry more, the state as the entry says, and the move one that the table knows. */
function checkWrite(world: World, written: readonly Written[], index: number, entries: Map<string, Entry>): void {
  const { request, at } = written[index]!;
  const before = written[index - 1]?.request;
  const fresh = request.history.filter(({ key }) => !entries.has(key));
  assert.equal(fresh.length, request.version - (before?.version ?? 0), 'a change left no entry of its own');
  assert.ok(fresh.length <= 1, 'one write holds two changes');
  assert.equal(new Set(request.history.map(({ key }) => key)).size, request.history.length, 'a key is there twice');
  const [entry] = fresh;
  if (!entry) {
    assert.equal(request.state, before?.state, 'the state changed without an entry');
    return;
  }
  entries.set(entry.key, { entry, at });
  assert.equal(entry.from, before?.state ?? '');
  assert.equal(entry.to, request.state);
  const from = (before?.state ?? 'draft') as RequestState;
  assert.ok(from === request.state || requestMoves[from].includes(request.state), `${from} became ${request.state}`);
  assert.equal(request.history.at(-1)?.key, entry.key);
  checkRights(world, request, entry, at, written);
}

function checkDecisions(history: readonly Entry[], last: DataRequest): void {
  const made = history.filter(({ entry: { what } }) => decisions.includes(what)).map(({ entry }) => entry);
  const rounds = made.map(({ detail }) => detail?.round);
  assert.equal(new Set(rounds).size, rounds.length, 'two decisions about one round');
  const final = made.find(({ what }) => what !== 'request.return');
  assert.equal(last.decision?.by.aadObjectId, final?.by.aadObjectId, 'the decision is not the one on record');
  const keys = history.map(({ entry: { key } }) => key);
  assert.equal(new Set(keys).size, keys.length);
}

function checkAcknowledged(world: World): void {
  for (const { how, wish, number } of world.told) {
    if (how !== 'done') continue;
    const written = world.store.written.get(`request/${number}`) ?? [];
    const isThere = written.some(({ request: { history } }) => history.some(({ key }) => key === wish.key));
    assert.ok(isThere, `${wish.verb} was acknowledged and is gone`);
  }
}

/** Whoever came too late reads what is true, and whoever may not is on record where a decision was awaited. */
function checkTold(world: World, last: DataRequest, written: readonly Written[], entries: Map<string, Entry>): void {
  for (const told of world.told) {
    if (told.number !== last.number) continue;
    const { wish, how, answer } = told;
    if (how === 'not-done' && wish.verb === 'approve') {
      const request = answer!.request;
      assert.ok(request.state !== 'in_review' || wish.round !== request.round, 'a decision was possible and not made');
    }
    const isDecision = ['claim', 'approve', 'deny', 'return', 'revoke'].includes(wish.verb);
    if (how === 'refused' && isDecision && wasPending(written, told))
      assert.ok(entries.has(`${wish.key}/refused`), `${wish.verb} was refused and is not on record`);
  }
}

function wasPending(written: readonly Written[], { began, ended }: Told): boolean {
  const first = written.findLastIndex(({ at }) => at <= began);
  if (first < 0) return false;
  const during = written.slice(first).filter(({ at }, index) => index === 0 || at <= ended);
  return during.every(({ request: { state } }) => state === 'submitted' || state === 'in_review');
}

/** Every entry is in the ledger once, in its order. */
async function checkLedger(world: World, last: DataRequest, history: readonly Entry[]): Promise<void> {
  const { items } = await world.store.list<LedgerEntry>({
    partition: ledgerPartition(world.workspace.id),
    kind: 'ledger',
    by: { group: last.id },
    limit: 1000,
  });
  // What was given up after a month comes with the next change.
  const isCut = world.store.hasGivenUp(last.id, ({ kind }) => kind === 'ledger.append');
  const sealed = items.map(({ document }) => sealedPart(document)).sort((a, b) => a.chain.n - b.chain.n);
  const wanted = isCut ? history.slice(0, sealed.length) : history;
  assert.deepEqual(
    sealed.map(({ entry: { what, from, to, index } }) => [index, what, from, to]),
    wanted.map(({ entry: { what, from, to } }, index) => [index, what, from, to]),
    'the ledger is not the history',
  );
}
