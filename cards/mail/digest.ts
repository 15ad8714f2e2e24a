import type { MailContent } from '../../services/people/mail.ts';
import type { DigestView } from '../digest/digest.ts';

/** A Monday in a mail: how many, and no names of anything. */
export function digestMail({ waiting, mine, lastWeek, words }: DigestView, key: string): MailContent {
  const summary = `${words.summary(waiting.length, mine.length)}.`;
  const text = [summary, lastWeek, words.mail.next, words.mail.stop].filter(Boolean).join('\n\n');
  return { key, subject: words.title, text };
}
