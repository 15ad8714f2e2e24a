import type { Money } from '../../services/money/money.ts';
import type { SetupOffer } from '../../services/setups/setup-offer.ts';
import type { SetupField, WishedMachine } from '../../services/setups/setup-wish.ts';
import { harmless } from '../harmless.ts';
import { type Choice, choiceOf } from '../members/people.ts';
import { amountText, moneyText } from '../money.ts';
import { share, shorten } from '../share.ts';
import { setupTexts } from '../texts/workspace-setup.ts';
import { brief } from '../wording.ts';
import type { SetupFormView } from './setup-form.ts';

const { form: words } = setupTexts;
/** The choice of a machine that is not wanted. */
export const noMachine = 'none';
const mostPeople = 12;
const mostSizes = 8;
const mostImages = 8;
const mostPresets = 8;
/** What a field holds, in bytes on the card; what is longer was no answer to its question. */
const bytes = { line: 200, purpose: 1_500, others: 600, problem: 160, people: 1_200, label: 24, preset: 60 } as const;
const mostCharacters = { line: 80, purpose: 500, others: 300 } as const;

/** More do not fit on one card; more machines can be added later. */
export function mostRows({ images }: SetupOffer): number {
  return images.length > mostImages / 2 ? 5 : 6;
}

/** What the lists offer, of machines in every row the same. */
export function choicesOf({ sizes, images, environments, presets }: SetupOffer, locale: string) {
  return {
    sizes: [
      ...sizes.slice(0, mostSizes).map((size) => ({ title: sizeTitle(size, locale), value: size.name })),
      { title: words.noMachine, value: noMachine },
    ],
    images: images.slice(0, mostImages).map(({ name, label }) => ({ title: labelOf(label), value: name })),
    environments: environments.map((value) => ({ title: words.environments[value], value })),
    presets: presets
      .slice(0, mostPresets)
      .map(({ name, label }) => ({ title: shorten(harmless(brief(label)), bytes.preset), value: name })),
  };
}

type LineId = 'name' | 'purpose' | 'costCentre' | 'budget' | 'thresholds';

export function line(id: LineId, value: string, view: SetupFormView) {
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

export function owner(view: SetupFormView) {
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
export function members(view: SetupFormView) {
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

export function machineRow({ name, size, image, environment }: WishedMachine, index: number, view: SetupFormView) {
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
export function problemOf({ problems, fields }: SetupFormView, field: SetupField, row?: number): string {
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
