import { requireAdminNow } from './admin-right.ts';
import type { Effect, NewEffect } from './aggregate.ts';
import type { Changes } from './change.ts';
import { WorkspaceError } from './errors.ts';
import { hasHappened } from './evolve.ts';
import type { Members } from './members.ts';
import type { Candidate } from './membership.ts';
import { type Caller, personOf } from './people.ts';
import { announcing } from './setup-announcement.ts';
import { SetupBook } from './setup-book.ts';
import { SetupChanges, type SetupCommand } from './setup-changes.ts';
import { isOpenTo, SetupForms, type SetupFormsParts, taken } from './setup-forms.ts';
import { idOf, tidy } from './setup-names.ts';
import type { SetupLabels, SetupOffer } from './setup-offer.ts';
import { noStepDone } from './setup-steps.ts';
import type { SetupWish } from './setup-wish.ts';
import type { Store } from './store/store.ts';
import { isBlocked, isOver, usualDuration, type WorkspacePlan, type WorkspaceSetup } from './workspace-setup.ts';

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
    return await this.#changes.change(caller, workspace, { ...command, what: 'setup.ask' }, byAdmin, (current, now) => {
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
    return await this.#changes.move(caller, id, ['waiting'], { ...command, what: 'setup.check' }, admin, () => ({
      next: { state: 'checking', checks: [] },
      effects: [checking(false)],
    }));
  }

  /**
   * Begins to make it.
   * @throws {WorkspaceError} forbidden, not-found; stale where the plan was changed since; conflict where a check says that it cannot be made
   */
  async create(caller: Caller, id: string, { planned, ...command }: SetupDecision): Promise<WorkspaceSetup> {
    const admin = await this.#admin(caller);
    this.#forms.zone();
    const known = await this.#book.find(id);
    if (known?.state === 'waiting') await this.#forms.requireFree(known);
    const expectedMinutes = usualDuration(await this.#book.all());
    return await this.#changes.move(
      admin,
      id,
      ['waiting'],
      { ...command, what: 'setup.create' },
      true,
      (current, now) => {
        requirePlan(current, planned);
        requireTime(current, now);
        const blocked = isBlocked(current);
        if (blocked) throw new WorkspaceError('conflict', `Nothing was made. ${blocked.words}`);
        return {
          next: {
            ...{ state: 'creating', decidedBy: personOf(caller), startedAt: now.toISOString(), endedAt: undefined },
            ...{ attempt: current.attempt + 1, expectedMinutes, steps: withFirstBegun() },
          },
          effects: [{ kind: 'setup.step' }],
        };
      },
    );
  }

  /** @throws {WorkspaceError} forbidden, not-found; stale where the plan was changed since */
  async decline(
    caller: Caller,
    id: string,
    { reason, planned, ...command }: SetupDecision & { readonly reason: string },
  ): Promise<WorkspaceSetup> {
    const admin = await this.#admin(caller);
    const words = tidy(reason).slice(0, mostReasonLetters);
    const said = { ...command, what: 'setup.decline', ...(words !== '' && { why: words }) };
    return await this.#changes.move(admin, id, ['waiting'], said, true, (current, now) => {
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
    const from = ['checking', 'waiting'] as const;
    return await this.#changes.move(
      caller,
      id,
      from,
      { ...command, what: 'setup.withdraw' },
      admin,
      (_current, now) => ({
        next: { state: 'withdrawn', endedAt: now.toISOString() },
        cancel: isCheck,
      }),
    );
  }

  /** Goes on where it failed; what stands is left. @throws {WorkspaceError} forbidden, not-found */
  async retry(caller: Caller, id: string, command: SetupCommand): Promise<WorkspaceSetup> {
    const admin = await this.#admin(caller);
    this.#forms.zone();
    return await this.#changes.move(
      admin,
      id,
      ['failed'],
      { ...command, what: 'setup.retry' },
      true,
      (current, now) => {
        requireTime(current, now);
        return {
          next: {
            ...{ state: 'creating', decidedBy: personOf(caller), startedAt: now.toISOString(), endedAt: undefined },
            attempt: current.attempt + 1,
            steps: current.steps.map(({ step, state, problem }) =>
              state === 'failed'
                ? { step, state: 'running' }
                : { step, state, ...(problem !== undefined && { problem }) },
            ),
          },
          effects: [{ kind: 'setup.step' }],
        };
      },
    );
  }

  /** Takes away what was made of one that failed. @throws {WorkspaceError} forbidden, not-found */
  async remove(caller: Caller, id: string, command: SetupCommand): Promise<WorkspaceSetup> {
    const admin = await this.#admin(caller);
    return await this.#changes.move(
      admin,
      id,
      ['failed'],
      { ...command, what: 'setup.remove' },
      true,
      (_current, now) => ({
        next: { state: 'removing', decidedBy: personOf(caller), startedAt: now.toISOString(), endedAt: undefined },
        effects: [{ kind: 'setup.remove' }],
      }),
    );
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

  async #admin(caller: Caller): Promise<Caller> {
    return await requireAdminNow(this.#parts.members, caller);
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

function withFirstBegun() {
  return noStepDone.map((each, at) => (at === 0 ? { step: each.step, state: 'running' as const } : each));
}
