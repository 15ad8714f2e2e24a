import assert from 'node:assert/strict';
import type { HistoryEntry } from '../../../../services/change/aggregate.ts';
import type { DataRequest } from '../../../../services/requests/request.ts';
import type { Written } from './record.ts';
import type { World } from './world.ts';

/** An entry of a history, and when it was written. */
export interface Entry {
  readonly entry: HistoryEntry;
  readonly at: number;
}

const dayInMs = 86_400_000;
/** Clocks of two processes differ by up to ten minutes each. */
export const skewInMs = 1_200_000;
export const decisions = ['request.approve', 'request.deny', 'request.return'];

/** Who did it was allowed to at some moment between their press and the write. */
export function checkRights(
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
