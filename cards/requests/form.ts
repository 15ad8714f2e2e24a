import { type FileUse, requestName } from '../../services/requests/request.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { shorten } from '../share.ts';
import { requestTexts as words } from '../texts/requests.ts';
import { brief } from '../wording.ts';
import { type Choice, fileChoice } from './choice.ts';
import template from './form.json' with { type: 'json' };

const { form, actions } = words;
const render = cardTemplate(template, 20_000);
const mostChoices = 20;
/** What people wrote or chose must come back whole, so it is left out rather than cut where the card has no room. */
const mostBytes = { choices: 5_500, others: 1_500, purpose: 3_000, note: 600 } as const;

export interface RequestForm {
  readonly workspace: { readonly id: string; readonly name: string };
  /** Of the draft or returned request that is being changed; undefined for a new one. */
  readonly number?: number;
  /** Files to choose from, the likeliest first. */
  readonly choices: readonly { readonly path: string; readonly bytes: number }[];
  /** What is chosen already; paths and names that are not among the choices are written below them. */
  readonly chosen: readonly string[];
  /** Whether the workspace has files beside the choices. */
  readonly more: boolean;
  readonly purpose: string;
  readonly use: FileUse;
  /** What is missing or unknown, in finished sentences. */
  readonly note?: string;
  /** How long owners usually take: "3 hours". */
  readonly usual?: string;
}

/** Asks for files: prefilled with what is known, to be sent to the owner or kept. */
export function requestForm(view: RequestForm): Card {
  const { workspace, chosen, purpose, use, note = '', usual } = view;
  const name = view.number === undefined ? undefined : requestName({ workspace: workspace.id, number: view.number });
  const files = offered(view.choices, new Set(chosen));
  const shown = new Set(files.map(({ path }) => path));
  const others = written(chosen.filter((path) => !shown.has(path)));
  const asksOthers = view.more || others.text !== '' || files.length < view.choices.length || files.length === 0;
  const title = name ? form.titleOf(name) : form.title;
  const subtitle = form.subtitle(brief(workspace.name), usual);
  const notes = [shorten(note, mostBytes.note), others.left > 0 ? form.tooMany(others.left) : '']
    .filter(Boolean)
    .join(' ');
  return render({
    fallbackText: `${title}: ${subtitle}. ${notes}`.trim(),
    ...headline(title),
    subtitle,
    note: notes,
    filesLabel: form.files,
    files: files.map(({ choice }) => choice),
    chosen: files.flatMap(({ isChosen, choice }) => (isChosen ? [choice.value] : [])).join(','),
    others: asksOthers
      ? [
          {
            label: files.length > 0 ? form.others : form.othersInstead,
            value: others.text,
            placeholder: form.othersPlaceholder,
          },
        ]
      : [],
    purposeLabel: form.purpose,
    purpose: shorten(purpose, mostBytes.purpose),
    purposePlaceholder: form.purposePlaceholder,
    useLabel: form.use,
    use,
    uses: Object.entries(form.uses).map(([value, title]) => ({ value, title })),
    buttons: [
      button(actions.send, 'request.submit', { id: name ?? workspace.id }, { style: 'positive' }),
      button(actions.keep, 'request.access', { id: name ?? workspace.id }, { mode: 'secondary' }),
    ],
  });
}

interface Offered {
  readonly path: string;
  readonly choice: Choice;
  readonly isChosen: boolean;
}

/** In their order; where there is no room for all, those that are not chosen are left out first. */
function offered(choices: RequestForm['choices'], chosen: ReadonlySet<string>): Offered[] {
  const all = choices.map((file) => ({ path: file.path, choice: fileChoice(file), isChosen: chosen.has(file.path) }));
  const kept = new Set<Offered>();
  let bytes = mostBytes.choices;
  for (const each of [...all.filter(({ isChosen }) => isChosen), ...all.filter(({ isChosen }) => !isChosen)]) {
    const size = sizeOf(each.choice) + (each.isChosen ? sizeOf(each.choice.value) : 0);
    if (size > bytes || kept.size === mostChoices) continue;
    bytes -= size;
    kept.add(each);
  }
  return all.filter((each) => kept.has(each));
}

/** Lines, as many as there is room for. */
function written(lines: readonly string[]): { readonly text: string; readonly left: number } {
  const kept: string[] = [];
  let bytes = mostBytes.others;
  for (const line of lines) {
    bytes -= sizeOf(line);
    if (bytes < 0 || line.includes('\n')) break;
    kept.push(line);
  }
  return { text: kept.join('\n'), left: lines.length - kept.length };
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
