import assert from 'node:assert/strict';
import type { HistoryEntry } from '../../../../services/aggregate.ts';
import { type LedgerEntry, ledgerPartition, sealedPart } from '../../../../services/ledger-entry.ts';
import { type DataRequest, type RequestState, requestMoves } from '../../../../services/request.ts';
import { sha256 } from './blobs.ts';
import { placeOf } from './news.ts';
import type { Written } from './record.ts';
import type { Told, World } from './world.ts';

const dayInMs = 86_400_000;
/** Clocks of two processes differ by up to ten minutes each. */
const skewInMs = 1_200_000;
const decisions = ['request.approve', 'request.deny', 'request.return'];

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
    const due = effects.filter(({ dueAt }) => dueAt <= now).map(({ kind }) => `${id} ${kind}`);
    return [
      ...due,
      ...(lease ? [`${id} lease`] : []),
      ...(state === 'submitted' || state === 'approving' ? [`${id} ${state}`] : []),
    ];
  });
}

interface Entry {
  readonly entry: HistoryEntry;
  readonly at: number;
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

/** Who did it was allowed to at some moment between their press and the write. */
function checkRights(
  world: World,
  request: DataRequest,
  { at: happened, what, by, key, detail, to }: HistoryEntry,
  at: number,
  written: readonly Written[],
): void {
  const author = request.author.aadObjectId;
  if (to === 'approved') assert.ok(request.decision, 'approved by nobody');
  if (['request.submit', 'request.keep', 'request.withdraw', 'request.answer'].includes(what))
    assert.equal(by.aadObjectId, author, `${what} by somebody else`);
  if (what === 'request.asked' && request.standIn) checkStandIn(world, request, at, written);
  if (what === 'request.escalated') {
    const asked = request.history.findLast((entry) => entry.what === 'request.asked')!;
    assert.ok(Date.parse(happened) - Date.parse(asked.at) >= 2 * dayInMs - skewInMs, 'escalated too soon');
  }
  if (![...decisions, 'request.claim', 'request.revoke'].includes(what)) return;
  assert.notEqual(by.aadObjectId, author, `${what} by the author`);
  const given = world.given.filter(({ wish }) => wish.key === key);
  const began = Math.min(...given.map((each) => each.began), at);
  if (what !== 'request.revoke')
    assert.ok([undefined, request.round].includes(given[0]?.wish.round), 'decided from a card of another round');
  const then = membershipsBetween(world, began, at);
  const { deputy } = world.workspace.requests ?? {};
  const mayAsAdmin = then.some(({ admins }) => admins.has(by.aadObjectId));
  const isAllowed =
    then.some(({ owners }) => owners.has(by.aadObjectId)) ||
    (request.standIn !== undefined && (deputy === by.aadObjectId || mayAsAdmin)) ||
    (what === 'request.revoke' && mayAsAdmin);
  assert.ok(isAllowed, `${what} by ${by.aadObjectId}, who may not`);
  if (what === 'request.claim') return;
  assert.equal(detail?.round, request.round);
  assert.equal(detail?.manifest, request.manifest ?? '');
  assert.ok(detail?.manifest, 'a decision about nothing');
}

/** Somebody is asked in the owners' place only where no owner could decide. */
function checkStandIn(world: World, request: DataRequest, at: number, written: readonly Written[]): void {
  const sent = written.find(({ request: { round, state } }) => round === request.round && state === 'submitted')!;
  const author = request.author.aadObjectId;
  const then = membershipsBetween(world, sent.at, at);
  const could = (owners: ReadonlySet<string>) => [...owners].filter((owner) => owner !== author);
  const isAway = (owner: string) => request.standIn === 'owners-away' && then.some(({ away }) => away.has(owner));
  const couldNobody = then.some(({ owners }) => could(owners).every(isAway));
  assert.ok(couldNobody, 'an owner could decide');
}

function membershipsBetween({ memberships }: World, from: number, to: number) {
  const first = memberships.findLastIndex(({ at }) => at <= from);
  return memberships.slice(Math.max(first, 0)).filter(({ at }, index) => index === 0 || at <= to);
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

/** Copies stand where they were approved and nowhere else, and are the bytes that were approved. */
function checkCopies(world: World, last: DataRequest, history: readonly Entry[], written: readonly Written[]): void {
  const { released, approved } = world.copies(last.number);
  const approval = history.find(({ entry: { what } }) => what === 'request.approve');
  const ofThis = world.appeared.filter(({ container, path }) => isOf(last, container, path));
  const wanted = new Map(last.files.map(({ path, sha256: hash }) => [path, hash]));
  for (const { at, path, content } of ofThis) {
    assert.ok(approval && approval.at < at, `a copy of ${path} without an approval`);
    const manifest = written.findLast((each) => each.at <= at)!.request.manifest;
    assert.equal(approval.entry.detail?.manifest, manifest, 'another manifest than the approved one');
    assert.equal(sha256(content), wanted.get(path.replace(`${nameOf(last)}/`, '')), 'other bytes than were approved');
  }
  const isGiven = last.state === 'approved';
  if (isGiven) assert.ok(approval, 'approved without an approval');
  const standing = (copies: Map<string, string>, isWanted: boolean) =>
    assert.deepEqual(
      [...copies].map(([path, content]) => [path, sha256(content)]).sort(),
      isGiven && isWanted ? [...wanted].sort() : [],
      `${last.state}: the copies that stand`,
    );
  if (last.deadLetters.some(({ kind }) => kind === 'request.remove')) return;
  standing(released, last.use !== 'machines');
  standing(approved, last.use !== 'download');
}

function isOf(request: DataRequest, container: string, path: string): boolean {
  return container.endsWith(`/release-${nameOf(request)}`) || path.startsWith(`${nameOf(request)}/`);
}

function nameOf({ workspace, number }: DataRequest): string {
  return `${workspace}-${number}`;
}

/** Every card of the newest submission says how things stand in the end. */
function checkCards(world: World, last: DataRequest, written: readonly Written[]): void {
  const isLost = last.deadLetters.some(({ kind }) => kind === 'card.show');
  const wasAsked = written.some(({ request: { round, state } }) => round === last.round && state === 'in_review');
  if (isLost || !wasAsked) return;
  const places = [
    ...last.approvers.map(({ aadObjectId }) => `person/${aadObjectId}`),
    ...(world.workspace.channel ? ['channel'] : []),
  ];
  for (const place of places) {
    const state = world.deliveries.shown.get(placeOf(last, place))?.state;
    assert.equal(state, last.state, `${place} reads ${state} of a request that is ${last.state}`);
  }
}

/** Every line and every card that was due went out: at least once, more than once only where something was interrupted. */
function checkNews(world: World): void {
  const kinds = ['card.show', 'line.tell'];
  for (const { id, kind, request, data } of world.store.effects.values()) {
    if (!kinds.includes(kind) || (data.to === 'channel' && !world.workspace.channel)) continue;
    const written = world.store.written.get(request)!;
    const last = written.at(-1)!.request;
    const count = world.deliveries.counts.get(id) ?? 0;
    if (world.isUndisturbed) assert.ok(count <= 1, `${kind} reached somebody ${count} times`);
    if (count > 0 || last.deadLetters.some((letter) => letter.id === id)) continue;
    const gone = written.find(
      (each, index) =>
        written[index - 1]?.request.effects.some((effect) => effect.id === id) &&
        !each.request.effects.some((effect) => effect.id === id),
    );
    assert.ok(gone, `${kind} is still to come`);
    const ends = ['request.withdraw', 'request.revoke', 'request.lapsed'];
    const by = gone.request.history.at(-1)!;
    const isNewer = gone.request.effects.some((effect) => effect.kind === kind && effect.data.to === data.to);
    const isWithoutNews = ends.includes(by.what) || (by.what === 'request.answer' && kind === 'card.show');
    // A newer submission has cards of its own.
    const isPast = data.round !== gone.request.round || isResubmitted(by);
    assert.ok(isWithoutNews || (kind === 'card.show' && (isNewer || isPast)), `${by.what} forgot a ${kind}`);
  }
}

/** Those who decide get a new card when the files were checked. */
function isResubmitted({ what }: HistoryEntry): boolean {
  return what === 'request.submit' || what === 'request.keep';
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
  const isCut = last.deadLetters.some(({ kind }) => kind === 'ledger.append');
  const sealed = items.map(({ document }) => sealedPart(document)).sort((a, b) => a.chain.n - b.chain.n);
  const wanted = isCut ? history.slice(0, sealed.length) : history;
  assert.deepEqual(
    sealed.map(({ entry: { what, from, to, index } }) => [index, what, from, to]),
    wanted.map(({ entry: { what, from, to } }, index) => [index, what, from, to]),
    'the ledger is not the history',
  );
}
