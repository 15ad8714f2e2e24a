import type { Caller, Person } from '../../services/people/people.ts';
import { may } from '../../services/policy.ts';
import type { Contact } from '../../services/roles/members.ts';
import { contactOf } from '../../services/roles/membership.ts';
import type { Services } from '../../services/services.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import type { NamedMachine } from '../inputs.ts';

/** Of how many is asked where no workspace is spoken of; more would be a call of the directory each. */
const mostWorkspaces = 10;
/** A letter alone is half the directory. */
const shortestSearch = 2;
/** Teams, "Typeahead search in Adaptive Cards": more are not shown. */
const mostOffered = 15;

/** What and whom a caller may name. */
export class Nameables {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  /** The machines of the caller's workspaces. */
  async machines(caller: Caller): Promise<readonly NamedMachine[]> {
    const [names, workspaces] = await Promise.all([
      this.#services.machines.names(),
      this.#services.workspaces.list(caller),
    ]);
    const byGroup = new Map(workspaces.map((workspace) => [workspace.resourceGroup.toLowerCase(), workspace]));
    return names.flatMap(({ name, resourceGroup }) => {
      const workspace = byGroup.get(resourceGroup);
      return workspace ? [{ name, workspace }] : [];
    });
  }

  /** The machines that are the caller's, of the workspace or of those where they work. */
  async ownMachines(
    caller: Caller,
    workspace: Workspace | undefined,
    workspaces: readonly Workspace[],
  ): Promise<readonly NamedMachine[]> {
    const here = spokenOf(caller, workspace, workspaces);
    const lists = await Promise.all(
      here.slice(0, mostWorkspaces).map(async (one) => {
        const { machines = [] } = (await this.#services.assignments.of(one)).get(caller.aadObjectId) ?? {};
        return machines.map((name) => ({ name, workspace: one }));
      }),
    );
    return lists.flat();
  }

  /** The people of the workspace, or of those where the caller works; none where the caller may not see them. */
  async people(
    caller: Caller,
    workspace: Workspace | undefined,
    workspaces: readonly Workspace[],
  ): Promise<readonly Person[]> {
    const here = spokenOf(caller, workspace, workspaces).filter((one) => may(caller, one, 'member.read'));
    const lists = await Promise.all(
      here.slice(0, mostWorkspaces).map((one) => this.#services.members.list(caller, one)),
    );
    return [...new Map(lists.flat().map((person) => [person.aadObjectId, person])).values()];
  }

  /** People of the whole directory whose name begins so, for whoever may add people somewhere; for others nobody. @throws {WorkspaceError} the directory's */
  async newcomers(caller: Caller, text: string): Promise<readonly Contact[]> {
    if (text.length < shortestSearch) return [];
    const workspaces = await this.#services.workspaces.list(caller);
    const managed = workspaces.find((workspace) => may(caller, workspace, 'member.manage'));
    if (!managed) return [];
    return (await this.#services.memberships.search(caller, managed, text)).map(contactOf);
  }

  /** People of one workspace of whose names every word written begins one, for whoever manages them; for others nobody. */
  async members(caller: Caller, workspaceId: string, text: string): Promise<readonly Person[]> {
    const workspace = (await this.#services.workspaces.list(caller)).find(({ id }) => id === workspaceId);
    if (!workspace || !may(caller, workspace, 'member.manage')) return [];
    const wanted = wordsIn(text);
    const found = (await this.#services.members.list(caller, workspace)).filter(({ name }) => {
      const words = wordsIn(name);
      return wanted.every((word) => words.some((one) => one.startsWith(word)));
    });
    return found.slice(0, mostOffered).map(({ aadObjectId, name }) => ({ aadObjectId, name }));
  }

  /** People of the whole directory whose name begins so, for whoever asks for a workspace. @throws {WorkspaceError} the directory's */
  async anybody(caller: Caller, text: string): Promise<readonly Contact[]> {
    if (text.length < shortestSearch) return [];
    return (await this.#services.setups.search(caller, text)).map(contactOf);
  }
}

function wordsIn(text: string): readonly string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  );
}

function spokenOf(
  caller: Caller,
  workspace: Workspace | undefined,
  workspaces: readonly Workspace[],
): readonly Workspace[] {
  return workspace ? [workspace] : workspaces.filter(({ id }) => caller.roles.workspaces.has(id));
}
