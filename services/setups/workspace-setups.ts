import type { Effect, NewEffect } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { hasHappened } from '../change/evolve.ts';
import { WorkspaceError } from '../errors.ts';
import { type Caller, personOf } from '../people/people.ts';
import { requireAdminNow } from '../roles/admin-right.ts';
import type { Members } from '../roles/members.ts';
import type { Candidate } from '../roles/membership.ts';
import type { Store } from '../store/store.ts';
import { announcing } from './setup-announcement.ts';
import { SetupBook } from './setup-book.ts';
import { SetupChanges, type SetupCommand } from './setup-changes.ts';
import { isOpenTo, SetupForms, type SetupFormsParts, taken } from './setup-forms.ts';
import { idOf, tidy } from './setup-names.ts';
import type { SetupLabels, SetupOffer } from './setup-offer.ts';
import { begun, noStepDone } from './setup-steps.ts';
import type { SetupWish } from './setup-wish.ts';
import {
  failedStep,
  isBlocked,
  isOver,
  usualDuration,
  type WorkspacePlan,
  type WorkspaceSetup,
} from './workspace-setup.ts';

export interface WorkspaceSetupsParts extends Omit<SetupFormsParts, 'book'> {
  readonly store: Store;
  readonly changes: Changes;
  readonly members: Pick<Members, 'rolesNow' | 'person'>;
}

/** A yes or a no. */
export interface SetupDecision extends SetupCommand {
  /** The plan that it is about, where that is known ({@link WorkspaceSetup.planned}). */
  readonly planned?: number;
}

/** Open ones of somebody who is no admin: each asks Azure, and every admin. */
const mostOpen = 3;
const mostReasonLetters = 500;

/** New workspaces: asked for by anybody, checked, decided on by an admin, made, and taken away again where that failed. */
export class WorkspaceSetups {
  readonly #parts: WorkspaceSetupsParts;
  readonly #book: SetupBook;
  readonly #forms: SetupForms;
  readonly #changes: SetupChanges;

  constructor(parts: WorkspaceSetupsParts) {
    this.#parts = parts;
    this.#book = new SetupBook(parts.store, parts.members);
    this.#forms = new SetupForms({ ...parts, book: this.#book });
    this.#changes = new SetupChanges(parts.changes, parts.clock);
  }

  /** What can be chosen; anybody may ask. @throws {WorkspaceError} refused where no landing zone is configured */
  async offer(_caller: Caller): Promise<SetupOffer> {
    return await this.#forms.offer();
  }

  /** What sizes, images and presets are called, as people read it. */
  get labels(): SetupLabels {
    return this.#forms.labels;
  }

  /** People of the directory for a form, the likeliest first, at most eight; nobody for guests. @throws {WorkspaceError} the directory's */
  async search(caller: Caller, text: string): Promise<readonly Candidate[]> {
    return await this.#forms.search(caller, text);
  }

  /** What a form would ask for. @throws {SetupProblems} with all that is wrong; {WorkspaceError} refused, and the directory's */
  async validate(caller: Caller, wish: SetupWish): Promise<WorkspacePlan> {
    return await this.#forms.planOf(caller, wish);
  }

  /**
   * Puts on record that somebody wants a workspace, and has it checked; asking anew for one that waits changes its plan. One write on
   * condition, so that of two people who want the same name at once one gets it.
   * @throws as {@link validate}; {WorkspaceError} busy, for somebody who has asked for several already
   */
  async ask(caller: Caller, wish: SetupWish, command: SetupCommand): Promise<WorkspaceSetup> {
    const workspace = idOf(tidy(wish.name));
    const known = await this.#book.find(workspace);
    if (known && hasHappened(known, command.key)) return known;
    const plan = await this.validate(caller, wish);
    const byAdmin = (await this.#parts.members.rolesNow(caller.aadObjectId)).admin;
    if (!byAdmin) await this.#requireFew(caller, workspace);
    const word = { ...command, by: caller, asAdmin: byAdmin, what: 'setup.ask' };
    return await this.#changes.change(workspace, word, (current, now) => {
      if (current && !isOver(current) && !isOpenTo(current, caller))
        throw taken(plan.name, byAdmin ? current : undefined);
      const isAnew = !current || isOver(current);
      return {
        next: {
          ...{ state: 'checking', workspace, plan, askedBy: personOf(caller), byAdmin, checks: [], steps: noStepDone },
          ...{ monthlyPrice: undefined, reason: undefined, decidedBy: undefined },
          askedAt: isAnew ? now.toISOString() : current.askedAt,
          round: (current?.round ?? 0) + (isAnew ? 1 : 0),
          planned: (current?.planned ?? 0) + 1,
          attempt: current?.attempt ?? 0,
          ...(isAnew && { startedAt: undefined, endedAt: undefined, followers: [], told: [] }),
        },
        effects: [checking(!byAdmin)],
        // What is being found out of the plan before is not of this one.
        cancel: isCheck,
        detail: { machines: plan.machines.length, budget: plan.budget.amount, currency: plan.budget.currency },
      };
    });
  }

  /** Looks again, by whoever asked or an admin. @throws {WorkspaceError} not-found */
  async check(caller: Caller, id: string, command: SetupCommand): Promise<WorkspaceSetup> {
    const { admin } = await this.#book.see(caller, id);
    const word = { ...command, by: caller, asAdmin: admin, what: 'setup.check' };
    return await this.#changes.move(id, ['waiting'], word, () => ({
      next: { state: 'checking', checks: [] },
      effects: [checking(false)],
    }));
  }

  /**
   * Begins to make it.
   * @throws {WorkspaceError} forbidden, not-found; stale where the plan was changed since; conflict where a check says that it cannot be made
   */
  async create(caller: Caller, id: string, { planned, ...command }: SetupDecision): Promise<WorkspaceSetup> {
    const word = { ...command, ...(await this.#admin(caller)), what: 'setup.create' };
    this.#forms.zone();
    const [known, all] = await Promise.all([this.#book.find(id), this.#book.all()]);
    if (known?.state === 'waiting') await this.#forms.requireFree(known, all);
    return await this.#changes.move(id, ['waiting'], word, (current, now) => {
      requirePlan(current, planned);
      requireTime(current, now);
      const blocked = isBlocked(current);
      if (blocked) throw new WorkspaceError('conflict', `Nothing was made. ${blocked.words}`);
      return {
        next: {
          ...begunBy(caller, 'creating', now),
          ...{ attempt: current.attempt + 1, expectedMinutes: usualDuration(all), steps: begun(noStepDone, 'group') },
        },
        effects: [{ kind: 'setup.step' }],
      };
    });
  }

  /** @throws {WorkspaceError} forbidden, not-found; stale where the plan was changed since */
  async decline(
    caller: Caller,
    id: string,
    { reason, planned, ...command }: SetupDecision & { readonly reason: string },
  ): Promise<WorkspaceSetup> {
    const words = tidy(reason).slice(0, mostReasonLetters);
    const why = words !== '' && { why: words };
    const word = { ...command, ...(await this.#admin(caller)), what: 'setup.decline', ...why };
    return await this.#changes.move(id, ['waiting'], word, (current, now) => {
      requirePlan(current, planned);
      return {
        next: {
          state: 'declined',
          decidedBy: personOf(caller),
          endedAt: now.toISOString(),
          ...(words !== '' && { reason: words }),
        },
        effects: [announcing('declined', now)],
      };
    });
  }

  /** By whoever asked. @throws {WorkspaceError} not-found; forbidden for others who see it */
  async withdraw(caller: Caller, id: string, command: SetupCommand): Promise<WorkspaceSetup> {
    const { setup, admin } = await this.#book.see(caller, id);
    if (setup.askedBy.aadObjectId !== caller.aadObjectId)
      throw new WorkspaceError('forbidden', `Only ${setup.askedBy.name} can withdraw it, since they asked for it.`);
    const word = { ...command, by: caller, asAdmin: admin, what: 'setup.withdraw' };
    return await this.#changes.move(id, ['checking', 'waiting'], word, (_current, now) => ({
      next: { state: 'withdrawn', endedAt: now.toISOString() },
      cancel: isCheck,
    }));
  }

  /** Goes on where it failed; what stands is left. @throws {WorkspaceError} forbidden, not-found */
  async retry(caller: Caller, id: string, command: SetupCommand): Promise<WorkspaceSetup> {
    const word = { ...command, ...(await this.#admin(caller)), what: 'setup.retry' };
    this.#forms.zone();
    return await this.#changes.move(id, ['failed'], word, (current, now) => {
      requireTime(current, now);
      const steps = begun(current.steps, failedStep(current)!.step);
      return {
        next: { ...begunBy(caller, 'creating', now), attempt: current.attempt + 1, steps },
        effects: [{ kind: 'setup.step' }],
      };
    });
  }

  /** Takes away what was made of one that failed. @throws {WorkspaceError} forbidden, not-found */
  async remove(caller: Caller, id: string, command: SetupCommand): Promise<WorkspaceSetup> {
    const word = { ...command, ...(await this.#admin(caller)), what: 'setup.remove' };
    return await this.#changes.move(id, ['failed'], word, (_current, now) => ({
      next: begunBy(caller, 'removing', now),
      effects: [{ kind: 'setup.remove' }],
    }));
  }

  /** For admins, whoever asked, and who shall be its owner. @throws {WorkspaceError} not-found, also for everybody else */
  async get(caller: Caller, id: string): Promise<WorkspaceSetup> {
    return (await this.#book.see(caller, id)).setup;
  }

  /** The newest first: all for admins, for others their own. @throws {WorkspaceError} unavailable */
  async list(caller: Caller): Promise<readonly WorkspaceSetup[]> {
    const { admin } = await this.#parts.members.rolesNow(caller.aadObjectId);
    return await this.#book.all(admin ? undefined : caller.aadObjectId);
  }

  async #requireFew(caller: Caller, workspace: string): Promise<void> {
    const open = (await this.#book.all(caller.aadObjectId)).filter(
      ({ state, workspace: id }) => id !== workspace && (state === 'checking' || state === 'waiting'),
    );
    if (open.length < mostOpen) return;
    throw new WorkspaceError(
      'busy',
      `You have asked for ${open.length} workspaces that nobody has decided on yet. Withdraw one, or wait for an admin.`,
    );
  }

  /** @throws {WorkspaceError} forbidden */
  async #admin(caller: Caller) {
    return { by: await requireAdminNow(this.#parts.members, caller), asAdmin: true };
  }
}

function checking(tells: boolean): NewEffect {
  return { kind: 'setup.check', data: { tells } };
}

/** It may have waited for long. */
function requireTime({ plan }: WorkspaceSetup, now: Date): void {
  if (plan.endsOn > now.toISOString().slice(0, 10)) return;
  throw new WorkspaceError(
    'conflict',
    'Nothing was made, since its last day has passed. Ask for it anew with a later one.',
  );
}

/** Whoever decides has read the plan that there is. */
function requirePlan(current: WorkspaceSetup, planned: number | undefined): void {
  if (planned === undefined || planned === current.planned) return;
  throw new WorkspaceError('stale', 'The plan was changed since. Look at the newer one before you decide.');
}

function isCheck({ kind }: Effect): boolean {
  return kind === 'setup.check';
}

function begunBy(caller: Caller, state: 'creating' | 'removing', now: Date) {
  return { state, decidedBy: personOf(caller), startedAt: now.toISOString(), endedAt: undefined };
}
