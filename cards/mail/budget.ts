import type { MailContent } from '../../services/people/mail.ts';
import { type StopView, stopText, stopTitle } from '../budgets/stop.ts';
import { forecastText, forecastTitle, type WarningView, warningText, warningTitle } from '../budgets/warning.ts';
import { budgetTexts } from '../texts/budgets.ts';
import { brief } from '../wording.ts';

const { mail: words } = budgetTexts;

/** A warning as plain text, for owners: sums and days, no names of machines. The same key is the same mail. */
export function warningMail(view: WarningView, key: string): MailContent {
  return mail(key, warningTitle(view), warningText(view, false), view);
}

export function forecastMail(view: WarningView, key: string): MailContent {
  return mail(key, forecastTitle(view), forecastText(view), view);
}

/** How a stop stands when the mail is sent; there is one for its beginning alone. */
export function stopMail(view: StopView, key: string): MailContent {
  return mail(key, stopTitle(view), stopText(view), view);
}

/** What could not be stopped, for admins whom Teams does not reach. */
export function escalationMail(view: StopView, count: number, key: string): MailContent {
  const { escalation } = budgetTexts;
  const name = brief(view.workspace.name);
  return mail(key, escalation.title(count, name), escalation.text, view);
}

type About = Pick<WarningView, 'workspace' | 'askers'>;

function mail(key: string, title: string, text: string, { workspace, askers }: About): MailContent {
  const name = brief(workspace.name);
  return {
    key,
    subject: title,
    text: [`${title}.`, text, words.next(name, !askers), `${words.why(name)} ${words.stop}`].join('\n\n'),
  };
}
