import type { Choice } from '../../../cards/members/people.ts';
import { setupTexts } from '../../../cards/texts/workspace-setup.ts';
import type { SetupFields } from '../../../cards/workspaces/setup-form.ts';
import { noMachine } from '../../../cards/workspaces/setup-form-fields.ts';
import { idOf } from '../../../services/setups/setup-names.ts';
import type { SetupOffer } from '../../../services/setups/setup-offer.ts';
import type { SetupProblem, SetupWish, WishedMachine } from '../../../services/setups/setup-wish.ts';
import type { Context } from '../action.ts';
import { percentagesIn } from '../budgets/percentages.ts';
import { type Found, findPeople } from '../members/found.ts';

const { form: words } = setupTexts;

/** A filled form as the rules take it, with what only the form can know to be wrong. */
export interface ReadForm {
  readonly wish: SetupWish;
  readonly fields: SetupFields;
  readonly problems: readonly SetupProblem[];
  /** Those who were found by what was written, and may be meant. */
  readonly found: readonly Choice[];
  /** In which row of the form each of the wish's machines stands. */
  readonly rows: readonly number[];
}

/** Reads the fields: who is meant by names, sums as people write them, machines that are wanted. @throws {WorkspaceError} the directory's */
export async function readForm(filled: SetupFields, offer: SetupOffer, context: Context): Promise<ReadForm> {
  const people = await peopleIn(filled, context);
  const { amount, problem } = budgetIn(filled.budget, offer.currency);
  const fields = { ...filled, ...people.fields };
  return {
    fields,
    found: people.found,
    rows: fields.machines.flatMap((machine, row) => (isWanted(machine) ? [row] : [])),
    problems: [
      ...people.problems,
      ...(problem ? [problem] : []),
      ...(filled.endsOn === '' ? [{ field: 'endsOn' as const, words: words.chooseDay }] : []),
    ],
    wish: {
      ...{ name: fields.name, purpose: fields.purpose, costCentre: fields.costCentre },
      ...{ owner: fields.owner, members: fields.members, budget: amount, thresholds: percentagesIn(fields.thresholds) },
      ...{ machines: machinesIn(fields), endsOn: fields.endsOn, preset: fields.preset },
    },
  };
}

/** Whoever is clear is chosen, and of what was written stays what is not. What is written counts before what was chosen. */
async function peopleIn(filled: SetupFields, context: Context) {
  const { caller, services } = context;
  const search = async (name: string) => await services.setups.search(caller, name);
  const [owner, members] = await Promise.all([
    findPeople(filled.ownerName, context, search),
    findPeople(filled.others, context, search),
  ]);
  const [only, another] = owner.clear;
  const isOne = only !== undefined && another === undefined && owner.several.length === 0;
  const ids = members.clear.map(({ aadObjectId }) => aadObjectId);
  return {
    fields: {
      owner: isOne ? only.aadObjectId : filled.owner,
      ownerName: owner.unknown.join(', '),
      members: [...new Set([...filled.members, ...ids])],
      others: members.unknown.join(', '),
    },
    found: [owner, members].flatMap(({ clear, several }) => [...clear, ...several]),
    problems: [...unclear('owner', owner, isOne), ...unclear('members', members, true)],
  };
}

function unclear(field: 'owner' | 'members', { clear, several, unknown }: Found, takesClear: boolean): SetupProblem[] {
  const meant = [...(takesClear ? [] : clear), ...several].map(({ name }) => name);
  return [
    ...(meant.length > 0 ? [{ field, words: words.severalPeople(meant) }] : []),
    ...(unknown.length > 0 ? [{ field, words: words.unknownPeople(unknown) }] : []),
  ];
}

const signs: Readonly<Record<string, string>> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY' };

/** "5 000 EUR", "€2.500", "99,95": the plain amount; what is none stays as it is, for whoever says so. */
export function budgetIn(written: string, currency: string): { amount: string; problem?: SetupProblem } {
  const said = /[a-z]{3}|[€$£¥]/i.exec(written)?.[0];
  const named = said && (signs[said] ?? said.toUpperCase());
  const amount = plainAmount(written.replace(/[a-z]{3}|[€$£¥]/gi, ''));
  if (amount === undefined) return { amount: written };
  const isOther = named !== undefined && named !== currency;
  return isOther ? { amount, problem: { field: 'budget', words: words.otherCurrency(currency) } } : { amount };
}

/** The last sign before one or two digits divides the cents, all others thousands. */
function plainAmount(text: string): string | undefined {
  const digits = text.replace(/[\s'’_]/g, '');
  const [, whole = '', cents = ''] = /^(\d{1,3}(?:[.,]\d{3})*|\d+)(?:[.,](\d{1,2}))?$/.exec(digits) ?? [];
  return whole === '' ? undefined : [whole.replace(/[.,]/g, ''), cents].filter(Boolean).join('.');
}

/** Where no name was written, one is made of the workspace's and of what the machine comes with. */
function machinesIn({ name, machines }: SetupFields): WishedMachine[] {
  const wanted = machines.filter(isWanted);
  const taken = new Set(wanted.map((machine) => machine.name.toLowerCase()));
  const beginning =
    idOf(name)
      .replace(/[^a-z]/g, '')
      .slice(0, 3) || 'lab';
  return wanted.map((machine) => {
    if (machine.name !== '') return machine;
    let made = `${beginning}-${machine.environment}`;
    for (let count = 2; taken.has(made); count += 1) made = `${beginning}-${machine.environment}-${count}`;
    taken.add(made);
    return { ...machine, name: made };
  });
}

function isWanted({ size }: WishedMachine): boolean {
  return size !== noMachine && size !== '';
}
