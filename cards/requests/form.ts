import { type FileUse, requestName } from '../../services/request.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { shorten } from '../share.ts';
import { requestTexts as words } from '../texts/requests.ts';
import { brief } from '../texts.ts';
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
  /** Paths that are chosen already; those that are not among the choices are written below them. */
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
export function requestForm({
  workspace,
  number,
  choices,
  chosen,
  more,
  purpose,
  use,
  note = '',
  usual,
}: RequestForm): Card {
  const name = number === undefined ? undefined : requestName({ workspace: workspace.id, number });
  const files = offered(choices, chosen);
  const shown = new Set(files.map(({ path }) => path));
  const others = written(chosen.filter((path) => !shown.has(path)));
  const title = name ? form.titleOf(name) : form.title;
  const notes = [shorten(note, mostBytes.note), others.left > 0 ? form.tooMany(others.left) : '']
    .filter(Boolean)
    .join(' ');
  const isChosen = new Set(chosen);
  return render({
    fallbackText: `${title}: ${form.subtitle(brief(workspace.name), usual)}. ${notes}`.trim(),
    ...headline(title),
    subtitle: form.subtitle(brief(workspace.name), usual),
    note: notes,
    filesLabel: form.files,
    files: files.map(({ choice }) => choice),
    style: 'expanded',
    chosen: files
      .filter(({ path }) => isChosen.has(path))
      .map(({ choice }) => choice.value)
      .join(','),
    others:
      more || others.text || others.left > 0 || files.length < choices.length || files.length === 0
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
}

/** In their order, and of those for which there is no room first the ones that are not chosen left out. */
function offered(choices: RequestForm['choices'], chosen: readonly string[]): Offered[] {
  const wanted = new Set(chosen);
  const byWish = [
    ...choices.filter(({ path }) => wanted.has(path)),
    ...choices.filter(({ path }) => !wanted.has(path)),
  ];
  const kept = new Set<string>();
  let bytes = mostBytes.choices;
  for (const file of byWish) {
    const choice = fileChoice(file);
    const size = sizeOf(choice) + (wanted.has(file.path) ? sizeOf(choice.value) : 0);
    if (size > bytes || kept.size === mostChoices) continue;
    bytes -= size;
    kept.add(file.path);
  }
  return choices.filter(({ path }) => kept.has(path)).map((file) => ({ path: file.path, choice: fileChoice(file) }));
}

/** Paths one a line, as many as there is room for. */
function written(paths: readonly string[]): { readonly text: string; readonly left: number } {
  const lines: string[] = [];
  let bytes = mostBytes.others;
  for (const path of paths) {
    bytes -= sizeOf(path) + 2;
    if (bytes < 0 || /\n/.test(path)) break;
    lines.push(path);
  }
  return { text: lines.join('\n'), left: paths.length - lines.length };
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
