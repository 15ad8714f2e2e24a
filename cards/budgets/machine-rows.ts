import { runs } from '../../services/budgets/budget-figures.ts';
import { runway } from '../../services/costs/runway.ts';
import { compare, isPositive, type Money, plus } from '../../services/money/money.ts';
import type { MachineSpending } from '../../services/money/spending.ts';
import { moneyText } from '../money.ts';
import { budgetTexts } from '../texts/budgets.ts';
import { texts } from '../texts.ts';
import { brief } from '../wording.ts';
import type { Figures } from './figures.ts';
import { withoutText } from './lasting.ts';

const { machines: words, lasts, anHour } = budgetTexts;
const mostRows = 5;

/** What each machine has cost, costs now, and how long the money would last without it; the dearest first. */
export function machineRows(
  workspace: { readonly id: string },
  { spending, limit, left }: Pick<Figures, 'spending'> & Partial<Pick<Figures, 'left'>> & { limit: Money | undefined },
  now: Date,
  locale: string,
) {
  const none = { rows: [], rowsTitle: words.title, more: '' };
  if (!spending) return none;
  const money = (sum: Money) => moneyText(sum, locale);
  const total = ({ billed, estimated }: MachineSpending) => plus(billed, estimated);
  const machines = spending.machines
    .filter((machine) => isPositive(total(machine)) || runs(machine))
    .toSorted((a, b) => compare(total(b), total(a)));
  const shown = machines.slice(0, mostRows);
  const others = machines.slice(mostRows);
  const until = limit && left && isPositive(left) ? runway(spending, limit, now) : undefined;
  const effect = ({ name }: MachineSpending) => {
    if (!limit || !until) return '';
    const without = runway(spending, limit, now, { without: name });
    return without === until ? '' : withoutText(lasts.itself, without, spending.period, now, locale);
  };
  return {
    rowsTitle: words.title,
    rows: shown.map((machine) => ({
      name: brief(machine.name),
      weight: runs(machine) ? 'Bolder' : 'Default',
      details: runs(machine)
        ? [anHour(money(machine.perHour)), effect(machine)].filter(Boolean).join(', ')
        : words.stopped,
      sum: money(total(machine)),
      showTitle: texts.machine.actions.show(brief(machine.name)),
      show: { id: `${workspace.id}/${machine.name}` },
      buttons: [],
    })),
    more: [
      ...(others.length > 0
        ? [words.more(others.length, money(others.map(total).reduce((sum, each) => plus(sum, each))))]
        : []),
      ...(isPositive(spending.rest) ? [words.rest(money(spending.rest))] : []),
    ].join('. '),
  };
}
