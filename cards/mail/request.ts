import type { MailContent } from '../../services/people/mail.ts';
import { type DataRequest, isPending, requestName, requestWords } from '../../services/requests/request.ts';
import { stateBadge } from '../badge.ts';
import { type Button, button } from '../button.ts';
import { fact } from '../fact.ts';
import { harmless } from '../harmless.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { filesLine } from '../requests/facts.ts';
import { titleOf } from '../requests/title.ts';
import { mailTexts as words } from '../texts/mail.ts';
import { requestTexts } from '../texts/requests.ts';
import { topUpTexts } from '../texts/top-ups.ts';
import { brief } from '../wording.ts';
import template from './request.json' with { type: 'json' };

const render = cardTemplate(template);
const { actions, fields } = requestTexts;

/**
 * A request in a mail, as text and as a card to decide on. It leaves the people of the workspace, so it holds counts, sizes and the
 * request's number, and neither names of files nor what anybody wrote. `reminder` is a mail of its own. `locale`: of whoever reads it, BCP 47.
 */
export function requestMail(
  request: DataRequest,
  workspaceName: string,
  to: 'author' | 'approver',
  occasion: 'news' | 'reminder' = 'news',
  locale = 'en',
): MailContent {
  const name = requestName(request);
  const word = requestWords[request.state];
  const decides = to === 'approver' && isPending(request);
  const title = harmless(titleOf(request, to === 'author' ? 'author' : 'decider', '', locale));
  const workspace = harmless(brief(workspaceName));
  const next = nextOf(request, to, decides);
  const why = `${to === 'author' ? words.why.author : words.why.approver(workspace)} ${words.stop}`;
  const sentence = words.sentence(title, name, workspace);
  const facts = [...whatFacts(request, locale), { title: words.facts.state, value: word }];
  const lines = facts.map((each) => `${each.title}: ${each.value}`).join('\n');
  return {
    key: [name, request.round, word, to, occasion].join('/'),
    subject: occasion === 'reminder' ? words.reminder(name) : words.subject(name, title),
    text: [sentence, lines, next, why].join('\n\n'),
    card: render({
      fallbackText: sentence,
      ...headline(title),
      subtitle: `${name} · ${workspace}`,
      badge: stateBadge(word),
      facts: facts.flatMap((each) => (each.title === words.facts.state ? [] : fact(each.title, each.value))),
      next,
      why,
      fields: decides ? [{ id: 'reason', label: fields.reason, placeholder: fields.reasonPlaceholder }] : [],
      buttons: decides ? decisions({ id: name, version: request.round }) : [],
    }),
  };
}

/** What is asked for, and what for. */
function whatFacts(request: DataRequest, locale: string): { title: string; value: string }[] {
  if (request.topUp) return [{ title: topUpTexts.fact, value: filesLine(request, false, locale) }];
  return [
    ...(request.files.length > 0 ? [{ title: words.facts.files, value: filesLine(request, false, locale) }] : []),
    { title: words.facts.use, value: words.use[request.use] },
  ];
}

function nextOf(request: DataRequest, to: 'author' | 'approver', decides: boolean): string {
  const name = requestName(request);
  const isTopUp = request.type === 'topup';
  if (decides) return isTopUp ? topUpTexts.mail.decide(name) : words.decide(name);
  if (to === 'approver') return words.decided(name);
  const word = requestWords[request.state];
  return isTopUp && word === 'Approved' ? topUpTexts.mail.approved(name) : words.next[word](name);
}

function decisions(data: Button['data']): Button[] {
  return [
    button(actions.approve, 'request.approve', data, { style: 'positive' }),
    button(actions.deny, 'request.deny', data, { style: 'destructive' }),
    button(actions.return, 'request.return', data),
  ];
}
