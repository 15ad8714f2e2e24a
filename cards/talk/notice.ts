import type { Badge } from '../badge.ts';
import type { Button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { texts } from '../texts.ts';
import template from './notice.json' with { type: 'json' };

export interface Notice {
  readonly title: string;
  readonly subtitle?: string;
  readonly badge?: Badge;
  /** Finished sentences; may repeat what a person wrote, since it is shown as text and nothing else. */
  readonly text?: string;
  /** A short id that leads support to the log. */
  readonly support?: string;
  readonly buttons?: readonly Button[];
}

const render = cardTemplate(template);

/** A card that says one thing: an answer, a question to confirm, or what went wrong and what to do next. */
export function notice({ title, subtitle = '', badge, text = '', support, buttons = [] }: Notice): Card {
  return render({
    fallbackText: [title, text].filter(Boolean).join('. '),
    ...headline(title),
    subtitle,
    ...(badge && { badge }),
    text,
    support: support ? texts.talk.support(support) : '',
    buttons,
  });
}
