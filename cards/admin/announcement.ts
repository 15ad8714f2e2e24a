import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { shorten } from '../share.ts';
import { announceTexts as words } from '../texts/admin-announce.ts';
import { brief } from '../wording.ts';
import template from './announcement.json' with { type: 'json' };

/** The words must stay whole: as many characters as an announcement may have, of any kind. */
const render = cardTemplate(template, 20_000);
/** What notifications and clients without cards show of it. */
const mostFallbackBytes = 600;

/** What everybody reads of an announcement. */
export interface Letter {
  readonly title: string;
  readonly from: string;
  readonly text: string;
}

export interface LetterView {
  readonly text: string;
  readonly by: { readonly name: string };
  /** The name of the workspace; undefined where it is for all. */
  readonly place: string | undefined;
}

export function letterOf({ text, by, place }: LetterView): Letter {
  return { title: words.title(place && brief(place)), from: words.from(brief(by.name)), text };
}

/** An announcement, as those see it who get it: words that somebody wrote, and no button. */
export function announcementCard(view: LetterView): Card {
  const { title, from, text } = letterOf(view);
  return render({
    fallbackText: `${title}: ${shorten(text, mostFallbackBytes)}`,
    ...headline(title),
    subtitle: from,
    text,
  });
}
