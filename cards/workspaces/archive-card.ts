import type { Badge } from '../badge.ts';
import type { Button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { shorten } from '../share.ts';
import template from './archive.json' with { type: 'json' };

export interface ArchiveFact {
  readonly label: string;
  readonly value: string;
}

export interface ArchiveRow {
  readonly sign: string;
  readonly text: string;
  readonly details: string;
  readonly problem: string;
  readonly color: 'Attention' | 'Good' | 'Default';
  readonly weight: 'Bolder' | 'Default';
  readonly isSubtle: boolean;
}

/** What the cards about the end of a workspace hold; what is missing is not on them. */
export interface ArchiveCard {
  readonly title: string;
  readonly subtitle?: string;
  readonly badge?: Badge | undefined;
  /** What is wrong, in finished sentences. */
  readonly note?: string;
  /** A paragraph each. */
  readonly texts?: readonly string[];
  readonly facts?: readonly ArchiveFact[];
  readonly steps?: readonly ArchiveRow[];
  readonly next?: string;
  /** The label of the field in which a word is typed. */
  readonly word?: string;
  readonly date?: { readonly label: string; readonly min: string; readonly value: string };
  readonly buttons: readonly Button[];
}

const render = cardTemplate(template);

export function renderArchive(card: ArchiveCard): Card {
  const { title, subtitle = '', badge, note = '', texts = [], facts = [], steps = [], next = '', word, date } = card;
  return render({
    fallbackText: `${title}. ${shorten(texts[0] ?? '', 400)}`.trim(),
    ...headline(title),
    ...{ subtitle, note, facts, steps, next, ...(badge && { badge }) },
    texts: texts.map((text) => ({ text })),
    words: word === undefined ? [] : [{ label: word }],
    dates: date ? [date] : [],
    buttons: card.buttons,
  });
}
