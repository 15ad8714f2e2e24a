import type { Badge } from '../badge.ts';
import type { Button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import template from './news.json' with { type: 'json' };

/** A machine in a line, with its state or a button. */
export interface NewsRow {
  readonly name: string;
  readonly weight: 'Default' | 'Bolder';
  readonly details: string;
  readonly sum: string;
  readonly badge?: Badge;
  /** What a press on the line does. */
  readonly showTitle: string;
  readonly show: Button['data'];
  readonly buttons: readonly Button[];
}

export interface BudgetNews {
  readonly title: string;
  readonly subtitle?: string;
  readonly badge?: Badge | undefined;
  /** Finished sentences. */
  readonly text: string;
  readonly charts?: readonly object[];
  readonly rowsTitle?: string;
  readonly rows: readonly NewsRow[];
  /** What the rows leave out. */
  readonly more?: string;
  readonly note?: string;
  readonly buttons: readonly Button[];
}

const render = cardTemplate(template);

/** What people are told of money by itself: a sentence, the machines that it is about, and what to do. */
export function budgetNewsCard(news: BudgetNews): Card {
  const { title, subtitle = '', badge, text, charts = [], rowsTitle = '', rows, more = '', note = '', buttons } = news;
  return render({
    fallbackText: `${title}. ${text}`,
    ...headline(title),
    subtitle,
    ...(badge && { badge }),
    ...{ text, charts, rowsTitle, rows, more, note, buttons },
  });
}
