import {
  type Aggregate,
  type AggregateType,
  type DeadLetter,
  type Effect,
  forever,
  type Lease,
  system,
} from '../change/aggregate.ts';
import { evolve } from '../change/evolve.ts';
import { WorkspaceError } from '../errors.ts';
import type { EffectHandler, EffectOutcome, Then } from './effect-handler.ts';

/** How one attempt ended. */
export type Ending<A extends Aggregate> = { readonly outcome: EffectOutcome<A> } | { readonly error: unknown };

export interface Attempt<A extends Aggregate> {
  readonly type: AggregateType<A>;
  readonly handler: EffectHandler<A>;
  /** The effect as it was before this attempt was counted. */
  readonly effect: Effect;
  /** The key of the history entry that this attempt may leave. */
  readonly key: string;
}

const firstDelayInMs = 2000;
const longestDelayInMs = 300_000;
/** More than this many nobody looks through; the log has them all. Of each kind the newest stays, however many there are of others. */
const maxDeadLetters = 20;
const defaultMaxAttempts = 8;
/** So often is tried what is past its deadline already when it is first looked at: everybody may have been down, and one call may fail. */
const fewestAttempts = 5;

/** The document while somebody carries the effect out: the attempt is counted before it begins. */
export function withAttemptBegun<A extends Aggregate>(document: A, effect: Effect, lease: Lease): A {
  return withEffect({ ...document, lease }, { ...effect, attempts: effect.attempts + 1 });
}

/** True where the effect was begun as often as it may be, each time without an ending: the process died with it. */
export function isExhausted<A extends Aggregate>(effect: Effect, handler: EffectHandler<A>): boolean {
  return effect.attempts >= (handler.maxAttempts ?? defaultMaxAttempts);
}

/** The document after an attempt. An outcome whose `change` is impossible is a failed attempt. */
export function withEnding<A extends Aggregate>(document: A, attempt: Attempt<A>, ending: Ending<A>, now: Date): A {
  if ('error' in ending) return withFailure(document, attempt, ending.error, now);
  try {
    return withOutcome(document, attempt, ending.outcome, now);
  } catch (error) {
    return withFailure(document, attempt, error, now);
  }
}

function withOutcome<A extends Aggregate>(document: A, attempt: Attempt<A>, outcome: EffectOutcome<A>, now: Date): A {
  const { effect } = attempt;
  if ('done' in outcome) return withThen(withoutEffect(document, effect), attempt, outcome.change, now);
  if (isOver(effect, now)) return withDeath(document, attempt, 'It took too long.', now);
  const later = {
    ...effect,
    attempts: 0,
    dueAt: beforeDeadline(effect, outcome.again),
    data: outcome.data ?? effect.data,
    ...(effect.deadline === forever.toISOString() && { doneAt: now.toISOString() }),
  };
  return withThen(withEffect(document, later), attempt, outcome.change, now);
}

function withFailure<A extends Aggregate>(document: A, attempt: Attempt<A>, error: unknown, now: Date): A {
  const { effect, handler } = attempt;
  const begun = { ...effect, attempts: effect.attempts + 1 };
  const isLast = isOver(effect, now) && begun.attempts >= fewestAttempts;
  if (isExhausted(begun, handler) || isLast) return withDeath(document, attempt, reasonOf(error), now);
  const wanted = new Date(now.getTime() + delayInMs(begun.attempts, error));
  const dueAt = isOver(effect, now) ? wanted.toISOString() : beforeDeadline(effect, wanted);
  return withEffect(document, { ...begun, dueAt });
}

function withDeath<A extends Aggregate>(document: A, attempt: Attempt<A>, reason: string, now: Date): A {
  const { effect, handler } = attempt;
  const letter: DeadLetter = { ...effect, attempts: effect.attempts + 1, diedAt: now.toISOString(), reason };
  const deadLetters = withLetter(document.deadLetters, letter);
  const buried = { ...withoutEffect(document, effect), deadLetters };
  try {
    return withThen(buried, attempt, (current) => handler.onDead?.(effect, current, reason), now);
  } catch {
    // What should follow is impossible by now (the table knows no such move); the dead letter alone stays.
    return buried;
  }
}

function withLetter(letters: readonly DeadLetter[], letter: DeadLetter): readonly DeadLetter[] {
  const all = [...letters, letter];
  if (all.length <= maxDeadLetters) return all;
  const spare = all.findIndex(({ kind }, at) => all.findLastIndex((other) => other.kind === kind) > at);
  return all.toSpliced(Math.max(spare, 0), 1);
}

function withThen<A extends Aggregate>(
  document: A,
  { type, key }: Attempt<A>,
  change: ((current: A) => Then<A> | undefined) | undefined,
  now: Date,
): A {
  const decision = change?.(document);
  if (!decision) return document;
  const { what, why } = decision;
  const next = evolve(type, document, document, { key, by: system, via: 'system', what, why, at: now, decision });
  // No message is put for this change: the one that watches already keeps watching.
  return { ...next, watch: document.watch };
}

function withEffect<A extends Aggregate>(document: A, effect: Effect): A {
  return { ...document, effects: document.effects.map((other) => (other.id === effect.id ? effect : other)) };
}

function withoutEffect<A extends Aggregate>(document: A, effect: Effect): A {
  return { ...document, effects: document.effects.filter(({ id }) => id !== effect.id) };
}

function isOver(effect: Effect, now: Date): boolean {
  return now.getTime() >= Date.parse(effect.deadline);
}

/** The last attempt comes with the deadline, so that nothing is given up without a look at how it stands then. */
function beforeDeadline(effect: Effect, wanted: Date): string {
  return new Date(Math.min(wanted.getTime(), Date.parse(effect.deadline))).toISOString();
}

function delayInMs(attempts: number, error: unknown): number {
  const retryAfter = error instanceof WorkspaceError ? error.retryAfterSeconds : undefined;
  if (retryAfter !== undefined) return retryAfter * 1000 * (1 + Math.random() / 10);
  return Math.min(firstDelayInMs * 2 ** (attempts - 1), longestDelayInMs) * (0.5 + Math.random() / 2);
}

function reasonOf(error: unknown): string {
  return error instanceof WorkspaceError ? error.message : 'Something unexpected happened; the log has it.';
}
