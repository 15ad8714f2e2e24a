import type { Logger } from 'pino';
import type { Effect } from '../change/aggregate.ts';
import type { EffectOutcome, Then } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { mayPass, WorkspaceError } from '../errors.ts';
import type { MemberCommand, Memberships } from '../members/memberships.ts';
import { type Person, personOf } from '../people/people.ts';
import { personNow } from '../roles/caller-now.ts';
import type { Members } from '../roles/members.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import {
  type AccessReview,
  accessReview,
  decideCallOff,
  decideLapse,
  isReviewTimer,
  type ReviewAnswer,
  reviewCards,
  undecided,
} from './access-review.ts';

export interface AccessReviewTimersParts {
  readonly members: Pick<Members, 'rolesNow' | 'everybody' | 'owners' | 'admins'>;
  readonly memberships: Pick<Memberships, 'change'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

type Done = EffectOutcome<AccessReview>;
const done: Done = { done: true };
/** Many, since the deadline is what ends it: the directory may be silent for hours. */
const maxAttempts = 1000;

/** What follows from a review: removals, and what time brings where nobody answers. */
export class AccessReviewTimers {
  readonly #parts: AccessReviewTimersParts;

  constructor(parts: AccessReviewTimersParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<AccessReview>(accessReview, 'review.remove', {
      maxAttempts,
      handle: async (effect, review) => await this.#remove(effect, review),
      onDead: ({ data }, review) =>
        withProblem(review, `${data.answer}`, 'The directory could not be asked. Remove them by name.'),
    });
    effects.register<AccessReview>(accessReview, 'review.remind', {
      maxAttempts,
      handle: async (_effect, review) => await this.#askAgain(review, 'owners'),
    });
    effects.register<AccessReview>(accessReview, 'review.escalate', {
      maxAttempts,
      handle: async (_effect, review) => await this.#askAgain(review, 'admins'),
    });
  }

  /** As if whoever decided had asked for it with `member.remove`, with the rights they have at that moment. */
  async #remove({ data }: Effect, review: AccessReview): Promise<Done> {
    const answer = review.answers.find(({ key }) => key === data.answer);
    const workspace = await this.#workspace(review);
    if (!answer || !workspace || answer.removed.length === 0) return done;
    const { members, memberships } = this.#parts;
    const follower = data.follower as unknown as MemberCommand['follower'];
    const people = await this.#present(workspace, answer);
    if (people.length === 0) return done;
    try {
      const by = await personNow(members, answer.by);
      const command = { key: `${answer.key}/remove`, via: 'card', follower } as const;
      await memberships.change(by, workspace, { verb: 'remove', people }, command);
      return done;
    } catch (error) {
      if (!(error instanceof WorkspaceError) || mayPass(error, 'resource')) throw error;
      const { message } = error;
      return { done: true, change: (current) => withProblem(current, answer.key, message) };
    }
  }

  /** Who has left meanwhile needs no removal. */
  async #present(workspace: Workspace, { removed }: ReviewAnswer): Promise<readonly string[]> {
    const here = new Set((await this.#parts.members.everybody(workspace)).map(({ aadObjectId }) => aadObjectId));
    return removed.map(({ aadObjectId }) => aadObjectId).filter((id) => here.has(id));
  }

  /** While somebody is not decided: owners are reminded, and later admins asked as well. */
  async #askAgain(review: AccessReview, whom: 'owners' | 'admins'): Promise<Done> {
    const { members, clock } = this.#parts;
    const workspace = await this.#workspace(review);
    if (!workspace || review.state !== 'open') return done;
    if (workspace.members?.review === 'never') return { done: true, change: calledOff };
    const asked = whom === 'owners' ? members.owners(workspace) : members.admins();
    const [here, people] = await Promise.all([members.everybody(workspace), asked]);
    const open = undecided(review, here).length;
    return {
      done: true,
      change: (current) => {
        if (current.state !== 'open') return undefined;
        if (open === 0) return over(current);
        return whom === 'owners' ? reminded(current, people, open) : escalated(current, people, open, clock.now());
      },
    };
  }

  async #workspace({ workspace: id }: AccessReview): Promise<Workspace | undefined> {
    const workspace = await this.#parts.workspaces.byId(id);
    return workspace?.archivedAt === undefined ? workspace : undefined;
  }
}

/** Before the morning sweep comes by, which ends it as well. */
function calledOff(current: AccessReview): Then<AccessReview> | undefined {
  const decision = decideCallOff(current);
  return decision && { what: 'access-review.called-off', ...decision };
}

/** The last who were not decided have left. */
function over(current: AccessReview): Then<AccessReview> {
  return { ...decideLapse(current)!, what: 'access-review.over', next: { state: 'done' }, cancel: isReviewTimer };
}

/** Those who own it by now are told once more, each in a line; who became an owner since gets a card. */
function reminded({ people }: AccessReview, owners: readonly Person[], open: number): Then<AccessReview> {
  const fresh = others(owners, people);
  return {
    what: 'access-review.reminded',
    next: { people: [...people, ...fresh] },
    effects: [...reviewCards(fresh), ...owners.map((owner) => line(owner, open))],
    detail: { people: owners.length, open },
  };
}

/** Nobody who owns it has decided everybody: admins can, and get the same card. */
function escalated(current: AccessReview, admins: readonly Person[], open: number, now: Date): Then<AccessReview> {
  const people = [...current.people, ...others(admins, current.people)];
  return {
    what: 'access-review.escalated',
    next: { people, escalatedAt: now.toISOString() },
    effects: reviewCards(people),
    detail: { people: admins.length, open },
  };
}

function withProblem(current: AccessReview, key: string, problem: string): Then<AccessReview> | undefined {
  if (!current.answers.some((answer) => answer.key === key)) return undefined;
  const answers = current.answers.map((answer) => (answer.key === key ? { ...answer, problem } : answer));
  return { what: 'access-review.failed', next: { answers }, effects: reviewCards(current.people) };
}

function others(people: readonly Person[], known: readonly Person[]): readonly Person[] {
  const ids = new Set(known.map(({ aadObjectId }) => aadObjectId));
  return people.filter(({ aadObjectId }) => !ids.has(aadObjectId)).map(personOf);
}

function line({ aadObjectId, name }: Person, open: number) {
  return { kind: 'review.tell', data: { to: aadObjectId, name, open } };
}
