import { randomUUID } from 'node:crypto';
import type { Aggregate, Effect, Lease } from '../change/aggregate.ts';
import { WorkspaceError } from '../errors.ts';
import type { Clock } from '../time/clock.ts';
import type { EffectHandler } from './effect-handler.ts';
import { type Attempt, type Ending, isExhausted, withAttemptBegun, withEnding } from './effect-result.ts';
import type { LeasedDocument } from './leased-document.ts';
import type { Repertoire } from './repertoires.ts';

/** How the document stands when this process leaves it. */
export type Verdict =
  | { readonly stands: 'nothing' }
  /** Pending is nothing that this version knows, or the document is of a newer shape. */
  | { readonly stands: 'foreign' }
  | { readonly stands: 'leased'; readonly lease: Lease }
  /** `worked`: this run has carried something out. */
  | { readonly stands: 'waits'; readonly until: Date; readonly worked: boolean };

export interface EffectRunOptions {
  readonly document: LeasedDocument;
  readonly repertoire: Repertoire;
  readonly clock: Clock;
  /** Real time, by which handlers are cut short. */
  readonly steady: Clock;
  /** Whether a lease that somebody else holds may be taken over. */
  readonly isDead: (lease: Lease) => boolean;
  readonly onFailure: (effect: Effect, error: unknown) => void;
}

type Step = { readonly attempt: Attempt<Aggregate>; readonly document: Aggregate } | Verdict;

const defaultTimeoutInMs = 20_000;

/** Carries out what is due of one document, one effect after the other, each under a lease that is written before it begins. */
export class EffectRun {
  readonly #options: EffectRunOptions;
  #isStopping = false;
  #cut: (reason: Error) => void = () => {};

  constructor(options: EffectRunOptions) {
    this.#options = options;
  }

  /** Resolves when nothing is due any more, or not for this process. Rejects where the store does not answer. */
  async work(): Promise<Verdict> {
    for (let worked = false; !this.#isStopping; worked = true) {
      const step = await this.#begin();
      if (!('attempt' in step)) return step.stands === 'waits' ? { ...step, worked } : step;
      const ending = await this.#carryOut(step.attempt, step.document);
      await this.#finish(step.attempt, ending);
    }
    return { stands: 'nothing' };
  }

  /** Lets the attempt that runs be the last one, or cuts it short; either way the lease is given back. */
  stop(cutShort: boolean): void {
    this.#isStopping = true;
    if (cutShort) this.#cut(new Error('The process stops.'));
  }

  /** Takes the lease for the earliest effect that is due, and counts the attempt. */
  async #begin(): Promise<Step> {
    const step = await this.#options.document.take<Step | { readonly dead: Effect }>((document, lease) => {
      const { repertoire, clock, isDead } = this.#options;
      const [effect] = document?.effects.filter(({ kind }) => repertoire.handlers.has(kind)).sort(byDueTime) ?? [];
      if (!document || document.effects.length === 0) return { result: { stands: 'nothing' } };
      if (!effect || document.schema > repertoire.type.schema) return { result: { stands: 'foreign' } };
      if (document.lease && !isDead(document.lease)) return { result: { stands: 'leased', lease: document.lease } };
      if (Date.parse(effect.dueAt) > clock.now().getTime())
        return { result: { stands: 'waits', until: new Date(effect.dueAt), worked: false } };
      const attempt = this.#attempt(effect);
      if (isExhausted(effect, attempt.handler)) {
        const error = new WorkspaceError('unavailable', 'It was interrupted too often.');
        const next = withEnding({ ...document, lease: undefined }, attempt, { error }, clock.now());
        return { next, result: { dead: effect } };
      }
      const next = withAttemptBegun(document, effect, lease);
      return { next, result: { attempt, document: next } };
    });
    return 'dead' in step ? this.#begin() : step;
  }

  /** Undefined where the attempt was cut short by `stop`: what it did is not known, the next one will look. */
  async #carryOut(
    { handler, effect }: Attempt<Aggregate>,
    document: Aggregate,
  ): Promise<Ending<Aggregate> | undefined> {
    const { clock, steady, onFailure } = this.#options;
    const controller = new AbortController();
    const { promise: cut, reject } = Promise.withResolvers<never>();
    this.#cut = (reason) => {
      controller.abort(reason);
      reject(reason);
    };
    const limit = new Date(steady.now().getTime() + (handler.timeoutInMs ?? defaultTimeoutInMs));
    const cancelLimit = steady.schedule(limit, async () => this.#cut(new Error('The attempt took too long.')));
    const letGo = this.#options.document.keep(() => this.#cut(new Error('The lease was lost.')));
    try {
      const context = { signal: controller.signal, now: clock.now() };
      return { outcome: await Promise.race([handler.handle(effect, document, context), cut]) };
    } catch (error) {
      if (this.#isStopping && controller.signal.aborted) return undefined;
      onFailure(effect, error);
      return { error };
    } finally {
      this.#cut = () => {};
      cancelLimit();
      letGo();
    }
  }

  async #finish(attempt: Attempt<Aggregate>, ending: Ending<Aggregate> | undefined): Promise<void> {
    const { document, clock } = this.#options;
    await document.release((current) => {
      const isPending = current.effects.some(({ id }) => id === attempt.effect.id);
      return ending && isPending ? withEnding(current, attempt, ending, clock.now()) : current;
    });
  }

  #attempt(effect: Effect): Attempt<Aggregate> {
    const { type, handlers } = this.#options.repertoire;
    const handler = handlers.get(effect.kind) as EffectHandler<Aggregate>;
    return { type, handler, effect, key: `${effect.id}/${randomUUID().slice(0, 8)}` };
  }
}

function byDueTime(a: Effect, b: Effect): number {
  return a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0;
}
