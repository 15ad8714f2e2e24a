import type { Aggregate, Decision, Effect, JsonObject } from '../change/aggregate.ts';

/** A change that follows from an effect; it gets its own history entry, by the system. */
export interface Then<A extends Aggregate> extends Decision<A> {
  readonly what: string;
  readonly why?: string;
}

/**
 * How an attempt ended well: `done`, the effect is no longer due; `again`, there is more to do at that time (polling; not
 * an attempt more), with new `data` where given. `change` is written together with it; it decides on the document as it is at
 * that moment, and may run again where somebody else wrote first.
 * (It cannot be called `then`: a promise would take the outcome for another promise.)
 */
export type EffectOutcome<A extends Aggregate> = (
  | { readonly done: true }
  | { readonly again: Date; readonly data?: JsonObject }
) & { readonly change?: (current: A) => Then<A> | undefined };

export interface EffectContext {
  /** Aborted when the handler's time is over, the lease is lost or the process stops: what it returns then is not used. */
  readonly signal: AbortSignal;
  readonly now: Date;
}

/** Carries out one kind of effect of one type of aggregate. */
export interface EffectHandler<A extends Aggregate> {
  /**
   * One attempt. `effect.attempts` counts the attempts begun before and not known to have ended well: above 0, the outside
   * world may have been changed already, so look first, or use `effect.id` as the idempotency key.
   * What it throws is a failed attempt: it is tried again later (a WorkspaceError's `retryAfterSeconds`, else 2 s doubling to
   * 5 min, with jitter) until the effect's deadline or `maxAttempts`.
   */
  handle(effect: Effect, document: A, context: EffectContext): Promise<EffectOutcome<A>>;
  /** What follows where the effect was given up; written together with its dead letter. */
  onDead?(effect: Effect, document: A, reason: string): Then<A> | undefined;
  /** Default 20,000. */
  readonly timeoutInMs?: number;
  /** Default 8. */
  readonly maxAttempts?: number;
}

/** The `maxAttempts` of what is tried until it succeeds. */
export const tireless = Number.MAX_SAFE_INTEGER;
