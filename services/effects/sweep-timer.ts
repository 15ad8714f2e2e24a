import {
  type Address,
  type Aggregate,
  type AggregateType,
  defineAggregate,
  type Effect,
  forever,
  type NewEffect,
  system,
} from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { type EffectContext, type EffectOutcome, tireless } from './effect-handler.ts';
import type { Effects } from './effects.ts';

/** The one document that says when something is looked through next; its lease keeps two instances from doing it at once. */
export type SweepDocument = Aggregate<'on'>;

/** What is looked through again and again, by the clock. */
export interface SweepTimer {
  readonly type: AggregateType<SweepDocument>;
  readonly address: Address;
  /** The kind of the effect that comes again. */
  readonly effect: string;
}

/** @param kind of its document @param name where it stands: `sweep/<name>` */
export function defineSweepTimer(kind: string, name: string, effect: string): SweepTimer {
  return {
    type: defineAggregate<SweepDocument>({ kind, schema: 1, initial: 'on', transitions: { on: [] } }),
    address: { partition: 'system', id: `sweep/${name}` },
    effect,
  };
}

/** Has it begin, where it has not yet: at once, or as `first` says. `what` stands in the history. @throws {WorkspaceError} unavailable */
export async function beginSweeps(
  changes: Changes,
  { type, address, effect }: SweepTimer,
  what: string,
  first: Pick<NewEffect, 'dueAt' | 'data'> = {},
): Promise<void> {
  await changes.change(type, address, {
    ...{ key: 'begin', by: system, via: 'system', what },
    decide: (current) => (current ? undefined : { next: {}, effects: [{ kind: effect, deadline: forever, ...first }] }),
  });
}

/** How a sweep ended, and when the next is due. */
export type Swept = EffectOutcome<SweepDocument>;

/**
 * Has this process take part: `sweep` is called whenever it is time, and again until it succeeds.
 * @param timeoutInMs of one try, before another instance may begin it again
 */
export function registerSweeps(
  effects: Effects,
  { type, effect }: SweepTimer,
  timeoutInMs: number,
  sweep: (due: Effect, context: EffectContext) => Promise<Swept>,
): void {
  effects.register(type, effect, {
    maxAttempts: tireless,
    timeoutInMs,
    handle: async (due, _document, context) => await sweep(due, context),
  });
}
