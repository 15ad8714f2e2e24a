import { hash } from 'node:crypto';
import { type Actor, type Aggregate, defineAggregate, type HistoryEntry } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import type { Clock } from '../time/clock.ts';
import { ledgerPartition } from './ledger-entry.ts';

/** Something that changed nothing and is on record all the same: an attempt that was refused, something that was read. */
export interface LedgerNote extends Aggregate<'noted'> {
  readonly workspace: string;
  /** What it is about: the id of a document, or `workspace`. */
  readonly subject: string;
}

export interface Noted {
  readonly by: Actor;
  /** As history says it: `request.approve.refused`. */
  readonly what: string;
  readonly via: HistoryEntry['via'];
  /** Once per key. */
  readonly key: string;
  /** Default `workspace`. */
  readonly subject?: string;
  readonly why?: string;
  readonly detail?: HistoryEntry['detail'];
}

/** Longer than sealing may take, and than anybody repeats a command. */
const keptInMs = 60 * 86_400_000;

export const ledgerNote = defineAggregate<LedgerNote>({
  kind: 'ledger-note',
  schema: 1,
  initial: 'noted',
  transitions: { noted: [] },
  ledger: ({ workspace }) => workspace,
});

/** Writes the note down; its sealing follows. */
export async function writeNote(changes: Changes, clock: Clock, workspace: string, noted: Noted): Promise<void> {
  const { by, what, via, key, why, detail, subject = 'workspace' } = noted;
  const id = `note/${hash('sha256', `labdesk/ledger/note/1\n${key}`)}`;
  await changes.change(
    ledgerNote,
    { partition: ledgerPartition(workspace), id },
    {
      key,
      by,
      via,
      what,
      why,
      decide: (current) => {
        if (current) return undefined;
        const expiresAt = new Date(clock.now().getTime() + keptInMs).toISOString();
        return { next: { workspace, subject, expiresAt }, detail };
      },
    },
  );
}
