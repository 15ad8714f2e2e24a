import type { Button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { isPlain } from '../plain.ts';
import { cardTemplate } from '../render.ts';
import { texts } from '../texts.ts';
import template from './question.json' with { type: 'json' };

export interface Field {
  readonly id: string;
  readonly label: string;
  /** What is known already; empty where nothing is. */
  readonly value: string;
  /** Undefined for a text field. */
  readonly choices?: readonly { readonly title: string; readonly value: string }[];
  /** Where the field searches while somebody writes, beside its choices. */
  readonly dataset?: string;
}

export interface Question {
  readonly title: string;
  readonly subtitle: string;
  /** What is wrong with the last answer, or missing; empty at first. */
  readonly note?: string;
  /** What else is to be known; empty where nothing is. */
  readonly text?: string;
  readonly fields: readonly Field[];
  readonly buttons: readonly Button[];
}

const render = cardTemplate(template);
/** Up to here choices stand open, where Markdown is rendered; beyond, they are searched in as plain text. */
const fewChoices = 6;

/** A card that asks, prefilled with what is known. Teams sends its fields along with whichever button is pressed. */
export function question({ title, subtitle, note = '', text = '', fields, buttons }: Question): Card {
  const choices = fields.flatMap(({ choices: options, dataset, ...field }) =>
    options && !dataset
      ? [
          {
            ...field,
            options,
            placeholder: texts.talk.choose,
            style:
              options.length <= fewChoices && options.every((option) => isPlain(option.title))
                ? 'expanded'
                : 'filtered',
          },
        ]
      : [],
  );
  const searches = fields.flatMap(({ choices: options = [], dataset, ...field }) =>
    dataset ? [{ ...field, dataset, options, placeholder: texts.talk.choose }] : [],
  );
  const written = fields.flatMap((field) => (field.choices ? [] : [{ ...field, placeholder: '', isMultiline: true }]));
  return render({
    fallbackText: `${title} ${note}`.trim(),
    ...headline(title),
    subtitle,
    note,
    text,
    searches,
    choices,
    texts: written,
    buttons,
  });
}
