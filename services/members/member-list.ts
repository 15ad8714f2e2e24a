import type { MachineAssignments, MachineUse } from '../machines/machine-assignments.ts';
import type { Caller } from '../people/people.ts';
import type { PersonDirectory } from '../people/person-directory.ts';
import type { Member, Members } from '../roles/members.ts';
import { byName } from '../text/by-name.ts';
import type { Workspace } from '../workspaces/workspaces.ts';

/** Somebody of a workspace, with what Labdesk knows of them there. */
export interface ListedMember extends Member {
  /** Names of the machines that are theirs. */
  readonly machines: readonly string[];
  /** When they last wrote, pressed or connected (ISO, perhaps only the day); undefined where nothing is known. */
  readonly lastActivity?: string;
  /** The last day on which they signed in to the directory, where that was asked for and is on record. */
  readonly lastSignIn?: string;
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
    const { members, assignments } = this.#parts;
    const [all, uses] = await Promise.all([members.list(caller, workspace), assignments.of(workspace)]);
    const shown = Math.max(0, Math.min(page, Math.ceil(all.length / size) - 1));
    const owners = all.filter(({ role }) => role === 'owner').length;
    return { members: await this.#rows(all, uses, shown, size), owners, count: all.length, page: shown };
  }

  /** A page of these people, in the same order, with what is known of each; for the rules. @throws {WorkspaceError} unavailable */
  async rows(
    workspace: Workspace,
    members: readonly Member[],
    page: number,
    size: number,
  ): Promise<readonly ListedMember[]> {
    if (members.length === 0) return [];
    return await this.#rows(members, await this.#parts.assignments.of(workspace), page, size);
  }

  async #rows(
    members: readonly Member[],
    uses: ReadonlyMap<string, MachineUse>,
    page: number,
    size: number,
  ): Promise<readonly ListedMember[]> {
    const { people } = this.#parts;
    const sorted = members.toSorted((a, b) => rank(a) - rank(b) || byName(a, b));
    const rows = sorted.slice(page * size, (page + 1) * size).map(async (member) => {
      const { aadObjectId } = member;
      // That it is not known when somebody was last here is no reason to say nothing.
      const seen = (await people.get(aadObjectId).catch(() => undefined))?.lastSeenAt ?? '';
      const { machines = [], lastConnectedAt = '' } = uses.get(aadObjectId) ?? {};
      const lastActivity = [seen, lastConnectedAt].sort().at(-1);
      return { ...member, machines, ...(lastActivity && { lastActivity }) };
    });
    return await Promise.all(rows);
  }
}

function rank({ role }: Member): number {
  return role === 'owner' ? 0 : 1;
}
