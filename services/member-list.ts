import type { MachineAssignments } from './machine-assignments.ts';
import type { Member, Members } from './members.ts';
import type { Caller } from './people.ts';
import type { PersonDirectory } from './person-directory.ts';
import type { Workspace } from './workspaces.ts';

/** Somebody of a workspace, with what Labdesk knows of them there. */
export interface ListedMember extends Member {
  /** Names of the machines that are theirs. */
  readonly machines: readonly string[];
  /** When they last wrote, pressed or connected (ISO, perhaps only the day); undefined where nothing is known. */
  readonly lastActivity?: string;
}

export interface MemberPage {
  readonly members: readonly ListedMember[];
  readonly owners: number;
  readonly count: number;
  /** Counted from 0; the last one where a later was asked for. */
  readonly page: number;
}

export interface MemberListsParts {
  readonly members: Pick<Members, 'list'>;
  readonly assignments: Pick<MachineAssignments, 'of'>;
  readonly people: Pick<PersonDirectory, 'get'>;
}

/** Who is in a workspace, page by page. */
export class MemberLists {
  readonly #parts: MemberListsParts;

  constructor(parts: MemberListsParts) {
    this.#parts = parts;
  }

  /** Owners first, then by name. @throws {WorkspaceError} not-found, forbidden, and the directory's */
  async page(caller: Caller, workspace: Workspace, page: number, size: number): Promise<MemberPage> {
    const { members, assignments, people } = this.#parts;
    const [all, uses] = await Promise.all([members.list(caller, workspace), assignments.of(workspace)]);
    const sorted = all.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'en', { numeric: true }));
    const shown = Math.max(0, Math.min(page, Math.ceil(sorted.length / size) - 1));
    const rows = sorted.slice(shown * size, (shown + 1) * size).map(async (member) => {
      const { aadObjectId } = member;
      // That it is not known when somebody was last here is no reason to say nothing.
      const seen = (await people.get(aadObjectId).catch(() => undefined))?.lastSeenAt ?? '';
      const { machines = [], lastConnectedAt = '' } = uses.get(aadObjectId) ?? {};
      const lastActivity = [seen, lastConnectedAt].sort().at(-1);
      return { ...member, machines, ...(lastActivity && { lastActivity }) };
    });
    const owners = all.filter(({ role }) => role === 'owner').length;
    return { members: await Promise.all(rows), owners, count: all.length, page: shown };
  }
}

function rank({ role }: Member): number {
  return role === 'owner' ? 0 : 1;
}
