import { Decimal } from 'decimal.js';
import { money } from '../money/money.ts';
import { type Person, personOf } from '../people/people.ts';
import type { Contact } from '../roles/members.ts';
import { quoted } from '../text/quoted.ts';
import { isCalendarDay } from '../time/calendar-day.ts';
import { environments, type LandingZone, type MachineEnvironment } from '../workspaces/landing-zone.ts';
import { idOf, isId, isMachineName, isPlainName, tidy } from './setup-names.ts';
import { mostMachines, type SetupOffer } from './setup-offer.ts';
import type { SetupField, SetupProblem, SetupWish, WishedMachine } from './setup-wish.ts';
import type { PlannedWorkspaceMachine, WorkspacePlan } from './workspace-setup.ts';

/** What a wish is held against. */
export interface PlanFacts {
  readonly zone: LandingZone;
  readonly offer: SetupOffer;
  /** Everybody named, as the directory knows them; undefined for whom it does not know. */
  readonly people: ReadonlyMap<string, Contact | undefined>;
}

export type Planned =
  | { readonly plan: WorkspacePlan; readonly problems: readonly [] }
  | { readonly problems: readonly SetupProblem[] };

const longestName = 64;
const longestPurpose = 500;
const longestCostCentre = 64;
const mostMembers = 50;
/** Azure's own budget takes five. */
const mostThresholds = 5;
const mostPercent = 1000;
const mostBudget = new Decimal(1_000_000_000);

/** Checks a wish by itself, all of it at once; whether the name is free is another question. */
export function planOf(wish: SetupWish, facts: PlanFacts): Planned {
  const problems: SetupProblem[] = [];
  const bad = (field: SetupField, words: string, machine?: number): undefined => {
    problems.push({ field, words, ...(machine !== undefined && { machine }) });
  };
  const { zone, offer } = facts;
  const name = nameOf(wish.name, bad);
  const purpose = textOf(wish.purpose, longestPurpose, 'what it is for', (words) => bad('purpose', words));
  const costCentre = textOf(wish.costCentre, longestCostCentre, 'who pays', (words) => bad('costCentre', words));
  const preset = presetOf(wish.preset, zone, bad);
  const takesGuests = preset !== undefined && zone.presets[preset]!.rules.members?.guests === true;
  const owner = ownerOf(wish.owner, facts, takesGuests, bad);
  const members = membersOf(wish, facts, takesGuests, bad);
  const budget = budgetOf(wish.budget, offer.currency, bad);
  const thresholds = thresholdsOf(wish.thresholds, offer, bad);
  const machines = machinesOf(wish.machines, offer, bad);
  const endsOn = endOf(wish.endsOn, offer, bad);
  if (problems.length > 0 || !owner || !budget || !preset) return { problems };
  return {
    plan: {
      ...{ name, purpose, costCentre, owner, members, budget, thresholds, machines, endsOn, preset },
    },
    problems: [],
  };
}

type Bad = (field: SetupField, words: string, machine?: number) => undefined;

function nameOf(written: string, bad: Bad): string {
  const name = tidy(written);
  if (name === '') bad('name', 'Write a name.');
  else if (name.length > longestName) bad('name', `Write a name of at most ${longestName} letters.`);
  else if (!isPlainName(name))
    bad(
      'name',
      'Write the name with letters, digits, spaces and simple punctuation, and begin with a letter or digit.',
    );
  else if (!isId(idOf(name)))
    bad(
      'name',
      'Write a name that begins with a Latin letter and has three of them or more, since addresses are made of it.',
    );
  return name;
}

function textOf(written: string, most: number, what: string, bad: (words: string) => undefined): string {
  const text = tidy(written);
  if (text === '') bad(`Write ${what}.`);
  else if (text.length > most) bad(`Write ${what} in at most ${most} letters.`);
  return text;
}

function presetOf(written: string, { presets }: LandingZone, bad: Bad): string | undefined {
  const name = written === '' ? Object.keys(presets)[0]! : written;
  return Object.hasOwn(presets, name) ? name : bad('preset', 'Choose one of the rules that are offered.');
}

function ownerOf(id: string, { people }: PlanFacts, takesGuests: boolean, bad: Bad): Person | undefined {
  if (id === '') return bad('owner', 'Say who the owner is.');
  const owner = people.get(id);
  if (!owner) return bad('owner', 'The directory does not know the owner. Choose somebody from the list.');
  if (owner.isGuest && !takesGuests) return bad('owner', noGuest(owner));
  return personOf(owner);
}

function membersOf({ members: ids, owner }: SetupWish, { people }: PlanFacts, takesGuests: boolean, bad: Bad) {
  const wanted = [...new Set(ids)].filter((id) => id !== owner);
  if (wanted.length > mostMembers) {
    bad('members', `Name at most ${mostMembers} members now, and add the others when the workspace is there.`);
    return [];
  }
  return wanted.flatMap((id) => {
    const member = people.get(id);
    if (!member) bad('members', 'The directory does not know one of the members. Choose people from the list.');
    else if (member.isGuest && !takesGuests) bad('members', noGuest(member));
    return member ? [personOf(member)] : [];
  });
}

function noGuest({ name }: Person): string {
  return `${name} is a guest from another organisation, and a workspace with these rules takes no guests.`;
}

function budgetOf(written: string, currency: string, bad: Bad) {
  const text = written.trim();
  if (!/^\d{1,12}(?:\.\d{1,2})?$/.test(text))
    return bad('budget', `Write the budget for a month as a number in ${currency}, for example 1500.`);
  const amount = new Decimal(text);
  if (amount.lte(0) || amount.gt(mostBudget))
    return bad('budget', `Write a budget of more than nothing and at most a billion ${currency}.`);
  return money(amount.toFixed(), currency);
}

function thresholdsOf(wished: readonly number[], { thresholds: usual }: SetupOffer, bad: Bad): readonly number[] {
  if (wished.length === 0) return usual;
  const all = [...new Set([...wished, 100])].toSorted((a, b) => a - b);
  const arePercents = all.every((each) => Number.isInteger(each) && each >= 1 && each <= mostPercent);
  if (!arePercents || all.length > mostThresholds)
    bad(
      'thresholds',
      `Write at most ${mostThresholds} whole percentages with 100 among them, for example 50, 75, 90, 100.`,
    );
  return all;
}

function machinesOf(wished: readonly WishedMachine[], offer: SetupOffer, bad: Bad): readonly PlannedWorkspaceMachine[] {
  if (wished.length > mostMachines) {
    bad('machines', `Choose at most ${mostMachines} machines.`);
    return [];
  }
  return wished.map(({ name: written, size, image, environment }, at) => {
    const name = written.trim();
    const before = wished.slice(0, at).some((other) => other.name.trim().toLowerCase() === name.toLowerCase());
    if (!isMachineName(name))
      bad('machines', `Name machine ${at + 1} with 3 to 15 letters, digits and hyphens, beginning with a letter.`, at);
    else if (before) bad('machines', `Two machines are called ${quoted(name)}. Give one another name.`, at);
    if (!offer.sizes.some((each) => each.name === size))
      bad('machines', `Choose one of the sizes that are offered for machine ${at + 1}.`, at);
    if (!offer.images.some((each) => each.name === image))
      bad('machines', `Choose one of the images that are offered for machine ${at + 1}.`, at);
    if (!isEnvironment(environment)) bad('machines', `Choose Python, R or SQL for machine ${at + 1}.`, at);
    return { name, size, image, environment: environment as MachineEnvironment };
  });
}

function isEnvironment(word: string): word is MachineEnvironment {
  return (environments as readonly string[]).includes(word);
}

function endOf(written: string, { earliestEnd, latestEnd }: SetupOffer, bad: Bad): string {
  const day = written.trim();
  if (day === '') bad('endsOn', 'Choose its last day.');
  else if (!isCalendarDay(day)) bad('endsOn', 'Write the last day as year-month-day, for example 2027-12-31.');
  else if (day < earliestEnd) bad('endsOn', 'Choose a last day that is still to come.');
  else if (day > latestEnd) bad('endsOn', `Choose a last day no later than ${latestEnd}.`);
  return day;
}
