import assert from 'node:assert/strict';
import type { Effect, HistoryEntry } from '../../../../services/change/aggregate.ts';
import type { DataRequest } from '../../../../services/requests/request.ts';
import { sha256 } from './blobs.ts';
import type { Entry } from './check-rights.ts';
import { placeOf } from './news.ts';
import type { Written } from './record.ts';
import type { World } from './world.ts';

/** Copies stand where they were approved and nowhere else, and are the bytes that were approved. */
export function checkCopies(
  world: World,
  last: DataRequest,
  history: readonly Entry[],
  written: readonly Written[],
): void {
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
  if (world.store.hasGivenUp(last.id, ({ kind }) => kind === 'request.remove')) return;
  standing(released, last.use !== 'machines');
  standing(approved, last.use !== 'download');
}

function isOf(request: DataRequest, container: string, path: string): boolean {
  return container.endsWith(`/release-${nameOf(request)}`) || path.startsWith(`${nameOf(request)}/`);
}

function nameOf({ workspace, number }: DataRequest): string {
  return `${workspace}-${number}`;
}

/**
 * Every card of the newest submission, and every card of the author's, says how things stand in the end. One that could not be
 * shown for a day, or twenty times, stays as it was until the next change, whatever came of those before.
 */
export function checkCards(world: World, last: DataRequest, written: readonly Written[]): void {
  const wasAsked = written.some(({ request: { round, state } }) => round === last.round && state === 'in_review');
  const asked = [
    ...last.approvers.map(({ aadObjectId }) => `person/${aadObjectId}`),
    ...(world.workspace.channel ? ['channel'] : []),
  ];
  // An answer shows how things stood then; what it does not show comes later.
  const standing = last.standing.filter(({ key }) => {
    const answered = written.find(({ request }) => request.standing.some((each) => each.key === key))!;
    return answered.request.state !== last.state;
  });
  for (const place of [...(wasAsked ? asked : []), ...standing.map(({ key }) => `standing/${key}`)]) {
    const isOfPlace = ({ kind, data }: Effect) =>
      kind === 'card.show' && data.to === place && (place.startsWith('standing/') || data.round === last.round);
    if (world.store.hasGivenUp(last.id, isOfPlace)) continue;
    const state = world.deliveries.shown.get(placeOf(last, place))?.state;
    assert.equal(state, last.state, `${place} reads ${state} of a request that is ${last.state}`);
  }
}

/** Every line and every card that was due went out: at least once, more than once only where something was interrupted. */
export function checkNews(world: World): void {
  const kinds = ['card.show', 'line.tell'];
  for (const { id, kind, request, data } of world.store.effects.values()) {
    if (!kinds.includes(kind) || (data.to === 'channel' && !world.workspace.channel)) continue;
    const written = world.store.written.get(request)!;
    const count = world.deliveries.counts.get(id) ?? 0;
    if (world.isUndisturbed) assert.ok(count <= 1, `${kind} reached somebody ${count} times`);
    if (count > 0 || world.store.dead.has(id)) continue;
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
