import { system } from '../../services/change/aggregate.ts';
import type { LedgerRecord } from '../../services/ledger/ledger-entry.ts';
import { deskPlace } from '../../services/workspaces/desk-place.ts';
import { auditTexts as words } from '../texts/audit.ts';
import { brief } from '../wording.ts';

/** "Owner approved oncology-42". */
export function sentenceOf(record: LedgerRecord, workspace: { readonly id: string; readonly name: string }): string {
  return words.sentence(whoOf(record), record.what, thingOf(record, workspace));
}

/** A name, or the roles alone where the name was removed. */
export function whoOf({ person, roles }: LedgerRecord): string {
  if (!person) return words.unnamed(roles.join(', '));
  return person.aadObjectId === system.aadObjectId ? words.labdesk : brief(person.name);
}

/** What an entry is about, as people call it. */
function thingOf(
  { subject, detail, what }: LedgerRecord,
  workspace: { readonly id: string; readonly name: string },
): string {
  // At the admin's desk the words say it all.
  if (what.startsWith('admin.')) return '';
  const slash = subject.indexOf('/');
  const [kind, id] = [subject.slice(0, slash), subject.slice(slash + 1)];
  if (kind === 'request') return `${workspace.id}-${id}`;
  if (kind === 'machine') return id;
  const isRefused = workspace.id === deskPlace.id && what.endsWith('.refused');
  const place = workspace.id === deskPlace.id ? (detail?.workspace ?? (isRefused ? words.some : undefined)) : undefined;
  const named = detail?.request ?? detail?.machine ?? place;
  return named === undefined ? workspace.name : `${named}`;
}
