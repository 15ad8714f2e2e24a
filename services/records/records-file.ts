import type { FoundCheckpoint } from '../ledger/ledger-checkpoint.ts';
import type { LedgerEntry, LedgerRecord } from '../ledger/ledger-entry.ts';
import { csvText } from '../text/csv.ts';
import type { IssuedCertificate } from './deletion-certificates.ts';

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
 * again; then the signed checkpoints, and the deletion certificates where there are any.
 */
export function jsonLines(
  entries: readonly ExportedEntry[],
  checkpoints: readonly FoundCheckpoint[],
  certificates: readonly IssuedCertificate[] = [],
): string {
  const lines = entries.map(({ entry: { sealed, hash, open, erasedAt } }) => ({ sealed, hash, open, erasedAt }));
  const signed = checkpoints.flatMap(({ checkpoint }) => (checkpoint ? [{ checkpoint }] : []));
  const issued = certificates.map(({ id, certificate }) => ({ certificate: { id, ...certificate } }));
  return [...lines, ...signed, ...issued].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** The entries as a table, the oldest first. */
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
  return csvText(columns, rows);
}
