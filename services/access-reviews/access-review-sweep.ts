import type { Logger } from 'pino';
import { system } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import type { EffectContext } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { beginSweeps, defineSweepTimer, registerSweeps, type Swept } from '../effects/sweep-timer.ts';
import { personOf } from '../people/people.ts';
import type { Members } from '../roles/members.ts';
import { nextTime } from '../schedules/stop-times.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import {
  type AccessReview,
  accessReview,
  decideCallOff,
  decideLapse,
  firstReview,
  type ReviewPeriod,
  reviewAddress,
  reviewCards,
  reviewPeriod,
} from './access-review.ts';

export interface AccessReviewSweepParts {
  readonly store: Pick<Store, 'list'>;
  readonly changes: Changes;
  readonly members: Pick<Members, 'owners' | 'admins'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'all' | 'amend'>;
  readonly clock: Clock;
  /** Whose calendar has the quarters, and whose mornings; IANA. */
  readonly timeZone: string;
  readonly log: Pick<Logger, 'warn'>;
}

export const reviewSweepTimer = defineSweepTimer('review-sweep', 'reviews', 'reviews.sweep');
/** When people begin to work, so that the cards are the day's first. */
const hour = '08:00';
const timeoutInMs = 5 * 60_000;
const dayInMs = 86_400_000;
/** A working week and a weekend: who was away for a week has been back. */
const remindAfterDays = 7;
/** Another week later: longer than most holidays, and a quarter has only thirteen weeks. */
const escalateAfterDays = 14;

/** Begins the reviews that are due, every morning, and brings those of the period before to an end. */
export class AccessReviewSweep {
  readonly #parts: AccessReviewSweepParts;

  constructor(parts: AccessReviewSweepParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    registerSweeps(effects, reviewSweepTimer, timeoutInMs, async (_due, context) => await this.#morning(context));
  }

  /** Has the sweep begin, where it has not yet. @throws {WorkspaceError} unavailable */
  async start(): Promise<void> {
    const { changes, clock, timeZone } = this.#parts;
    const dueAt = nextTime(hour, timeZone, clock.now());
    await beginSweeps(changes, reviewSweepTimer, 'reviews.sweep', { dueAt });
  }

  /** What could not be begun, since the directory was silent, is tried again tomorrow. */
  async #morning({ now, signal }: EffectContext): Promise<Swept> {
    await this.look(signal);
    return { again: nextTime(hour, this.#parts.timeZone, now) };
  }

  /** Looks once through all workspaces; a review that has begun is begun no second time. */
  async look(signal?: AbortSignal): Promise<void> {
    const { workspaces, clock, timeZone, log } = this.#parts;
    const now = clock.now();
    for (const workspace of await workspaces.all()) {
      if (signal?.aborted) return;
      if (workspace.archivedAt !== undefined) continue;
      try {
        if (workspace.knownSince === undefined) await workspaces.amend(workspace.id, { knownSince: now.toISOString() });
        const rhythm = workspace.members?.review;
        if (rhythm === 'never') await this.#callOff(workspace);
        const period = reviewPeriod(rhythm, now, timeZone);
        const since = new Date(workspace.knownSince ?? now);
        const first = firstReview(rhythm, since, timeZone);
        if (period && first && period.from >= first.from) await this.#begin(workspace, period, now);
      } catch (error) {
        log.warn({ err: error, workspace: workspace.id }, 'A review of members could not be begun.');
      }
    }
  }

  async #begin(workspace: Workspace, { name: period }: ReviewPeriod, now: Date): Promise<void> {
    const { changes, members } = this.#parts;
    const place = reviewAddress(workspace.id, period);
    if (await changes.get(accessReview, place)) return;
    await this.#lapse(workspace, period);
    const owners = await members.owners(workspace);
    // Where nobody owns it, somebody has to look all the same.
    const people = (owners.length > 0 ? owners : await members.admins()).map(personOf);
    const after = (days: number) => new Date(now.getTime() + days * dayInMs);
    await changes.change(accessReview, place, {
      ...{ key: 'begin', by: system, via: 'system', what: 'access-review.begin' },
      decide: (current) =>
        current
          ? undefined
          : {
              next: {
                ...{ workspace: workspace.id, period, startedAt: now.toISOString(), answers: [], people },
                ...(owners.length === 0 && { isOwnerless: true as const }),
              },
              effects: [
                ...reviewCards(people),
                { kind: 'review.remind', dueAt: after(remindAfterDays) },
                { kind: 'review.escalate', dueAt: after(escalateAfterDays) },
              ],
              detail: { people: people.length },
            },
    });
  }

  async #lapse(workspace: Workspace, period: string): Promise<void> {
    for (const review of await this.#open(workspace))
      if (review.period !== period)
        await this.#parts.changes.change(accessReview, review, {
          ...{ key: `lapse/${period}`, by: system, via: 'system', what: 'access-review.lapsed' },
          decide: decideLapse,
        });
  }

  /** What was open when the workspace was set to have no reviews ends with that. */
  async #callOff(workspace: Workspace): Promise<void> {
    for (const review of await this.#open(workspace))
      await this.#parts.changes.change(accessReview, review, {
        ...{ key: 'call-off', by: system, via: 'system', what: 'access-review.called-off' },
        decide: decideCallOff,
      });
  }

  async #open({ id }: Workspace): Promise<readonly AccessReview[]> {
    const query = { partition: `workspace/${id}`, kind: accessReview.kind, by: { group: 'open' }, limit: 10 };
    const { items } = await this.#parts.store.list<AccessReview>(query);
    return items.map(({ document }) => document);
  }
}
