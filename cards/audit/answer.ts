import type { LedgerRecord } from '../../services/ledger/ledger-entry.ts';
import type { AuditAnswer, AuditQuestion } from '../../services/records/audit.ts';
import { recordsPerPage } from '../../services/records/audit-events.ts';
import { type Button, button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { moment } from '../moment.ts';
import { cardTemplate } from '../render.ts';
import { share } from '../share.ts';
import { auditTexts as words } from '../texts/audit.ts';
import template from './answer.json' with { type: 'json' };
import { questionId } from './question-id.ts';
import { sentenceOf, whoOf } from './sentence.ts';

const render = cardTemplate(template);
/** What the reasons of one page may take together. */
const mostWhyBytes = 3_000;

interface Place {
  readonly id: string;
  readonly name: string;
}

export interface AuditView {
  readonly workspace: Place;
  readonly question: AuditQuestion;
  readonly answer: AuditAnswer;
  /** Whether whoever asks may verify. */
  readonly verifies: boolean;
  /** BCP 47; for the date in a sentence. */
  readonly locale: string;
  /** IANA; default UTC. */
  readonly timeZone?: string;
}

/** What the record answers: first in a sentence, then entry by entry. */
export function auditCard(view: AuditView): Card {
  const { workspace, question, answer } = view;
  const { title, text } = said(view);
  const reasons = share(
    answer.records.map(({ why = '' }) => why),
    mostWhyBytes,
  );
  const rows = answer.records.map((record, index) => ({
    sentence: sentenceOf(record, workspace),
    why: reasons[index] ? words.why(reasons[index]) : '',
    when: `${moment(record.at)} · ${words.via[record.via]}`,
  }));
  // One entry that the sentence has told already is not told again.
  const shown = text !== '' && answer.total === 1 ? [] : rows;
  return render({
    fallbackText: [title, text].filter(Boolean).join('. '),
    ...headline(title),
    subtitle: [workspace.name, ...under(view)].join(' · '),
    text: answer.total === 0 ? words.nothing : text,
    rows: shown,
    note: answer.isCut ? words.cut : '',
    buttons: buttonsOf(view, question),
  });
}

/** The sentence that answers, and what goes on from it. */
function said({ workspace, question, answer, locale, timeZone = 'UTC' }: AuditView): { title: string; text: string } {
  const { event, person, period, request, machine, page = 0 } = question;
  const thing = request ?? machine;
  const [newest] = answer.records;
  const when = period ? ` ${period.words}` : '';
  if (event && thing) {
    if (!newest) return { title: `${words.nobody(event, thing)}${when}`, text: '' };
    if (page === 0) return { title: sentenceOf(newest, workspace), text: dated(newest, locale, timeZone) };
  }
  if (event) return { title: `${words.counted(event, answer.total, answer.isCut)}${when}`, text: '' };
  if (thing) return { title: `${words.about(thing)}${when}`, text: '' };
  if (person) return { title: `${words.by(newest ? whoOf(newest) : words.thisPerson)}${when}`, text: '' };
  return { title: `${words.in(workspace.name)}${when}`, text: '' };
}

function dated({ at, why }: LedgerRecord, locale: string, timeZone: string): string {
  const style = { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  const date = new Intl.DateTimeFormat(locale, { ...style, timeZone, timeZoneName: 'short' }).format(new Date(at));
  return why ? words.saying(date, words.why(why)) : words.on(date);
}

function under({ question, answer }: AuditView): string[] {
  const { event, person, period, request, machine } = question;
  if (!event && !person && !period && !request && !machine) return [words.newest];
  return answer.total > 0 ? [words.entries(answer.total, answer.isCut)] : [];
}

function buttonsOf({ workspace, answer, verifies }: AuditView, question: AuditQuestion): Button[] {
  const { event, person, period, request, machine, page = 0 } = question;
  const to = (wanted: number) =>
    questionId({ workspace: workspace.id, event, period: period?.words, person, request, machine, page: wanted });
  const pages = [
    ...(answer.records.length === recordsPerPage && answer.isMore ? [[words.actions.more, to(page + 1)] as const] : []),
    ...(page > 0 ? [[words.actions.first, to(0)] as const] : []),
  ];
  return [
    ...pages.flatMap(([title, id]) => (id ? [button(title, 'audit.show', { id })] : [])),
    ...(request ? [button(words.actions.show(request), 'request.show', { id: request })] : []),
    ...(verifies ? [button(words.actions.verify, 'audit.verify', { id: workspace.id })] : []),
    button(words.actions.export, 'audit.export', { id: workspace.id }, verifies ? { mode: 'secondary' } : {}),
  ];
}
