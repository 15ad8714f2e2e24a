import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { escalationCard, type StopView, stopCard, stopTitle } from '../../cards/budgets/stop.ts';
import { forecastCard, type WarningView, warningCard } from '../../cards/budgets/warning.ts';
import type { Card } from '../../cards/card.ts';
import { escalationMail, forecastMail, stopMail, warningMail } from '../../cards/mail/budget.ts';
import { budgetTexts } from '../../cards/texts/budgets.ts';
import { type Budget, type BudgetNewsData, budget } from '../../services/budgets/budget.ts';
import type { Effect } from '../../services/change/aggregate.ts';
import type { SpendingReports } from '../../services/costs/spendings.ts';
import type { EffectOutcome } from '../../services/effects/effect-handler.ts';
import type { Effects } from '../../services/effects/effects.ts';
import type { MailContent } from '../../services/people/mail.ts';
import type { Person } from '../../services/people/people.ts';
import type { PersonDirectory } from '../../services/people/person-directory.ts';
import { localeOf } from '../../services/people/person-record.ts';
import type { Members } from '../../services/roles/members.ts';
import type { Clock } from '../../services/time/clock.ts';
import { tookLong } from '../../services/time/took-long.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import type { Courier } from './courier.ts';

export interface BudgetNewsParts {
  readonly courier: Courier;
  readonly members: Pick<Members, 'owners'>;
  readonly people: Pick<PersonDirectory, 'get'>;
  readonly spendings: Pick<SpendingReports, 'get'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What one person is told, on one occasion. */
interface Occasion extends StopView {
  readonly data: BudgetNewsData;
  readonly person: Person;
  /** Of the message, or of the live card. */
  readonly key: string;
}

/** Many, since the deadline is what ends it. */
const maxAttempts = 10_000;
/** A crowd is told within that time, for which one look at the directory is enough. */
const ownersForMs = 60_000;

/** Tells the people of a workspace how its money stands: warnings, the live card of a stop, and what could not be stopped. */
export class BudgetNews {
  readonly #parts: BudgetNewsParts;
  readonly #owners = new LRUCache<string, Promise<readonly string[]>>({ max: 500, ttl: ownersForMs });

  constructor(parts: BudgetNewsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    const handlers = {
      'budget.tell': (occasion: Occasion) => this.#warn(occasion, warningCard, warningMail),
      'budget.forecast': (occasion: Occasion) => this.#warn(occasion, forecastCard, forecastMail),
      'budget.stopcard': (occasion: Occasion) => this.#stop(occasion),
      'budget.escalate': (occasion: Occasion) => this.#escalate(occasion),
    };
    for (const [kind, tell] of Object.entries(handlers))
      effects.register<Budget>(budget, kind, {
        maxAttempts,
        handle: async (effect, current) => await this.#told(effect, current, tell),
      });
  }

  async #told(
    effect: Effect,
    current: Budget,
    tell: (occasion: Occasion) => Promise<void>,
  ): Promise<EffectOutcome<Budget>> {
    const { people, spendings, workspaces, clock } = this.#parts;
    const data = effect.data as unknown as BudgetNewsData;
    const workspace = await workspaces.byId(current.workspace);
    // A newer stop has cards of its own.
    if (!workspace || (data.stop !== undefined && data.stop !== current.stop?.number)) return { done: true };
    const [spending, record, askers] = await Promise.all([
      spendings.get(workspace),
      people.get(data.to),
      data.as === 'member' ? this.#askers(workspace) : undefined,
    ]);
    await tell({
      ...{ workspace, budget: current, spending, askers, data },
      person: { aadObjectId: data.to, name: data.name },
      locale: localeOf(record),
      now: clock.now(),
      key: `${data.key}/${data.to}`,
    });
    return { done: true };
  }

  /** Those whom a member can ask for a top-up; without names where the directory does not answer. */
  async #askers(workspace: Workspace): Promise<readonly string[]> {
    const known = this.#owners.get(workspace.id);
    if (known) return await known;
    const owners = this.#parts.members
      .owners(workspace)
      .then((people) => people.map(({ name }) => name))
      .catch(() => {
        this.#owners.delete(workspace.id);
        return [];
      });
    this.#owners.set(workspace.id, owners);
    return await owners;
  }

  async #warn(
    occasion: Occasion,
    card: (view: WarningView) => Card,
    mail: (view: WarningView, key: string) => MailContent,
  ): Promise<void> {
    const { threshold = 100, reached } = occasion.data;
    const view = { ...occasion, threshold, reached };
    await this.#show(occasion, card(view), mail(view, occasion.key));
  }

  async #stop(occasion: Occasion): Promise<void> {
    const { budget: current, person, key, workspace } = occasion;
    await this.#show(occasion, stopCard(occasion), stopMail(occasion, key));
    const { startedAt, endedAt } = current.stop ?? {};
    if (current.state !== 'depleted' || !tookLong(startedAt, endedAt)) return;
    const hasFailed = current.stop?.machines.some(({ state }) => state === 'failed');
    const line = hasFailed ? `${stopTitle(occasion)}.` : budgetTexts.stop.line(workspace.name);
    await this.#parts.courier.tell(`${key}/line`, person, line);
  }

  async #escalate(occasion: Occasion): Promise<void> {
    const { budget: current, key } = occasion;
    const failed = current.stop?.machines.filter(({ state }) => state === 'failed') ?? [];
    await this.#show(occasion, escalationCard(occasion), escalationMail(occasion, failed.length, key));
  }

  /** In Teams; owners also by mail, others by mail where Teams does not reach them. */
  async #show({ data, person, key }: Occasion, card: Card, mail: MailContent): Promise<void> {
    const { courier, log } = this.#parts;
    const delivery = await courier.show(key, person, card, mail);
    const isMailed = data.as === 'owner' && delivery !== 'mail' && (await courier.mail(person, mail));
    if (delivery === 'nowhere' && !isMailed)
      log.warn({ key: data.key, person: person.aadObjectId }, 'Somebody could not be told how the money stands.');
  }
}
