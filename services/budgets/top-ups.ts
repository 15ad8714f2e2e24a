import type { Changes } from '../change/change.ts';
import type { EffectOutcome, Then } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { WorkspaceError } from '../errors.ts';
import { compare, isPositive, type Money, money } from '../money/money.ts';
import { actorOf, type Caller, type Person, personOf } from '../people/people.ts';
import { requirePermission } from '../policy.ts';
import { type Approver, type DataRequest, dataRequest, requestAddress, requestName } from '../requests/request.ts';
import { type RequestCommand, withStanding } from '../requests/request-changes.ts';
import { failed } from '../requests/request-failure.ts';
import type { RequestNumbers } from '../requests/request-numbers.ts';
import { hasChannel, isShow, line, shows } from '../requests/request-rules.ts';
import { requireText } from '../requests/request-wish.ts';
import { requestWorkspace } from '../requests/request-workspace.ts';
import type { Members } from '../roles/members.ts';
import type { Clock } from '../time/clock.ts';
import { afterWorkingDays } from '../time/working-time.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { Budget, TopUp } from './budget.ts';

export interface TopUpsParts {
  readonly changes: Changes;
  readonly numbers: RequestNumbers;
  readonly budgets: {
    of(workspaceId: string): Promise<Budget | undefined>;
    /** Once for the key. @throws {WorkspaceError} conflict, where it cannot be added */
    topUp(workspaceId: string, topUp: Omit<TopUp, 'at'>, key: string): Promise<unknown>;
  };
  readonly members: Pick<Members, 'admins'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
  /** By whose days reminders are reckoned: an IANA time zone. */
  readonly timeZone: string;
}

/** How much more, in plain decimal text, and why. */
export interface TopUpWish {
  readonly amount: string;
  readonly reason: string;
}

const mostAmount = '1000000000000';
const mostPlaces = 2;
const mostApprovers = 30;
const defaultNudgeDays = 1;
/** Many, since the deadline is what ends it. */
const maxAttempts = 200;

/** More money for a workspace: asked for as a request, decided by whoever pays or by an admin, and there at once. */
export class TopUps {
  readonly #parts: TopUpsParts;

  constructor(parts: TopUpsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<DataRequest>(dataRequest, 'request.seek', {
      maxAttempts,
      handle: async (_effect, request) => await this.#seek(request),
      onDead: (_effect, request) =>
        failed(request, 'Nobody could be found who decides about it. Tell an admin, then ask again.', this.#now()),
    });
    effects.register<DataRequest>(dataRequest, 'request.credit', {
      maxAttempts,
      handle: async (_effect, request) => await this.#credit(request),
      onDead: (_effect, request) =>
        failed(request, 'The budget could not be raised for a day. Ask again, or tell an admin.', this.#now()),
    });
  }

  /** The budget that the caller may ask more for. @throws {WorkspaceError} forbidden, not-found; conflict, where none is set */
  async budgetFor(caller: Caller, workspace: Workspace): Promise<Budget> {
    requirePermission(caller, workspace, 'budget.ask');
    const budget = await this.#parts.budgets.of(workspace.id);
    if (budget) return budget;
    const message = `${workspace.name} has no budget, so there is nothing to top up. Ask an admin to set one.`;
    throw new WorkspaceError('conflict', message);
  }

  /** @throws {WorkspaceError} forbidden, not-found, conflict without a budget, invalid */
  async ask(caller: Caller, workspace: Workspace, wish: TopUpWish, command: RequestCommand): Promise<DataRequest> {
    const { changes, numbers } = this.#parts;
    const budget = await this.budgetFor(caller, workspace);
    const topUp = sumOf(wish.amount, budget.limit.currency);
    const purpose = requireText(wish.reason, 'Say what the money is for, so that whoever pays can decide.');
    const number = await numbers.next(workspace.id, command.key);
    const { document } = await changes.change(dataRequest, requestAddress(workspace.id, number), {
      key: command.key,
      by: actorOf(caller, workspace),
      via: command.via,
      what: 'request.topup',
      decide: (current) => {
        if (current) return undefined;
        const now = this.#now().toISOString();
        return {
          next: {
            ...{ type: 'topup' as const, state: 'submitted' as const, use: 'machines' as const },
            ...{ workspace: workspace.id, number, author: personOf(caller), topUp, purpose },
            ...{ openedAt: now, submittedAt: now, round: 1, files: [], approvers: [], comments: [] },
            standing: withStanding(undefined, command),
          },
          effects: [{ kind: 'request.seek' }],
          detail: { amount: topUp.amount, currency: topUp.currency },
        };
      },
    });
    return document!;
  }

  /** Asks whoever pays, and the admins; never the author. */
  async #seek(request: DataRequest): Promise<EffectOutcome<DataRequest>> {
    const { members, budgets } = this.#parts;
    const workspace = await requestWorkspace(this.#parts.workspaces, request);
    const payer = (await budgets.of(workspace.id))?.payer;
    const payers = payer ? [{ ...personOf(payer), as: 'payer' as const }] : [];
    const admins = (await members.admins()).map((admin) => ({ ...personOf(admin), as: 'admin' as const }));
    const approvers = distinct([...payers, ...admins], request.author).slice(0, mostApprovers);
    if (approvers.length === 0) throw new WorkspaceError('not-found', 'Nobody may decide about it.');
    return {
      done: true,
      change: (current) =>
        current.state === 'submitted' && current.round === request.round
          ? this.#asked(current, workspace, approvers)
          : undefined,
    };
  }

  #asked(request: DataRequest, workspace: Workspace, approvers: readonly Approver[]): Then<DataRequest> {
    const { nudgeAfterWorkingDays = defaultNudgeDays } = workspace.requests ?? {};
    const remindAt = afterWorkingDays(this.#now(), nudgeAfterWorkingDays, this.#parts.timeZone);
    return {
      what: 'request.asked',
      next: { state: 'in_review', approvers },
      effects: [...shows({ ...request, approvers }, hasChannel(workspace)), { kind: 'request.nudge', dueAt: remindAt }],
      cancel: isShow,
      detail: { approvers: approvers.length },
    };
  }

  /** The budget rises once, however often this is carried out; only then is the request approved. */
  async #credit(request: DataRequest): Promise<EffectOutcome<DataRequest>> {
    if (request.state !== 'approving') return { done: true };
    const { budgets } = this.#parts;
    const { decision, topUp, workspace } = request;
    const name = requestName(request);
    const payer = (await budgets.of(workspace))?.payer;
    // Who pays may have changed since they were asked; admins were asked of the directory at the press.
    if (decision!.as === 'payer' && payer?.aadObjectId !== decision!.by.aadObjectId)
      return {
        done: true,
        change: (current) =>
          failed(current, `${decision!.by.name} does not pay for this workspace any more. Ask again.`, this.#now()),
      };
    try {
      await budgets.topUp(workspace, { amount: topUp!, request: name, by: decision!.by }, `credit/${name}`);
    } catch (error) {
      if (!(error instanceof WorkspaceError) || (error.code !== 'conflict' && error.code !== 'not-found')) throw error;
      return { done: true, change: (current) => failed(current, error.message, this.#now()) };
    }
    const place = await requestWorkspace(this.#parts.workspaces, request);
    return { done: true, change: (current) => credited(current, place) };
  }

  #now(): Date {
    return this.#parts.clock.now();
  }
}

function credited(request: DataRequest, workspace: Workspace): Then<DataRequest> | undefined {
  if (request.state !== 'approving') return undefined;
  return {
    what: 'request.credited',
    next: { state: 'approved' },
    effects: [...shows(request, hasChannel(workspace)), line('approved', request.author.aadObjectId)],
    cancel: isShow,
    detail: { amount: request.topUp!.amount, currency: request.topUp!.currency },
  };
}

/** @throws {WorkspaceError} invalid */
function sumOf(amount: string, currency: string): Money {
  const [, whole, places = ''] = /^(\d{1,13})(?:\.(\d+))?$/.exec(amount.trim()) ?? [];
  const sum = whole ? money(amount.trim(), currency) : undefined;
  if (!sum || !isPositive(sum)) throw new WorkspaceError('invalid', 'Write how much more you need, for example 500.');
  if (places.length > mostPlaces || compare(sum, money(mostAmount, currency)) > 0)
    throw new WorkspaceError('invalid', `Write an amount in ${currency} with at most two decimals, up to a trillion.`);
  return sum;
}

/** Each once, without the author. */
function distinct(people: readonly Approver[], { aadObjectId: author }: Person): Approver[] {
  const seen = new Set([author]);
  return people.filter(({ aadObjectId }) => !seen.has(aadObjectId) && seen.add(aadObjectId));
}
