import { createHash } from 'node:crypto';
import { WorkspaceError } from '../errors.ts';
import {
  type Actor,
  type Address,
  type Aggregate,
  type AggregateType,
  type DeadLetter,
  type Decision,
  type Effect,
  type HistoryEntry,
  type NewEffect,
  sealing,
} from './aggregate.ts';
import { newerSchema } from './newer-schema.ts';

/** One change, decided: who, what, when, and what becomes of the document. */
export interface Step<A extends Aggregate> {
  readonly key: string;
  readonly by: Actor;
  readonly via: HistoryEntry['via'];
  readonly what: string;
  readonly why?: string;
  readonly at: Date;
  readonly decision: Decision<A>;
}

const dayInMs = 86_400_000;
/** The record waits longer than anything else for a store that is down. */
const sealingPatienceInMs = 30 * dayInMs;

/**
 * The document as it is after the step: the move checked against the table, one history entry and one version more.
 * @throws {WorkspaceError} conflict, where the table does not know the move; unavailable, where the document's schema is newer.
 */
export function evolve<A extends Aggregate>(
  type: AggregateType<A>,
  address: Address,
  current: A | undefined,
  step: Step<A>,
): A {
  if (current && current.schema > type.schema) throw newerSchema();
  const { decision, at } = step;
  const from = current?.state ?? '';
  const to = decision.next.state ?? current?.state ?? type.initial;
  requireMove(type, current?.state, to);
  const kept = (current?.effects ?? []).filter((effect) => !decision.cancel?.(effect));
  // One that has begun may have read the history already; one that is at a later step has.
  const isWaiting = kept.some(
    ({ kind, attempts, dueAt, data }) =>
      kind === sealing && attempts === 0 && data.step === undefined && dueAt <= at.toISOString(),
  );
  const wanted: NewEffect[] = [
    ...(decision.effects ?? []),
    ...(type.ledger && !isWaiting ? [{ kind: sealing, deadline: sealedBy(at) }] : []),
  ];
  const expiresAt = decision.next.expiresAt ?? current?.expiresAt;
  const letters = current?.deadLetters ?? [];
  const revived = letters.filter((letter) => decision.revive?.(letter));
  const added = [
    ...revived.map((letter) => revivedEffect(letter, at, expiresAt)),
    ...wanted.map((effect, index) => newEffect(effect, address, step.key, index, at)),
  ];
  const { key, by, via, what, why } = step;
  const entry: HistoryEntry = {
    at: at.toISOString(),
    by,
    what,
    from,
    to,
    ...(why === undefined ? {} : { why }),
    via,
    key,
    ...(decision.detail && { detail: decision.detail }),
  };
  // The aggregate's own fields first, so that no decision reaches what every aggregate has.
  const next = {
    ...current,
    ...decision.next,
    partition: address.partition,
    id: address.id,
    kind: type.kind,
    schema: type.schema,
    version: (current?.version ?? 0) + 1,
    state: to,
    history: [...(current?.history ?? []), entry],
    archived: current?.archived ?? 0,
    effects: [...kept, ...added],
    deadLetters: letters.filter((letter) => !revived.includes(letter)),
    lease: current?.lease,
    watch: added.length > 0 ? key : current?.watch,
  } as unknown as A;
  requireOutliving(next);
  return type.listing ? { ...next, listing: type.listing(next) } : next;
}

/** True where the key's change is in the document already. */
export function hasHappened(document: Aggregate | undefined, key: string): boolean {
  return document?.history.some((entry) => entry.key === key) ?? false;
}

function requireMove<A extends Aggregate>(type: AggregateType<A>, from: A['state'] | undefined, to: A['state']): void {
  // A document that is being made stands in its first state and may move on from there in the same step.
  const at = from ?? type.initial;
  const allowed = at === to || type.transitions[at].includes(to);
  if (allowed) return;
  throw new WorkspaceError('conflict', `That is not possible any more: it is ${from ?? 'not there yet'} now.`);
}

/** The store may remove a document that has expired: what must still follow would be lost with it. */
function requireOutliving({ id, expiresAt, effects }: Aggregate): void {
  const last = effects.reduce((latest, { deadline }) => (deadline > latest ? deadline : latest), '');
  if (expiresAt !== undefined && new Date(expiresAt).toISOString() < last)
    throw new RangeError(`The document ${id} would expire before the deadline of its effects.`);
}

function sealedBy(now: Date): Date {
  return new Date(now.getTime() + sealingPatienceInMs);
}

function newEffect(effect: NewEffect, address: Address, key: string, index: number, now: Date): Effect {
  const dueAt = effect.dueAt ?? now;
  const deadline = effect.deadline ?? new Date(dueAt.getTime() + dayInMs);
  return {
    id: effectId(address, key, index),
    kind: effect.kind,
    dueAt: dueAt.toISOString(),
    deadline: deadline.toISOString(),
    attempts: 0,
    data: effect.data ?? {},
  };
}

/** It was begun before, so whoever carries it out looks first at what became of that. */
function revivedEffect({ id, kind, data }: DeadLetter, now: Date, expiresAt: string | undefined): Effect {
  const tomorrow = new Date(now.getTime() + dayInMs).toISOString();
  const deadline = expiresAt !== undefined && expiresAt < tomorrow ? expiresAt : tomorrow;
  return { id, kind, dueAt: now.toISOString(), deadline, attempts: 1, data };
}

/** The same change names the same effects, however often it is decided; a UUID (RFC 9562, version 8), as Azure likes its request ids. */
function effectId({ partition, id }: Address, key: string, index: number): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([partition, id, key, index]))
    .digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
