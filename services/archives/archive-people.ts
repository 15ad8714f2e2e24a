import { type Address, type Aggregate, defineAggregate, system } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import type { WorkspaceRole } from '../people/people.ts';
import type { Member } from '../roles/members.ts';
import type { WorkspaceArchive } from './workspace-archive.ts';

/** Who was in a workspace when its group was emptied, some hundred of them; without names, and without those who are forgotten. */
export interface ArchivePeople extends Aggregate<'kept' | 'spent'> {
  readonly people: readonly { readonly aadObjectId: string; readonly role: WorkspaceRole }[];
}

export const archivePeople = defineAggregate<ArchivePeople>({
  kind: 'archive-people',
  schema: 1,
  initial: 'kept',
  transitions: { kept: ['spent'], spent: [] },
});

type Round = Pick<WorkspaceArchive, 'workspace' | 'round'>;

/** An id takes some 80 bytes, and a document holds 64 KiB. */
const pageSize = 400;

/** Writes down who was in it; the same round again leaves what stands. Answers with the number of documents. */
export async function keepPeople(changes: Changes, archive: Round, members: readonly Member[]): Promise<number> {
  const sorted = members.toSorted((a, b) => (a.aadObjectId < b.aadObjectId ? -1 : 1));
  const pages = Math.ceil(sorted.length / pageSize);
  for (let page = 0; page < pages; page += 1) {
    const people = sorted
      .slice(page * pageSize, (page + 1) * pageSize)
      .map(({ aadObjectId, role }) => ({ aadObjectId, role }));
    await changes.change(archivePeople, address(archive, page), {
      ...{ key: 'keep', by: system, via: 'system', what: 'archive.people' },
      decide: (current) => (current ? undefined : { next: { people } }),
    });
  }
  return pages;
}

/** How many they are, as cards and the certificate say it. */
export function countsOf(members: readonly Member[]): { readonly owners: number; readonly members: number } {
  const owners = members.filter(({ role }) => role === 'owner').length;
  return { owners, members: members.length - owners };
}

/** Those of one document. */
export async function keptPeople(changes: Changes, archive: Round, page: number): Promise<ArchivePeople['people']> {
  return (await changes.get(archivePeople, address(archive, page)))?.people ?? [];
}

/** They are in the group again, or never will be: the list is not needed any more. */
export async function spendPeople(
  changes: Changes,
  archive: Round & Pick<WorkspaceArchive, 'peoplePages'>,
): Promise<void> {
  for (let page = 0; page < (archive.peoplePages ?? 0); page += 1)
    await changes.change(archivePeople, address(archive, page), {
      ...{ key: 'spend', by: system, via: 'system', what: 'archive.people' },
      decide: (current) => (current?.state === 'kept' ? { next: { state: 'spent', people: [] } } : undefined),
    });
}

function address({ workspace, round }: Round, page: number): Address {
  return { partition: `workspace/${workspace}`, id: `archive/people/${round}/${page}` };
}
