import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { moment } from '../moment.ts';
import { cardTemplate } from '../render.ts';
import { auditTexts } from '../texts/audit.ts';
import template from './export.json' with { type: 'json' };

const { export: words, actions } = auditTexts;
const render = cardTemplate(template);

export interface ExportView {
  readonly workspace: { readonly id: string; readonly name: string };
  readonly urls: { readonly jsonl: string; readonly csv: string };
  readonly validUntil: Date;
  /** As it goes on in a sentence: `in March 2026`. */
  readonly period?: string;
  /** Most entries in a file. */
  readonly most: number;
}

/** The links to a workspace's records as files, for the chat of the person they were made for. */
export function exportCard({ workspace, urls, validUntil, period, most }: ExportView): Card {
  const title = words.title(workspace.name);
  return render({
    fallbackText: `${title}: ${words.note(most)}`,
    ...headline(title),
    subtitle: workspace.name,
    facts: [
      { title: words.facts.valid, value: moment(validUntil.toISOString()) },
      ...(period ? [{ title: words.facts.period, value: period.charAt(0).toUpperCase() + period.slice(1) }] : []),
    ],
    note: words.note(most),
    links: [
      { title: words.lines, url: urls.jsonl },
      { title: words.table, url: urls.csv },
    ],
    buttons: [button(actions.all, 'audit.show', { id: workspace.id }, { mode: 'secondary' })],
  });
}
