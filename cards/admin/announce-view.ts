import type { Button } from '../button.ts';
import type { Card } from '../card.ts';
import type { Fact } from '../fact.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import template from './announce-view.json' with { type: 'json' };
import type { Letter } from './announcement.ts';

/** The letter stays whole. */
const render = cardTemplate(template, 20_000);

export interface AnnounceView {
  readonly title: string;
  readonly subtitle?: string;
  /** What is wrong, in finished sentences. */
  readonly note?: string;
  readonly text?: string;
  readonly facts?: readonly Fact[];
  readonly letter: Letter;
  readonly remark?: string;
  readonly buttons?: readonly Button[];
}

/** An announcement as its admin sees it: how it will look, or how far it is. */
export function announceView(view: AnnounceView): Card {
  const { title, subtitle = '', note = '', text = '', facts = [], letter, remark = '', buttons = [] } = view;
  return render({
    fallbackText: [title, text].filter(Boolean).join('. '),
    ...headline(title),
    ...{ subtitle, note, text, facts, letter, remark, buttons },
  });
}
