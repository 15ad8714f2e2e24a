import type { Decision, JsonObject } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import type { ListedMember, MemberLists } from '../members/member-list.ts';
import type { Memberships } from '../members/memberships.ts';
import type { ConversationAddress } from '../people/conversation-address.ts';
import { actorOf, type Caller, type Person, personOf } from '../people/people.ts';
import { requirePermission } from '../policy.ts';
import { callerNow } from '../roles/caller-now.ts';
import type { Member, Members } from '../roles/members.ts';
import type { Clock } from '../time/clock.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import {
  type AccessReview,
  accessReview,
  firstReview,
  isReviewCard,
  isReviewTimer,
  mostNamed,
  periodAfter,
  type ReviewAnswer,
  reviewAddress,
  reviewCards,
  reviewPeriod,
  undecided,
} from './access-review.ts';
import type { SignInProblem, SignIns } from './sign-ins.ts';

export interface AccessReviewsParts {
  readonly changes: Changes;
  readonly members: Pick<Members, 'rolesNow' | 'everybody'>;
  readonly memberLists: Pick<MemberLists, 'rows'>;
  readonly memberships: Pick<Memberships, 'weigh'>;
  /** Undefined where the directory is not asked when people signed in. */
  readonly signIns?: Pick<SignIns, 'lastDays'> | undefined;
  readonly clock: Clock;
  /** Whose calendar has the quarters; IANA. */
  readonly timeZone: string;
}

/** What somebody decides: object ids. */
export interface ReviewWish {
  readonly period: string;
  readonly keep: readonly string[];
  readonly remove: readonly string[];
  /** True to keep everybody who is not decided. */
  readonly rest?: boolean;
}

export interface ReviewCommand {
  /** The same command again has the same key and gets the same answer. */
  readonly key: string;
  /** Where a card shows how the removals go. */
  readonly follower: ConversationAddress;
}

/** A review as it is shown: those who are not decided, page by page. */
export interface ReviewPage {
  readonly review: AccessReview;
  /** Of those who are not decided. */
  readonly members: readonly ListedMember[];
  readonly open: number;
  /** Counted from 0; the last one where a later was asked for. */
  readonly page: number;
  /** Where the directory was asked when they signed in: of how many it told nothing, and why it did not answer for all. */
  readonly signIns?: { readonly unknown: number; readonly problem?: SignInProblem };
}

/** What is to be said of reviews in a workspace: the newest one, or when the next is; neither where nobody is asked. */
export interface ReviewStanding {
  readonly shown?: ReviewPage;
  readonly nextAt?: Date;
}

/** Keep or remove: owners and admins say of everybody whether they stay. */
export class AccessReviews {
  readonly #parts: AccessReviewsParts;

  constructor(parts: AccessReviewsParts) {
    this.#parts = parts;
  }

  /** @throws {WorkspaceError} forbidden, and the directory's */
  async standing(caller: Caller, workspace: Workspace, page: number, size: number): Promise<ReviewStanding> {
    requirePermission(caller, workspace, 'member.manage');
    const { changes, clock, timeZone } = this.#parts;
    const rhythm = workspace.members?.review;
    const period = reviewPeriod(rhythm, clock.now(), timeZone);
    if (!period) return {};
    const review = await changes.get(accessReview, reviewAddress(workspace.id, period.name));
    if (review) return { shown: await this.page(workspace, review, page, size) };
    const since = workspace.knownSince === undefined ? clock.now() : new Date(workspace.knownSince);
    const first = firstReview(rhythm, since, timeZone)!;
    return { nextAt: first.from > clock.now() ? first.from : periodAfter(rhythm, period, timeZone).from };
  }

  /** Those who are not decided, as the directory says this moment; for the rules, and for whoever may see them. */
  async page(workspace: Workspace, review: AccessReview, page: number, size: number): Promise<ReviewPage> {
    const { members, memberLists } = this.#parts;
    const open = review.state === 'open' ? undecided(review, await members.everybody(workspace)) : [];
    const shown = Math.max(0, Math.min(page, Math.ceil(open.length / size) - 1));
    const rows = await memberLists.rows(workspace, open, shown, size);
    return { review, open: open.length, page: shown, ...(await this.#withSignIns(rows)) };
  }

  /** Asked anew for each card, and kept nowhere: whoever is forgotten leaves nothing of it behind. */
  async #withSignIns(members: readonly ListedMember[]): Promise<Pick<ReviewPage, 'members' | 'signIns'>> {
    const { signIns } = this.#parts;
    if (!signIns || members.length === 0) return { members };
    const { days, problem } = await signIns.lastDays(members.map(({ aadObjectId }) => aadObjectId));
    const known = members.map((member) => {
      const lastSignIn = days.get(member.aadObjectId);
      return lastSignIn === undefined ? member : { ...member, lastSignIn };
    });
    const unknown = known.filter((member) => member.lastSignIn === undefined).length;
    return { members: known, signIns: { unknown, ...(problem && { problem }) } };
  }

  /**
   * Puts on record what was decided; who was decided before stays so. Removals are carried out after it, as `member.remove` does them.
   * @throws {WorkspaceError} not-found, where there is no such review; conflict, for the last owner; forbidden, and the directory's
   */
  async decide(
    caller: Caller,
    workspace: Workspace,
    wish: ReviewWish,
    { key, follower }: ReviewCommand,
  ): Promise<AccessReview> {
    const { changes, members, memberships, clock } = this.#parts;
    const now = await callerNow(members, caller);
    requirePermission(now, workspace, 'member.manage');
    const address = reviewAddress(workspace.id, wish.period);
    const known = await changes.get(accessReview, address);
    if (!known) throw noReview(workspace);
    if (known.state !== 'open' || known.answers.some((answer) => answer.key === key)) return known;
    const here = await members.everybody(workspace);
    const meant = (ids: readonly string[]) => {
      const wanted = new Set(ids);
      return undecided(known, here).filter(({ aadObjectId }) => wanted.has(aadObjectId));
    };
    // Who is named for both stays.
    const [removed, kept] = [meant(wish.remove.filter((id) => !wish.keep.includes(id))), meant(wish.keep)];
    const people = removed.map(({ aadObjectId }) => aadObjectId);
    if (people.length > 0) await memberships.weigh(caller, workspace, { verb: 'remove', people });
    const answer: ReviewAnswer = {
      ...{ by: personOf(caller), at: clock.now().toISOString(), key },
      ...{ kept: kept.map(personOf), removed: removed.map(personOf), ...(wish.rest && { rest: true as const }) },
    };
    const { document } = await changes.change<AccessReview>(accessReview, address, {
      ...{ key, via: 'card', by: actorOf(now, workspace), what: 'access-review.decide', why: whyOf(answer) },
      decide: (current) => decideAnswer(current, answer, here, follower),
    });
    return document!;
  }
}

function decideAnswer(
  current: AccessReview | undefined,
  wanted: ReviewAnswer,
  here: readonly Member[],
  follower: ReviewCommand['follower'],
): Decision<AccessReview> | undefined {
  if (current?.state !== 'open') return undefined;
  const [kept, removed] = [undecided(current, wanted.kept), undecided(current, wanted.removed)];
  const answer = { ...wanted, kept, removed };
  const { rest, key } = wanted;
  if (kept.length + removed.length === 0 && !rest) return undefined;
  const answers = [...current.answers, answer];
  const named = answers.reduce((sum, each) => sum + each.kept.length + each.removed.length, 0);
  if (named > mostNamed && !rest) throw tooMany();
  const { rest: _, ...byName } = answer;
  const others = undecided({ answers: [...current.answers, byName] }, here);
  const isOver = rest || others.length === 0;
  return {
    next: { answers, ...(isOver && { state: 'done' }) },
    effects: [
      ...reviewCards(current.people),
      ...(removed.length > 0
        ? [{ kind: 'review.remove', data: { answer: key, follower: { ...follower } as JsonObject } }]
        : []),
    ],
    cancel: (effect) => isReviewCard(effect) || (isOver && isReviewTimer(effect)),
    detail: { kept: kept.length, removed: removed.length, rest: rest ? others.length : 0 },
  };
}

/** Beside the chain, where names can be removed: whom it was about. */
function whyOf({ kept, removed, rest }: ReviewAnswer): string {
  const said = (people: readonly Person[]) => people.map((one) => `${one.name} (${one.aadObjectId})`).join(', ');
  const parts = [
    kept.length > 0 ? `Kept: ${said(kept)}.` : '',
    removed.length > 0 ? `Removed: ${said(removed)}.` : '',
    rest ? 'Everybody else is kept.' : '',
  ];
  return parts.filter(Boolean).join(' ');
}

function noReview({ name }: Workspace): WorkspaceError {
  return new WorkspaceError(
    'not-found',
    `There is no such review in ${name}. Write "review members" to see how it stands.`,
  );
}

function tooMany(): WorkspaceError {
  return new WorkspaceError(
    'invalid',
    `More than ${mostNamed} people cannot be decided one by one. Keep everybody else now, and remove people by name later.`,
  );
}
