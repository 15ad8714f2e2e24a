import type { SetupOffer } from '../../services/setups/setup-offer.ts';
import type { SetupProblem, SetupWish } from '../../services/setups/setup-wish.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import type { Choice } from '../members/people.ts';
import { cardTemplate } from '../render.ts';
import { shorten } from '../share.ts';
import { setupTexts } from '../texts/workspace-setup.ts';
import { brief } from '../wording.ts';
import template from './setup-form.json' with { type: 'json' };
import { choicesOf, line, machineRow, members, mostRows, owner, problemOf } from './setup-form-fields.ts';

const { form: words, actions } = setupTexts;
const render = cardTemplate(template, 40_000);
/** The dataset of its fields that search while somebody writes: anybody may ask for anybody. */
export const everybodyDataset = 'everybody';

/** A workspace that somebody wants, all of it text, as fields have it: a row of the form for each machine. */
export interface SetupFields extends Omit<SetupWish, 'budget' | 'thresholds'> {
  /** A name or address, for whoever cannot search. */
  readonly ownerName: string;
  /** Names and addresses. */
  readonly others: string;
  readonly budget: string;
  readonly thresholds: string;
}

export interface SetupFormView {
  readonly offer: SetupOffer;
  readonly fields: SetupFields;
  /** Who may own it, and be in it, without a search: those who were found, and some who are known. */
  readonly owners: readonly Choice[];
  readonly people: readonly Choice[];
  readonly problems: readonly SetupProblem[];
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
  const { sizes, images, environments, presets } = choicesOf(offer, locale);
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
    machines: fields.machines.slice(0, mostRows(offer)).map((machine, index) => machineRow(machine, index, view)),
    ...{ sizes, images, environments },
    dataset: everybodyDataset,
    endsOn: {
      ...{ label: words.labels.endsOn, value: isoDate(fields.endsOn), min: offer.earliestEnd, max: offer.latestEnd },
      problem: problemOf(view, 'endsOn'),
    },
    preset: {
      label: words.labels.preset,
      value: fields.preset || (offer.presets[0]?.name ?? ''),
      choices: presets,
      problem: problemOf(view, 'preset'),
    },
    buttons: [
      button(
        actions.send[isAdmin ? 'admin' : 'others'],
        'workspace.create',
        { id: `send-${id}` },
        { style: 'positive' },
      ),
      ...(fields.machines.length < mostRows(offer)
        ? [button(actions.more, 'workspace.create', { id: `more-${id}` })]
        : []),
    ],
  });
}

function isoDate(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : '';
}
