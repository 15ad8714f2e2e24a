import type { Budget } from '../../services/budgets/budget.ts';
import type { MachineStop } from '../../services/machines/machine-stops.ts';
import { isPositive, type Money } from '../../services/money/money.ts';
import type { Spending } from '../../services/money/spending.ts';
import { type Badge, stateBadge } from '../badge.ts';
import { type Button, button } from '../button.ts';
import type { Card } from '../card.ts';
import { moneyText } from '../money.ts';
import { budgetTexts as words } from '../texts/budgets.ts';
import { texts } from '../texts.ts';
import { brief } from '../wording.ts';
import { type Askers, askWhom, topUpButton } from './askers.ts';
import { figuresOf } from './figures.ts';
import { budgetNewsCard, type NewsRow } from './news.ts';

const { actions, stop: said, escalation } = words;
const mostRows = 10;

export interface StopView {
  readonly workspace: { readonly id: string; readonly name: string };
  readonly budget: Budget;
  readonly spending: Spending | undefined;
  readonly askers?: Askers;
  /** Of the reader, BCP 47. */
  readonly locale: string;
  readonly now: Date;
}

/** How the stopping of everything goes, machine by machine; ends in asking for a top-up. */
export function stopCard(view: StopView): Card {
  const { workspace, budget } = view;
  const machines = budget.stop?.machines ?? [];
  const isOver = budget.state !== 'stopping';
  const isBack = budget.state === 'open';
  const title = stopTitle(view);
  const text = stopText(view);
  return budgetNewsCard({
    title,
    subtitle: machines.length === 0 && budget.state === 'depleted' ? said.nothingRan : '',
    text,
    ...rowsOf(workspace.id, machines),
    note: isOver ? '' : said.updates,
    buttons: isBack ? backButtons(workspace.id) : goneButtons(workspace.id, view.askers),
  });
}

export function stopTitle({ workspace, budget: { state, stop } }: StopView): string {
  const name = brief(workspace.name);
  if (state === 'open') return said.back(name);
  if (stop?.machines.some((machine) => machine.state === 'failed')) return said.partly(name);
  return state === 'depleted' ? said.stopped(name) : said.stopping(name);
}

/** In finished sentences: why, and what follows. */
export function stopText({ budget, spending, askers, now, locale }: StopView): string {
  if (budget.state === 'open') return said.backText;
  const { limit, spent } = figuresOf(budget, spending, now);
  const money = (sum: Money) => moneyText(sum, locale);
  const why = isPositive(spent) ? said.why(money(spent), money(limit)) : said.whyShort;
  const hasFailed = budget.stop?.machines.some(({ state }) => state === 'failed');
  return [why, hasFailed ? said.failed : '', said.safe, askWhom(askers)].filter(Boolean).join(' ');
}

/** What could not be stopped and why, for admins: it still costs. */
export function escalationCard(view: StopView): Card {
  const { workspace, budget, spending, locale } = view;
  const machines = budget.stop?.machines ?? [];
  const failed = machines.filter(({ state }) => state === 'failed');
  const name = brief(workspace.name);
  const isOver = failed.length === 0;
  const title = isOver ? said.stopped(name) : escalation.title(failed.length, name);
  const rates = failed.flatMap(({ machine }) => {
    const found = spending?.machines.find((each) => each.name.toLowerCase() === machine.toLowerCase());
    return found ? [`${brief(machine)}: ${words.anHour(moneyText(found.perHour, locale))}`] : [];
  });
  const text = isOver ? escalation.over : escalation.text;
  return budgetNewsCard({
    title,
    subtitle: rates.slice(0, 3).join(' · '),
    text,
    ...rowsOf(workspace.id, isOver ? machines : failed, !isOver),
    note: isOver ? '' : said.updates,
    buttons: [
      button(actions.machines, 'machine.list', { id: workspace.id }),
      button(actions.show, 'budget.show', { id: workspace.id }, { mode: 'secondary' }),
    ],
  });
}

/** Those that failed first, since they need somebody. */
function rowsOf(
  workspace: string,
  machines: readonly MachineStop[],
  isRetried = false,
): { readonly rows: NewsRow[]; readonly more: string } {
  const sorted = machines.toSorted((a, b) => rank(a) - rank(b));
  const left = sorted.length - mostRows;
  return {
    rows: sorted.slice(0, mostRows).map(({ machine, state, problem = '' }) => {
      const data = { id: `${workspace}/${machine}` };
      return {
        name: brief(machine),
        weight: 'Default',
        details: problem,
        sum: '',
        badge: badgeOf(state),
        showTitle: texts.machine.actions.show(brief(machine)),
        show: data,
        buttons: isRetried ? [button(actions.tryAgain, 'machine.stop', data)] : [],
      };
    }),
    more: left > 0 ? said.more(left) : '',
  };
}

function rank({ state }: MachineStop): number {
  return ['failed', 'stopping', 'waiting', 'stopped'].indexOf(state);
}

function badgeOf(state: MachineStop['state']): Badge {
  return stateBadge(said.states[state]);
}

function goneButtons(id: string, askers: Askers): Button[] {
  return [topUpButton(id, askers), button(actions.show, 'budget.show', { id })];
}

function backButtons(id: string): Button[] {
  return [
    button(actions.machines, 'machine.list', { id }, { style: 'positive' }),
    button(actions.show, 'budget.show', { id }),
  ];
}
