import type { MailContent } from '../../services/people/mail.ts';
import { type LetterView, letterOf } from '../admin/announcement.ts';
import { announceTexts } from '../texts/admin-announce.ts';
import { visible } from '../visible.ts';
import { brief } from '../wording.ts';

const { mail: words } = announceTexts;

/** An announcement for whom Teams does not reach: its own words, since it is written for everybody. The same key is the same mail. */
export function announcementMail(view: LetterView, key: string): MailContent {
  const { from, text } = letterOf(view);
  return {
    key,
    subject: words.subject(view.place && brief(view.place)),
    text: [visible(text), `${from}.`, `${words.why} ${words.stop}`].join('\n\n'),
  };
}
