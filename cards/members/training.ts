import type { Person } from '../../services/people/people.ts';
import type { TrainingStanding } from '../../services/trainings/training.ts';
import type { TrainingPolicy } from '../../services/workspaces/workspaces.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { harmless } from '../harmless.ts';
import { headline } from '../headline.ts';
import { dayText } from '../money.ts';
import { cardTemplate } from '../render.ts';
import { memberTexts } from '../texts/members.ts';
import { trainingTexts as words } from '../texts/trainings.ts';
import { brief } from '../wording.ts';
import { membersDataset } from './people.ts';
import template from './training.json' with { type: 'json' };

/** The choices are object ids, which must stay whole. */
const render = cardTemplate(template, 20_000);
/** More do not fit; the others are searched for, or named in a sentence. */
const mostChoices = 100;
/** Up to here a list to look through is quicker than one to search in. */
const fewChoices = 15;

export interface TrainingFormView {
  readonly workspace: { readonly id: string; readonly name: string };
  readonly policy: TrainingPolicy;
  readonly people: readonly Person[];
  /** Whose date it is, where that is known: an object id. */
  readonly person?: string | undefined;
  /** ISO dates. */
  readonly day?: string | undefined;
  readonly today: string;
  readonly note?: string;
}

/** Asks whose training was when. */
export function trainingForm(view: TrainingFormView): Card {
  const { workspace, policy, people, person = '', day = '', today, note = '' } = view;
  const title = words.title(brief(workspace.name));
  const sorted = people.toSorted((a, b) => rank(a, person) - rank(b, person));
  const ask = words.ask(policy.name, policy.validMonths);
  const isMore = people.length > mostChoices;
  return render({
    fallbackText: title,
    ...headline(title),
    subtitle: '',
    note,
    text: isMore ? `${ask} ${memberTexts.asks.more(people.length, words.written)}` : ask,
    dataset: isMore ? membersDataset(workspace.id) : '',
    person: words.person,
    chosen: person,
    style: people.length > fewChoices ? 'filtered' : 'compact',
    options: sorted.slice(0, mostChoices).map(({ aadObjectId, name }) => ({
      title: harmless(brief(name)),
      value: aadObjectId,
    })),
    ...{ date: words.date, day, today },
    buttons: [
      button(words.record, 'member.training', { id: workspace.id }, { style: 'positive' }),
      button(words.members, 'member.list', { id: workspace.id }, { mode: 'secondary' }),
    ],
  });
}

/** "data protection training until 2 March", "data protection training missing". */
export function trainingText({ state, name, until = '' }: TrainingStanding, now: Date, locale: string): string {
  if (state === 'missing') return words.missing(name);
  const day = dayText(until, now, locale);
  return state === 'valid' ? words.valid(name, day) : words.over(name, day);
}

function rank({ aadObjectId }: Person, chosen: string): number {
  return aadObjectId === chosen ? 0 : 1;
}
