import type { Effect, NewEffect } from '../change/aggregate.ts';
import type { Told } from './budget.ts';

/** News, not told yet, of a threshold that is not reached any more: it is armed anew. */
export function isUntrue(effect: Effect, { thresholds, period }: Told): boolean {
  const { kind, data } = effect;
  const what = kind === 'budget.announce' ? data.tell : kind;
  const isOfNow = `${data.key}`.split('/')[2] === period.from;
  return what === 'budget.tell' && isOfNow && !reachedIn(effect).every((threshold) => thresholds.includes(threshold));
}

/** What stays true of such news is told in its place and under its key, since nobody may have heard of it. */
export function corrected(effects: readonly Effect[], told: Told): readonly NewEffect[] {
  return effects
    .filter((effect) => isUntrue(effect, told))
    .flatMap((effect) => {
      const { kind, data, deadline } = effect;
      const reached = reachedIn(effect).filter((threshold) => told.thresholds.includes(threshold));
      const threshold = Math.max(...reached);
      return reached.length > 0 ? [{ kind, data: { ...data, threshold, reached }, deadline: new Date(deadline) }] : [];
    });
}

function reachedIn({ data: { reached, threshold } }: Effect): readonly number[] {
  return Array.isArray(reached) ? reached.map(Number) : [Number(threshold)];
}
