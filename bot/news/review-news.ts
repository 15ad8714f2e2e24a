import type { Logger } from 'pino';
import { reviewCard, reviewedPerPage } from '../../cards/members/review.ts';
import { reviewTexts } from '../../cards/texts/reviews.ts';
import { brief } from '../../cards/wording.ts';
import { type AccessReview, accessReview } from '../../services/access-reviews/access-review.ts';
import type { AccessReviews } from '../../services/access-reviews/access-reviews.ts';
import type { Effect } from '../../services/change/aggregate.ts';
import type { EffectOutcome } from '../../services/effects/effect-handler.ts';
import type { Effects } from '../../services/effects/effects.ts';
import type { Person } from '../../services/people/people.ts';
import { may } from '../../services/policy.ts';
import { personNow } from '../../services/roles/caller-now.ts';
import type { Members } from '../../services/roles/members.ts';
import type { Clock } from '../../services/time/clock.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import type { Courier } from './courier.ts';

export interface ReviewNewsParts {
  readonly courier: Courier;
  readonly accessReviews: Pick<AccessReviews, 'page'>;
  readonly members: Pick<Members, 'rolesNow'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
  readonly log: Logger;
}

type Done = EffectOutcome<AccessReview>;
const done: Done = { done: true };

/** Puts the review of members in front of those who decide, one card each, and reminds them of it. */
export class ReviewNews {
  readonly #parts: ReviewNewsParts;

  constructor(parts: ReviewNewsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<AccessReview>(accessReview, 'review.card', {
      maxAttempts: 20,
      handle: async (effect, review) => await this.#show(effect, review),
    });
    effects.register<AccessReview>(accessReview, 'review.tell', {
      maxAttempts: 20,
      handle: async (effect, review) => await this.#tell(effect, review),
    });
  }

  async #show({ data }: Effect, review: AccessReview): Promise<Done> {
    const { courier, accessReviews, clock, log } = this.#parts;
    const person = { aadObjectId: `${data.to}`, name: `${data.name}` };
    const workspace = await this.#decides(person, review);
    if (!workspace) return done;
    const shown = await accessReviews.page(workspace, review, 0, reviewedPerPage);
    const card = reviewCard({ ...shown, workspace, now: clock.now() });
    const key = `review/${workspace.id}/${review.period}/${person.aadObjectId}`;
    if ((await courier.show(key, person, card)) === 'nowhere')
      log.warn({ workspace: workspace.id, person: person.aadObjectId }, 'Somebody could not be asked who stays.');
    return done;
  }

  async #tell({ id, data }: Effect, review: AccessReview): Promise<Done> {
    const person = { aadObjectId: `${data.to}`, name: `${data.name}` };
    const workspace = review.state === 'open' ? await this.#decides(person, review) : undefined;
    if (!workspace || workspace.members?.review === 'never') return done;
    await this.#parts.courier.tell(id, person, reviewTexts.line(brief(workspace.name), Number(data.open)));
    return done;
  }

  /** The workspace, where they may decide about its people at this moment. */
  async #decides(person: Person, { workspace: id }: AccessReview): Promise<Workspace | undefined> {
    const workspace = await this.#parts.workspaces.byId(id);
    if (!workspace) return undefined;
    const now = await personNow(this.#parts.members, person);
    return may(now, workspace, 'member.manage') ? workspace : undefined;
  }
}
