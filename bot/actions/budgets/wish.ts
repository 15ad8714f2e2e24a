import { budgetForm, noPayer } from '../../../cards/budgets/form.ts';
import { defaultThresholds } from '../../../services/budgets/budget.ts';
import type { BudgetWish } from '../../../services/budgets/budget-wish.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { type PeriodKind, periodKinds } from '../../../services/money/budget-period.ts';
import { plus } from '../../../services/money/money.ts';
import type { Person } from '../../../services/people/people.ts';
import type { Context, Reply, Values } from '../action.ts';
import { percentagesIn } from './percentages.ts';

/** All of it may be said or filled in; what is missing stays as it is. */
export const wishInputs = {
  amount: { kind: 'amount', ask: 'How much may it spend?', label: 'Amount', optional: true },
  currency: { kind: 'currency', ask: 'In which currency?', label: 'Currency', optional: true },
  per: {
    kind: 'choice',
    ask: 'For how long?',
    label: 'Period',
    optional: true,
    choices: {
      month: ['month', 'a month', 'per month', 'each month', 'every month', 'monthly'],
      quarter: ['quarter', 'a quarter', 'per quarter', 'each quarter', 'every quarter', 'quarterly'],
      year: ['year', 'a year', 'per year', 'each year', 'every year', 'yearly', 'annual', 'annually'],
      once: ['once', 'in all', 'in total', 'for the whole project', 'for the project', 'one off'],
    },
  },
  costCentre: {
    kind: 'text',
    ask: 'Which cost centre pays?',
    label: 'Cost centre',
    optional: true,
    after: ['cost centre', 'cost center', 'costcentre', 'costcenter'],
  },
  payer: { kind: 'text', ask: 'Who decides on top-ups?', label: 'Top-ups', optional: true },
  thresholds: { kind: 'text', ask: 'At how many percent shall people be warned?', label: 'Warnings', optional: true },
  graceHours: { kind: 'text', ask: 'After how many hours shall machines stop?', label: 'Grace', optional: true },
} as const;

export type WishValues = Values<typeof wishInputs>;

const mostText = 200;

/** What the id of a confirming button says: `oncology/1000_EUR_month`, exactly what was asked about. */
export function targetOf(id: string): Readonly<Record<string, string>> {
  const [workspace = '', terms = ''] = id.split('/');
  const [, amount, currency, per] = /^(\d+(?:\.\d+)?)_([A-Z]{3})_([a-z]+)$/.exec(terms) ?? [];
  return { workspace, ...(amount && currency && per && { amount, currency, per }) };
}

/** True where the form's fields came along: its choice of a period always has a value. */
export function isFilledForm({ per }: WishValues, { origin }: Context): boolean {
  return origin.via === 'card' && !origin.confirmed && per !== undefined;
}

/** @throws {WorkspaceError} invalid, with what to write instead */
export async function wishFrom(values: WishValues, { services }: Context): Promise<BudgetWish> {
  const { amount, currency, per, costCentre, payer, thresholds, graceHours } = values;
  const isPerson = payer !== undefined && payer !== noPayer;
  const person = isPerson ? await services.members.person(payer) : undefined;
  if (isPerson && !person) throw new WorkspaceError('invalid', 'I do not know who shall decide. Choose somebody else.');
  return {
    ...(amount !== undefined && { amount }),
    ...(currency !== undefined && { currency }),
    ...(isPeriod(per) && { per }),
    ...(costCentre !== undefined && { costCentre }),
    ...(payer !== undefined && { payer: person ?? null }),
    ...(thresholds !== undefined && { thresholds: numbersIn(thresholds) }),
    ...(graceHours !== undefined && { graceHours: Number(graceHours) }),
  };
}

/** What the confirming button does not say itself. */
export function keptOf({ costCentre, payer, thresholds, graceHours }: WishValues): Readonly<Record<string, string>> {
  const rest = { costCentre, payer, thresholds, graceHours };
  return Object.fromEntries(
    Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : [[name, value.slice(0, mostText)]])),
  );
}

/** The form, filled in with what was said and else with what is; `note` says what is wrong. */
export async function formReply(values: WishValues, context: Context, note = ''): Promise<Reply> {
  const { caller, services, workspace } = context;
  const [current, spending, people] = await Promise.all([
    services.budgets.get(caller, workspace),
    services.spendings.get(workspace),
    services.members.list(caller, workspace),
  ]);
  const { amount, currency, per, costCentre, payer, thresholds, graceHours } = values;
  const period = isPeriod(per) ? per : undefined;
  return {
    card: budgetForm({
      ...{ workspace, note, locale: caller.locale },
      spent: spending && plus(spending.billed, spending.estimated),
      amount: amount ?? current?.limit.amount ?? '',
      currency: currency ?? current?.limit.currency ?? spending?.billed.currency ?? 'EUR',
      per: period ?? current?.per ?? 'month',
      costCentre: costCentre ?? current?.costCentre ?? '',
      payer: payer ?? current?.payer?.aadObjectId ?? '',
      payers: distinct([...(current?.payer ? [current.payer] : []), ...people]),
      thresholds: thresholds ?? (current?.thresholds ?? defaultThresholds).join(', '),
      graceHours: graceHours ?? String(current?.graceHours ?? 0),
    }),
  };
}

function isPeriod(said: string | undefined): said is PeriodKind {
  return (periodKinds as readonly (string | undefined)[]).includes(said);
}

/** @throws {WorkspaceError} invalid */
function numbersIn(text: string): number[] {
  const all = percentagesIn(text);
  if (all.every(Number.isInteger)) return all;
  throw new WorkspaceError('invalid', 'Write the thresholds as whole percentages, for example 50, 75, 90.');
}

function distinct(people: readonly Person[]): Person[] {
  return [...new Map(people.map((person) => [person.aadObjectId, person])).values()];
}
