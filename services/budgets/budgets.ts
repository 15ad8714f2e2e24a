import { randomUUID } from 'node:crypto';
import { type HistoryEntry, system } from '../change/aggregate.ts';
import type { Changed, Changes, Command } from '../change/change.ts';
import { type EffectOutcome, tireless } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import type { Money } from '../money/money.ts';
import { type Spending, spendingAddress } from '../money/spending.ts';
import { actorOf, type Caller, personOf } from '../people/people.ts';
import { requirePermission } from '../policy.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type Budget, budget, budgetAddress, type TopUp } from './budget.ts';
import { decisionOf, judgementOf, noBudget, termsOf } from './budget-decision.ts';
import { type ExemptionWish, exempted } from './budget-exemption.ts';
import { tellsOfPeriod } from './budget-figures.ts';
import { refusalOf } from './budget-refusal.ts';
import { type Facts, judge } from './budget-rules.ts';
import { toppedUp } from './budget-top-up.ts';
import { type BudgetWish, wished } from './budget-wish.ts';

export interface BudgetsParts {
  readonly store: Store;
  readonly changes: Changes;
  readonly clock: Clock;
}

/** Somebody's word about a budget. */
export interface BudgetCommand {
  /** The same command again has the same key and changes nothing more. */
  readonly key: string;
  readonly via: HistoryEntry['via'];
}

type OfWorkspace = Pick<Workspace, 'id' | 'name'>;

/** The limits of what may be spent, and what follows when they are reached. */
export class Budgets {
  readonly #parts: BudgetsParts;

  constructor(parts: BudgetsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<Budget>(budget, 'budget.judge', {
      maxAttempts: tireless,
      handle: async (_effect, { workspace }) => await this.#look(workspace),
    });
  }

  /** Undefined where none was set. @throws {WorkspaceError} not-found, forbidden, unavailable */
  async get(caller: Caller, workspace: Workspace): Promise<Budget | undefined> {
    requirePermission(caller, workspace, 'budget.read');
    return await this.of(workspace.id);
  }

  /** For the rules, at the cost of one read. @throws {WorkspaceError} unavailable */
  async of(workspaceId: string): Promise<Budget | undefined> {
    return await this.#parts.changes.get(budget, budgetAddress(workspaceId));
  }

  /**
   * Sets what is wished and leaves the rest; what was spent is judged by it at once.
   * @throws {WorkspaceError} forbidden, not-found, invalid with what to write instead
   */
  async set(caller: Caller, workspace: Workspace, wish: BudgetWish, command: BudgetCommand): Promise<Budget> {
    requirePermission(caller, workspace, 'budget.manage');
    const spending = await this.#spending(workspace.id);
    const { document } = await this.#change(workspace.id, {
      ...{ key: command.key, via: command.via, by: actorOf(caller, workspace), what: 'budget.set' },
      decide: (current) => {
        const now = this.#now();
        const { standing, isRaised } = wished(current, wish, { workspace, now, spending });
        return decisionOf(standing, judge(standing, { now, spending, isRaised }), termsOf(standing));
      },
    });
    return document!;
  }

  /**
   * Lets a workspace go on without money for a time, or no longer (undefined).
   * @throws {WorkspaceError} forbidden, not-found, invalid, conflict without a budget
   */
  async exempt(
    caller: Caller,
    workspace: Workspace,
    wish: ExemptionWish | undefined,
    command: BudgetCommand,
  ): Promise<Budget> {
    requirePermission(caller, workspace, 'budget.manage');
    const spending = await this.#spending(workspace.id);
    const { document } = await this.#change(workspace.id, {
      ...{ key: command.key, via: command.via, by: actorOf(caller, workspace), why: wish?.reason.trim() },
      what: wish ? 'budget.exempt' : 'budget.insist',
      decide: (current) => {
        if (!current) throw noBudget(workspace.name);
        if (!wish && !current.exemption) return undefined;
        const now = this.#now();
        const standing = { ...current, exemption: wish && exempted(wish, caller, now) };
        return decisionOf(standing, judge(standing, { now, spending }), wish && { until: wish.until.toISOString() });
      },
    });
    return document!;
  }

  /**
   * More money for the current period, once for each request; what was stopped may start again at once.
   * @throws {WorkspaceError} conflict, where there is no budget or it is in another currency; unavailable
   */
  async topUp(workspaceId: string, topUp: Omit<TopUp, 'at'>, key: string): Promise<Budget> {
    const { amount, request, by } = topUp;
    const spending = await this.#spending(workspaceId);
    const { document } = await this.#change(workspaceId, {
      ...{ key, via: 'system', by: { ...personOf(by), roles: [] }, what: 'budget.topup' },
      decide: (current) => {
        const now = this.#now();
        const standing = toppedUp(current, topUp, now);
        if (!standing) return undefined;
        const detail = { request, amount: amount.amount, currency: amount.currency };
        return decisionOf(standing, judge(standing, { now, spending, isRaised: true }), detail);
      },
    });
    return document!;
  }

  /**
   * Judges what was spent: warns, stops, lets start again. Nothing is written where nothing is new.
   * @param known the budget, where the caller has just read it: then nothing is read for one that has nothing new
   */
  async assess(workspace: Pick<Workspace, 'id'>, spending: Spending, known?: Budget): Promise<Budget | undefined> {
    if (known && !judge(known, { now: this.#now(), spending })) return known;
    // Whoever was slow judges by what somebody else has reckoned meanwhile.
    const stored = await this.#spending(workspace.id);
    const newest = stored && stored.at > spending.at ? stored : spending;
    return await this.#judged(workspace.id, 'budget.assess', (now) => ({ now, spending: newest }));
  }

  /**
   * What Azure's own budget alert says was spent in this period. Judged at once, so that it is enough alone; again it changes
   * nothing, and one of a period that is over is none. False for a workspace without a budget in that currency.
   */
  async alerted(workspaceId: string, spent: Money, firedAt?: Date): Promise<boolean> {
    const spending = await this.#spending(workspaceId);
    const judged = await this.#judged(workspaceId, 'budget.alert', (now, current) => {
      const isOfNow = tellsOfPeriod(firedAt ?? now, current, now);
      return { now, spending, ...(isOfNow && { alert: spent }) };
    });
    return judged?.limit.currency === spent.currency;
  }

  /**
   * Lets whoever has money pass, at the cost of one read.
   * @throws {WorkspaceError} over-budget, with what is gone, since when, and what to do; unavailable
   */
  async requireMoney(workspace: OfWorkspace): Promise<void> {
    const refusal = refusalOf(await this.of(workspace.id), workspace.name, this.#now());
    if (refusal) throw refusal;
  }

  /** Nothing is judged any more, since the workspace is archived. Once for the key; without a budget it does nothing. @throws {WorkspaceError} unavailable */
  async rest(workspaceId: string, key: string): Promise<void> {
    await this.#change(workspaceId, {
      ...{ key, via: 'system', by: system, what: 'budget.rest' },
      decide: (current) =>
        current && !current.off ? { next: { off: true }, cancel: ({ kind }) => kind === 'budget.judge' } : undefined,
    });
  }

  /** Judged again, from the next figures on. @throws as {@link rest} */
  async wake(workspaceId: string, key: string): Promise<void> {
    await this.#change(workspaceId, {
      ...{ key, via: 'system', by: system, what: 'budget.wake' },
      decide: (current) => (current?.off ? { next: { off: undefined } } : undefined),
    });
  }

  /** At the end of an exemption or of the time of grace, when no figures may be new. */
  async #look(workspaceId: string): Promise<EffectOutcome<Budget>> {
    const spending = await this.#spending(workspaceId);
    return {
      done: true,
      change: (current) => {
        const judgement = judge(current, { now: this.#now(), spending });
        return judgement && { what: 'budget.assess', ...judgementOf(judgement) };
      },
    };
  }

  async #judged(
    workspaceId: string,
    what: string,
    facts: (now: Date, budget: Budget) => Facts,
  ): Promise<Budget | undefined> {
    const { document } = await this.#change(workspaceId, {
      // What was judged before is in the document: a key of its own for each look.
      ...{ key: `${what}/${randomUUID()}`, via: 'system', by: system, what },
      decide: (current) => {
        const judgement = current && judge(current, facts(this.#now(), current));
        return judgement && judgementOf(judgement);
      },
    });
    return document;
  }

  async #change(workspaceId: string, command: Command<Budget>): Promise<Changed<Budget>> {
    return await this.#parts.changes.change(budget, budgetAddress(workspaceId), command);
  }

  async #spending(workspaceId: string): Promise<Spending | undefined> {
    const { partition, id } = spendingAddress(workspaceId);
    return (await this.#parts.store.get<Spending>(partition, id))?.document;
  }

  #now(): Date {
    return this.#parts.clock.now();
  }
}
