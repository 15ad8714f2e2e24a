import { withoutTraces } from '../people/forgetting.ts';
import { type ArchiveKey, type WorkspaceArchive, workspaceArchive } from './workspace-archive.ts';

/**
 * The end of a workspace without what one person left in it, the place of their chat too. Certificates stay as they were signed: they name
 * nobody, and hold the object ids of both keys as evidence.
 */
export function archiveWithoutPerson(archive: WorkspaceArchive, person: string): WorkspaceArchive {
  const { proposed, confirmed, restored } = archive;
  return withoutTraces(
    workspaceArchive,
    {
      ...archive,
      proposed: placeless(proposed, person),
      ...(confirmed && { confirmed: placeless(confirmed, person) }),
      ...(restored && { restored: placeless(restored, person) }),
    },
    { person },
  );
}

function placeless({ place, ...key }: ArchiveKey, person: string): ArchiveKey {
  return key.by.aadObjectId === person || !place ? key : { ...key, place };
}
