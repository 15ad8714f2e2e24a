import { readFileSync, writeFileSync } from 'node:fs';
import { type RequestState, requestMoves, requestWords } from '../services/requests/request.ts';

/**
 * Draws the states of a request into docs/requests.md, between its two marks, from the table that the code goes by; with
 * `--check` it only says whether the page is as it should be.
 */
const page = new URL('../docs/requests.md', import.meta.url);
const marks = ['<!-- states -->', '<!-- /states -->'] as const;

/** Mermaid's stateDiagram-v2 of the moves, and a table of what people read. */
export function requestDiagram(): string {
  const states = Object.keys(requestMoves) as RequestState[];
  const moves = states.flatMap((from) => requestMoves[from].map((to) => `  ${from} --> ${to}`));
  const ends = states.filter((state) => requestMoves[state].length === 0).map((state) => `  ${state} --> [*]`);
  const rows = states.map(
    (state) => `| \`${state}\` | ${requestWords[state]} | ${requestMoves[state].map((to) => `\`${to}\``).join(', ')} |`,
  );
  return [
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> draft',
    ...moves,
    ...ends,
    '```',
    '',
    '| state | people read | may become |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** The page with the diagram of today in it. */
export function withDiagram(text: string): string {
  const [open, close] = marks;
  const [before = '', rest = ''] = text.split(open);
  const after = rest.split(close)[1] ?? '';
  return `${before}${open}\n${requestDiagram()}\n${close}${after}`;
}

if (import.meta.main) {
  const text = readFileSync(page, 'utf8');
  const drawn = withDiagram(text);
  if (!process.argv.includes('--check')) writeFileSync(page, drawn);
  else if (drawn !== text) {
    process.stderr.write('docs/requests.md is behind the table of states: run node scripts/state-diagrams.ts\n');
    process.exitCode = 1;
  }
}
