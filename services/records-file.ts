import type { FoundCheckpoint } from './ledger-checkpoint.ts';
import type { LedgerEntry, LedgerRecord } from './ledger-entry.ts';

export type RecordsFormat = 'jsonl' | 'csv';

/** An entry in both its shapes. */
export interface ExportedEntry {
  readonly entry: LedgerEntry;
  readonly record: LedgerRecord;
}

const columns = [
  'number',
  'at',
  'person',
  'person id',
  'roles',
  'what',
  'about',
  'from',
  'to',
  'via',
  'reason',
  'detail',
  'recorded at',
  'hash',
] as const;

/**
 * One JSON value a line: the entries, the oldest first, each with its sealed text, so that whoever has the file can hash it
 * again; then the signed checkpoints.
 */
export function jsonLines(entries: readonly ExportedEntry[], checkpoints: readonly FoundCheckpoint[]): string {
  const lines = entries.map(({ entry: { sealed, hash, open, erasedAt } }) => ({ sealed, hash, open, erasedAt }));
  const signed = checkpoints.flatMap(({ checkpoint }) => (checkpoint ? [{ checkpoint }] : []));
  return [...lines, ...signed].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** RFC 4180, in UTF-8 with a mark that spreadsheets know it by. No cell is taken for a formula. */
export function csv(entries: readonly ExportedEntry[]): string {
  const rows = entries.map(({ record }) => [
    `${record.n}`,
    record.at,
    record.person?.name ?? '',
    record.person?.aadObjectId ?? '',
    record.roles.join(' '),
    record.what,
    record.subject,
    record.from,
    record.to,
    record.via,
    record.why ?? '',
    record.detail ? JSON.stringify(record.detail) : '',
    record.sealedAt,
    record.hash,
  ]);
  return `\ufeff${[columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

/** What a spreadsheet would calculate is text to it behind an apostrophe (OWASP, "CSV Injection"). */
function cell(text: string): string {
  const harmless = /^[\s"']*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${harmless.toWellFormed().replaceAll('\0', '').replaceAll('"', '""')}"`;
}
