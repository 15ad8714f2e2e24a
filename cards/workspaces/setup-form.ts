import type { Money } from '../../services/money.ts';
import type { SetupOffer } from '../../services/setup-offer.ts';
import type { SetupProblem } from '../../services/setup-wish.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { harmless } from '../harmless.ts';
import { headline } from '../headline.ts';
import { type Choice, choiceOf } from '../members/people.ts';
import { amountText, moneyText } from '../money.ts';
import { cardTemplate } from '../render.ts';
import { share, shorten } from '../share.ts';
import { setupTexts } from '../texts/workspace-setup.ts';
import { brief } from '../texts.ts';
import template from './setup-form.json' with { type: 'json' };

const { form: words, actions } = setupTexts;
const render = cardTemplate(template, 40_000);
/** The dataset of its fields that search while somebody writes: anybody may ask for anybody. */
export const everybodyDataset = 'everybody';
/** The choice of a machine that is not wanted. */
export const noMachine = 'none';
/** More do not fit on one card; more machines can be added later. */
export const mostRows = 6;
const mostPeople = 12;
const mostSizes = 8;
const mostImages = 4;
const mostPresets = 8;
/** What a field holds, in bytes on the card; what is longer was no answer to its question. */
const bytes = { line: 200, purpose: 1_500, others: 600, problem: 160, people: 1_200, label: 24, preset: 60 } as const;
const mostCharacters = { line: 80, purpose: 500, others: 300 } as const;

/** One machine, as the fields have it. */
export interface MachineFields {
  readonly name: string;
  readonly size: string;
  readonly image: string;
  readonly environment: string;
}

/** A workspace that somebody wants, all of it text, as fields have it. */
export interface SetupFields {
  readonly name: string;
  readonly purpose: string;
  readonly costCentre: string;
  /** aadObjectId; empty for nobody. */
  readonly owner: string;
  /** A name or address, for whoever cannot search. */
  readonly ownerName: string;
  /** aadObjectIds. */
  readonly members: readonly string[];
  /** Names and addresses. */
  readonly others: string;
  readonly budget: string;
  readonly thresholds: string;
  /** One a row of the form. */
  readonly machines: readonly MachineFields[];
  readonly endsOn: string;
  readonly preset: string;
}

/** What is wrong, beside its field. */
export type FieldProblem = SetupProblem;

export interface SetupFormView {
  readonly offer: SetupOffer;
  readonly fields: SetupFields;
  /** Who may own it, and be in it, without a search: those who were found, and some who are known. */
  readonly owners: readonly Choice[];
  readonly people: readonly Choice[];
  readonly problems: readonly FieldProblem[];
  /** What is wrong with no field in particular. */
  readonly note?: string;
  readonly isAdmin: boolean;
  /** The id of what was asked for already and is changed. */
  readonly changes?: string | undefined;
  /** BCP 47. */
  readonly locale: string;
}

/** Asks what a workspace shall be; what is wrong stands beside what was typed. */
export function setupForm(view: SetupFormView): Card {
  const { offer, fields, problems, note = '', isAdmin, changes, locale } = view;
  const title = fields.name ? words.titleOf(brief(fields.name)) : words.title;
  const subtitle = words.subtitle[isAdmin ? 'admin' : 'others'];
  const said = note || (problems.length > 0 ? words.problems(problems.length) : '');
  const id = [String(fields.machines.length), changes].filter(Boolean).join('/');
  return render({
    fallbackText: `${title}. ${shorten(said || subtitle, 400)}`,
    ...headline(title),
    subtitle,
    note: shorten(said, 600),
    about: [line('name', fields.name, view), { ...line('purpose', fields.purpose, view), isMultiline: true }],
    costCentre: line('costCentre', fields.costCentre, view),
    people: [owner(view), members(view)],
    budget: line('budget', fields.budget, view),
    thresholds: line('thresholds', fields.thresholds, view),
    machines: fields.machines.slice(0, mostRows).map((machine, index) => machineRow(machine, index, view)),
    sizes: [
      ...offer.sizes.slice(0, mostSizes).map((size) => ({ title: sizeTitle(size, locale), value: size.name })),
      { title: words.noMachine, value: noMachine },
    ],
    images: offer.images.slice(0, mostImages).map(({ name, label }) => ({ title: labelOf(label), value: name })),
    environments: offer.environments.map((value) => ({ title: words.environments[value], value })),
    dataset: everybodyDataset,
    endsOn: {
      ...{ label: words.labels.endsOn, value: isoDate(fields.endsOn), min: offer.earliestEnd, max: offer.latestEnd },
      problem: problemOf(view, 'endsOn'),
    },
    preset: {
      label: words.labels.preset,
      value: fields.preset || (offer.presets[0]?.name ?? ''),
      choices: offer.presets
        .slice(0, mostPresets)
        .map(({ name, label }) => ({ title: shorten(harmless(brief(label)), bytes.preset), value: name })),
      problem: problemOf(view, 'preset'),
    },
    buttons: [
      button(
        actions.send[isAdmin ? 'admin' : 'others'],
        'workspace.create',
        { id: `send-${id}` },
        { style: 'positive' },
      ),
      ...(fields.machines.length < mostRows ? [button(actions.more, 'workspace.create', { id: `more-${id}` })] : []),
    ],
  });
}

type LineId = 'name' | 'purpose' | 'costCentre' | 'budget' | 'thresholds';

function line(id: LineId, value: string, view: SetupFormView) {
  const kind = id === 'purpose' ? id : 'line';
  return {
    ...{
      id,
      label: words.labels[id],
      value: shorten(value, bytes[kind]),
      maxLength: mostCharacters[kind],
      isMultiline: false,
    },
    placeholder:
      id === 'thresholds'
        ? ''
        : id === 'budget'
          ? words.placeholders.budget(view.offer.currency)
          : words.placeholders[id],
    problem: problemOf(view, id),
  };
}

/** Beside a field that searches, one to write into: not every client searches. */
function written(id: 'ownerName' | 'others', value: string) {
  const { labels, placeholders } = words;
  return {
    ...{ id, label: labels[id], value: shorten(value, bytes.others), placeholder: placeholders[id] },
    maxLength: mostCharacters.others,
  };
}

function owner(view: SetupFormView) {
  const { fields, owners } = view;
  const choices = peopleChoices(owners.slice(0, mostPeople));
  return {
    ...{ id: 'owner', label: words.labels.owner, placeholder: words.placeholders.owner, isMultiSelect: false, choices },
    value: choices.some(({ value }) => value === fields.owner) ? fields.owner : '',
    written: written('ownerName', fields.ownerName),
    problem: problemOf(view, 'owner'),
  };
}

/** Whoever is chosen comes first, so that nobody is lost where many are known. */
function members(view: SetupFormView) {
  const chosen = new Set(view.fields.members);
  const sorted = view.people.toSorted((a, b) => Number(chosen.has(b.aadObjectId)) - Number(chosen.has(a.aadObjectId)));
  const choices = peopleChoices(sorted.slice(0, Math.max(mostPeople, chosen.size)));
  return {
    ...{ id: 'members', label: words.labels.members, placeholder: words.placeholders.members, isMultiSelect: true },
    choices,
    value: choices
      .map(({ value }) => value)
      .filter((value) => chosen.has(value))
      .join(','),
    written: written('others', view.fields.others),
    problem: problemOf(view, 'members'),
  };
}

function machineRow({ name, size, image, environment }: MachineFields, index: number, view: SetupFormView) {
  const { offer } = view;
  return {
    row: index + 1,
    sizeLabel: words.labels.size(index + 1),
    size:
      size === ''
        ? (offer.sizes[0]?.name ?? noMachine)
        : offer.sizes.some((one) => one.name === size)
          ? size
          : noMachine,
    imageLabel: words.labels.image,
    image: image || (offer.images[0]?.name ?? ''),
    environmentLabel: words.labels.environment,
    environment: environment || offer.environments[0]!,
    nameLabel: words.labels.machineName,
    name: shorten(name, bytes.line),
    namePlaceholder: words.placeholders.machineName,
    problem: problemOf(view, 'machines', index),
  };
}

/** "4 cores, 16 GiB · 0.21 EUR an hour, with Windows 0.39 EUR" */
function sizeTitle({ label, perHour }: SetupOffer['sizes'][number], locale: string): string {
  const name = labelOf(label);
  const price = (sum: Money) => moneyText(sum, locale);
  const { linux, windows } = perHour;
  if (linux && windows) return words.prices(name, price(linux), amountText(windows, locale));
  const only = linux ?? windows;
  return only ? words.price(name, price(only)) : name;
}

/** What stands beside the field; problems of machines that no row has stand at the last row. */
function problemOf({ problems, fields }: SetupFormView, field: FieldProblem['field'], row?: number): string {
  const last = fields.machines.length - 1;
  const here = problems.filter(
    (one) => one.field === field && (row === undefined || Math.min(one.machine ?? last, last) === row),
  );
  return shorten([...new Set(here.map(({ words: said }) => said))].join(' '), bytes.problem);
}

/** The more there are, the shorter each is. */
function peopleChoices(people: readonly Choice[]) {
  const choices = people.map(choiceOf);
  const titles = share(
    choices.map(({ title }) => title),
    bytes.people,
  );
  return choices.map(({ value }, index) => ({ title: titles[index]!, value }));
}

/** What stands in every row is short. */
function labelOf(label: string): string {
  return shorten(harmless(brief(label)), bytes.label);
}

function isoDate(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : '';
}
