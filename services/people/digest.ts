import { type Aggregate, defineAggregate, type NewEffect } from '../change/aggregate.ts';
import { dayIn, nextMonday } from '../time/working-time.ts';
import type { Person } from './people.ts';

/** Somebody's Monday mornings: one effect that comes again every week. */
export interface Digest extends Aggregate<'on'> {
  readonly person: Person;
}

export const digest = defineAggregate<Digest>({ kind: 'digest', schema: 1, initial: 'on', transitions: { on: [] } });

const dayInMs = 86_400_000;
/** The effect comes again for as long as anybody can think of. */
const deadlineInMs = 36_500 * dayInMs;
/** From then on it is no longer Monday morning, nor its afternoon: that week is left out. */
const patienceInMs = 12 * 3_600_000;

export function digestAddress(aadObjectId: string): { partition: string; id: string } {
  return { partition: `person/${aadObjectId}`, id: 'digest' };
}

/** For which Monday an effect is: when it begins, and its day where the person is. */
export interface Monday {
  readonly at: Date;
  readonly day: string;
}

/** The next Monday morning that is not the day of the one before, whatever became of the person's time zone. */
export function mondayAfter(now: Date, zone: string, before?: Monday): Monday {
  const soonest = before ? Math.max(now.getTime(), before.at.getTime() + dayInMs) : now.getTime();
  const at = nextMonday(new Date(soonest), zone);
  return { at, day: dayIn(zone, at) };
}

/** True where the Monday's time has passed without anything having been said: it is not caught up. */
export function isMissed({ at }: Monday, now: Date): boolean {
  return now.getTime() - at.getTime() >= patienceInMs;
}

export function digestEffect({ at, day }: Monday): NewEffect {
  const deadline = new Date(at.getTime() + deadlineInMs);
  return { kind: 'digest.send', dueAt: at, deadline, data: { at: at.toISOString(), day } };
}
