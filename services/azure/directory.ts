import type { TokenSource } from '../credentials/tokens.ts';
import type { Person } from '../people/people.ts';
import type { Absence, Contact, DirectoryClient, Groups, Member, NestedGroup } from '../roles/members.ts';
import { type AutomaticReplies, absenceOf } from './automatic-replies.ts';
import { toWorkspaceError } from './errors.ts';
import { Graph, graphScope } from './graph.ts';
import { askedTwice, beforeTheSecondTry, mayPass } from './second-try.ts';

const service = "Microsoft's directory";
const callTimeoutInMs = 4_000;
/** A group of ten thousand is eleven pages. */
const listTimeoutInMs = 8_000;
/** Whether somebody is away is good to know and nothing to wait for. */
const absenceTimeoutInMs = 2_000;
/** Graph's own largest page for these lists. */
const pageSize = 999;

interface DirectoryObject {
  id: string;
  displayName?: string;
}

interface Page {
  readonly value: readonly DirectoryObject[];
  readonly '@odata.nextLink'?: string;
}

interface User extends DirectoryObject {
  mail?: string | null;
  /** `Member` or `Guest`. */
  userType?: string | null;
}

/** People and groups through Microsoft Graph. Errors are WorkspaceErrors. */
export class GraphDirectory implements DirectoryClient {
  readonly #tokens: TokenSource;
  readonly #graph: Graph;

  /** `endpoint` without a version, for example `https://graph.microsoft.com`. */
  constructor(tokens: TokenSource, endpoint: string) {
    this.#tokens = tokens;
    this.#graph = new Graph(tokens, endpoint);
  }

  async groupsOf(aadObjectId: string): Promise<Groups> {
    const person = `/users/${encodeURIComponent(aadObjectId)}`;
    try {
      const [memberOf, ownerOf] = await this.#both(
        `${person}/transitiveMemberOf/microsoft.graph.group?$select=id&$top=${pageSize}`,
        `${person}/ownedObjects/microsoft.graph.group?$select=id&$top=${pageSize}`,
        callTimeoutInMs,
      );
      return { memberOf: new Set(memberOf.map(({ id }) => id)), ownerOf: new Set(ownerOf.map(({ id }) => id)) };
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode === 404) return { memberOf: new Set(), ownerOf: new Set() };
      throw toWorkspaceError(error, service);
    }
  }

  async members(groupId: string): Promise<readonly Member[]> {
    try {
      const group = `/groups/${encodeURIComponent(groupId)}`;
      const query = `?$select=id,displayName&$top=${pageSize}`;
      const [members, owners] = await this.#both(
        `${group}/members/microsoft.graph.user${query}`,
        `${group}/owners/microsoft.graph.user${query}`,
        listTimeoutInMs,
      );
      const ids = new Set(owners.map(({ id }) => id));
      return peopleOf([...owners, ...members]).map((person) => ({
        ...person,
        role: ids.has(person.aadObjectId) ? 'owner' : 'member',
      }));
    } catch (error) {
      throw toWorkspaceError(error, service);
    }
  }

  async owners(groupId: string): Promise<readonly Person[]> {
    return await this.#peopleIn(groupId, 'owners');
  }

  async everybodyIn(groupId: string): Promise<readonly Person[]> {
    return await this.#peopleIn(groupId, 'transitiveMembers');
  }

  /** Graph, "List group members", cast to groups. */
  async groupsIn(groupId: string): Promise<readonly NestedGroup[]> {
    const path = `/groups/${encodeURIComponent(groupId)}/members/microsoft.graph.group`;
    try {
      const deadline = Date.now() + listTimeoutInMs;
      const first = await this.#get<Page>(`${path}?$select=id,displayName&$top=${pageSize}`, deadline);
      const groups = await this.#allFrom(first, deadline);
      return groups.map(({ id, displayName }) => ({ groupId: id, name: displayName ?? id }));
    } catch (error) {
      throw toWorkspaceError(error, service);
    }
  }

  /** Graph, "directoryObject: checkMemberGroups", which for a group needs GroupMember.Read.All alone. */
  async isGroupIn(groupId: string, groupIds: readonly string[]): Promise<boolean> {
    const path = `/groups/${encodeURIComponent(groupId)}/checkMemberGroups`;
    try {
      const { value } = await askedTwice(Date.now() + callTimeoutInMs, (withinMs) =>
        this.#graph.send<{ value: readonly string[] }>('POST', path, { groupIds }, withinMs),
      );
      return value.length > 0;
    } catch (error) {
      throw toWorkspaceError(error, service);
    }
  }

  async person(aadObjectId: string): Promise<Contact | undefined> {
    const path = `/users/${encodeURIComponent(aadObjectId)}?$select=id,displayName,mail,userType`;
    try {
      const { id, displayName, mail, userType } = await this.#get<User>(path, Date.now() + callTimeoutInMs);
      const isGuest = userType === 'Guest';
      return { aadObjectId: id, name: displayName ?? id, ...(mail && { mail }), ...(isGuest && { isGuest }) };
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode === 404) return undefined;
      throw toWorkspaceError(error, service);
    }
  }

  /** Needs the application permission MailboxSettings.Read; without it nobody is away. */
  async absence(aadObjectId: string): Promise<Absence | undefined> {
    const path = `/users/${encodeURIComponent(aadObjectId)}/mailboxSettings`;
    try {
      const { automaticRepliesSetting } = await this.#get<{ automaticRepliesSetting?: AutomaticReplies | null }>(
        path,
        Date.now() + absenceTimeoutInMs,
      );
      return absenceOf(automaticRepliesSetting ?? {});
    } catch (error) {
      const { statusCode = 0 } = error as { statusCode?: number };
      if (statusCode === 403 || statusCode === 404) return undefined;
      throw toWorkspaceError(error, service);
    }
  }

  /** Resolves where Graph lets us in. */
  async check(): Promise<void> {
    await this.#tokens.token(graphScope);
  }

  async #peopleIn(groupId: string, relation: 'owners' | 'transitiveMembers'): Promise<readonly Person[]> {
    const path = `/groups/${encodeURIComponent(groupId)}/${relation}/microsoft.graph.user`;
    try {
      const deadline = Date.now() + listTimeoutInMs;
      const first = await this.#get<Page>(`${path}?$select=id,displayName&$top=${pageSize}`, deadline);
      return peopleOf(await this.#allFrom(first, deadline));
    } catch (error) {
      throw toWorkspaceError(error, service);
    }
  }

  /** Two whole lists: by one request where each is a page. Either fails both. */
  async #both(
    one: string,
    other: string,
    withinMs: number,
  ): Promise<[readonly DirectoryObject[], readonly DirectoryObject[]]> {
    const deadline = Date.now() + withinMs;
    const [first, second] = await this.#firstPages([one, other], deadline);
    return await Promise.all([this.#allFrom(first!, deadline), this.#allFrom(second!, deadline)]);
  }

  /** What may pass is tried once more, alone, before anybody hears of it. */
  async #firstPages(paths: readonly string[], deadline: number): Promise<readonly Page[]> {
    const ask = async (some: readonly string[]): Promise<(Page | Error)[]> => {
      try {
        return await this.#graph.batch<Page>(some, deadline - Date.now());
      } catch (error) {
        return some.map(() => error as Error);
      }
    };
    const pages = await ask(paths);
    const failed = pages.flatMap((page, index) => (page instanceof Error ? [index] : []));
    if (failed.length > 0 && failed.every((index) => mayPass(pages[index], deadline))) {
      await beforeTheSecondTry();
      const again = await ask(failed.map((index) => paths[index]!));
      for (const [at, index] of failed.entries()) pages[index] = again[at]!;
    }
    const errors = pages.filter((page) => page instanceof Error);
    // Who is not there has no groups; who could not be looked up may well have some.
    const worst = errors.find((error) => (error as { statusCode?: number }).statusCode !== 404) ?? errors[0];
    if (worst) throw worst;
    return pages as Page[];
  }

  async #allFrom(first: Page, deadline: number): Promise<readonly DirectoryObject[]> {
    let next = first['@odata.nextLink'];
    if (!next) return first.value;
    const found = [...first.value];
    while (next) {
      const page: Page = await this.#get<Page>(next, deadline);
      found.push(...page.value);
      next = page['@odata.nextLink'];
    }
    return found;
  }

  async #get<T>(path: string, deadline: number): Promise<T> {
    return await askedTwice(deadline, (withinMs) => this.#graph.get<T>(path, withinMs));
  }
}

/** Each once, in the order they came. */
function peopleOf(objects: readonly DirectoryObject[]): Person[] {
  return [
    ...new Map(objects.map(({ id, displayName }) => [id, { aadObjectId: id, name: displayName ?? id }])).values(),
  ];
}
