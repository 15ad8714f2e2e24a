import type { SetupFields } from '../../../cards/workspaces/setup-form.ts';
import { noMachine } from '../../../cards/workspaces/setup-form-fields.ts';
import type { SetupOffer } from '../../../services/setups/setup-offer.ts';
import type { WishedMachine } from '../../../services/setups/setup-wish.ts';
import type { WorkspacePlan } from '../../../services/setups/workspace-setup.ts';
import type { Values } from '../action.ts';
import { wishInputs } from '../budgets/wish.ts';

const field = (label: string) => ({ kind: 'field', ask: `${label}?`, label, optional: true }) as const;
const rows = ['1', '2', '3', '4', '5', '6'] as const;
type Row = (typeof rows)[number];
type RowField = `${'size' | 'image' | 'environment' | 'machine'}${Row}`;

/** What the fields of the form's machines are called: `size1`, `image1`. */
const rowInputs = Object.fromEntries(
  rows.flatMap((row) => [
    [`size${row}`, field('Size')],
    [`image${row}`, field('System')],
    [`environment${row}`, field('Comes with')],
    [`machine${row}`, field('Machine name')],
  ]),
) as Readonly<Record<RowField, ReturnType<typeof field>>>;

/** What a sentence may say of a new workspace, what its form has fields for, and what a button of its cards is about. */
export const createInputs = {
  name: { kind: 'text', ask: 'What shall it be called?', label: 'Name', optional: true },
  owner: { kind: 'person', ask: 'Who will own it?', label: 'Owner', optional: true, anybody: true },
  amount: { ...wishInputs.amount, ask: 'How much may it spend a month?', label: 'Monthly budget' },
  currency: wishInputs.currency,
  costCentre: wishInputs.costCentre,
  purpose: field('Purpose'),
  ownerName: field('Owner'),
  members: field('Members'),
  others: field('More members'),
  budget: field('Monthly budget'),
  thresholds: field('Warnings'),
  endsOn: field('Last day'),
  preset: field('Rules'),
  ...rowInputs,
  reason: field('Reason'),
  step: field('Step'),
  rows: field('Machines'),
  setup: field('Workspace'),
} as const;

export type CreateValues = Values<typeof createInputs>;

const formId = /^(send|more)-([0-6])(?:\/([\w-]+))?$/;
const setupId = /^(show|create|change|check|withdraw|decline|again|remove)\/([\w-]+)$/;

/** What the id of a button says: `send-2` of a form with two machines, `send-2/neurology` of a plan that is changed, `create/neurology`. */
export function createTarget(id: string): Readonly<Record<string, string>> {
  const [, step, count, changes] = formId.exec(id) ?? [];
  if (step && count) return { step, rows: count, ...(changes && { setup: changes }) };
  const [, wanted, setup] = setupId.exec(id) ?? [];
  return wanted && setup ? { step: wanted, setup } : {};
}

/** The form as it was sent. */
export function filledFields(values: CreateValues): SetupFields {
  const given = values as Readonly<Record<string, string | undefined>>;
  const of = (name: string) => given[name] ?? '';
  return {
    ...{ name: of('name'), purpose: of('purpose'), costCentre: of('costCentre'), owner: of('owner') },
    ownerName: of('ownerName'),
    members: of('members').split(',').filter(Boolean),
    ...{ others: of('others'), budget: of('budget'), thresholds: of('thresholds') },
    machines: rows.slice(0, Number(values.rows ?? 0)).map((row) => ({
      ...{ name: of(`machine${row}`), size: given[`size${row}`] ?? noMachine },
      ...{ image: of(`image${row}`), environment: of(`environment${row}`) },
    })),
    ...{ endsOn: of('endsOn'), preset: of('preset') },
  };
}

/** The form as a sentence begins it: with one machine, and the rules that are usual. */
export function begunFields(values: CreateValues, { currency, thresholds }: SetupOffer): SetupFields {
  const { amount, owner = '', costCentre = '' } = values;
  return {
    ...{ name: capital(nameIn(values)), purpose: '', costCentre, owner, ownerName: '', members: [], others: '' },
    budget: amount === undefined ? '' : `${amount} ${values.currency ?? currency}`,
    ...{ thresholds: thresholds.join(', '), endsOn: '', preset: '' },
    machines: [newMachine(undefined)],
  };
}

/** The form of what was asked for already. */
export function plannedFields(plan: WorkspacePlan): SetupFields {
  const { name, purpose, costCentre, owner, members, budget, thresholds, machines, endsOn, preset } = plan;
  return {
    ...{ name, purpose, costCentre, owner: owner.aadObjectId, members: members.map((each) => each.aadObjectId) },
    ...{
      ownerName: '',
      others: '',
      budget: `${budget.amount} ${budget.currency}`,
      thresholds: thresholds.join(', '),
      machines,
    },
    ...{ endsOn, preset },
  };
}

/** One more row: like the last one, or with the first of everything. */
export function newMachine(last: WishedMachine | undefined): WishedMachine {
  return { size: '', image: '', environment: '', ...last, name: '' };
}

/** Sentences are written quickly, and names are read for years. */
function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** "Neurology with 5000 EUR a month": the name alone. */
function nameIn({ name = '', amount, owner }: CreateValues): string {
  const beforeOwner =
    owner === undefined ? name : name.replace(/\s+(?:owned by|with owner|and owner|for owner)\b.*$/is, '');
  const withoutCode = beforeOwner.replace(/[\s,]+(?:(?:on|for|from|with|and|of)\s+)?cost\s*cent(?:re|er)\b.*$/is, '');
  if (amount === undefined) return withoutCode;
  const words = withoutCode.split(/\s+/);
  const sum = words.findIndex(
    (word) => /^\D{0,3}\d[\d.,'’]*\D{0,3}$/.test(word) && word.replace(/\D/g, '').length >= 2,
  );
  if (sum < 1) return withoutCode;
  const before = words.slice(0, sum);
  while (before.length > 1 && fillers.has(plain(before.at(-1)!))) before.pop();
  return before.join(' ').replace(/[,;:]+$/, '');
}

const fillers = new Set([
  ...'with at on for and of a an the up to about around in per month monthly'.split(' '),
  ...'budget limit spending money has gets it eur usd gbp chf € $ £'.split(' '),
]);

function plain(word: string): string {
  return word.toLowerCase().replace(/[,;:.]+$/, '');
}
