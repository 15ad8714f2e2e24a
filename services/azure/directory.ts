import { setTimeout as delay } from 'node:timers/promises';
import type { PageCollection } from '@microsoft/microsoft-graph-client';
import { DateTime } from 'luxon';
import type { Absence, Contact, DirectoryClient, Groups } from '../members.ts';
import type { Person } from '../people.ts';
import type { TokenSource } from '../tokens.ts';
import { toWorkspaceError } from './errors.ts';
import { Graph, graphScope } from './graph.ts';

const service = "Microsoft's directory";
const callTimeoutInMs = 4_000;
/** Whether somebody is away is good to know and nothing to wait for. */
const absenceTimeoutInMs = 2_000;
const retryAfterInMs = 250;
/** Graph's own largest page for these lists. */
const pageSize = 999;

interface DirectoryObject {
  id: string;
  displayName?: string;
}

interface User extends DirectoryObject {
  mail?: string | null;
}

interface Moment {
  dateTime?: string;
  timeZone?: string;
}

/** Graph's `automaticRepliesSetting`. */
interface AutomaticReplies {
  status?: string;
  scheduledStartDateTime?: Moment | null;
  scheduledEndDateTime?: Moment | null;
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
      const [memberOf, ownerOf] = await Promise.all([
        this.#all(`${person}/transitiveMemberOf/microsoft.graph.group?$select=id&$top=${pageSize}`),
        this.#all(`${person}/ownedObjects/microsoft.graph.group?$select=id&$top=${pageSize}`),
      ]);
      return { memberOf: new Set(memberOf.map(({ id }) => id)), ownerOf: new Set(ownerOf.map(({ id }) => id)) };
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode === 404) return { memberOf: new Set(), ownerOf: new Set() };
      throw toWorkspaceError(error, service);
    }
  }

  async members(groupId: string): Promise<readonly Person[]> {
    try {
      const group = `/groups/${encodeURIComponent(groupId)}`;
      const query = `?$select=id,displayName&$top=${pageSize}`;
      const [members, owners] = await Promise.all([
        this.#all(`${group}/members/microsoft.graph.user${query}`),
        this.#all(`${group}/owners/microsoft.graph.user${query}`),
      ]);
      return peopleOf([...owners, ...members]);
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

  async person(aadObjectId: string): Promise<Contact | undefined> {
    const path = `/users/${encodeURIComponent(aadObjectId)}?$select=id,displayName,mail`;
    try {
      const { id, displayName, mail } = await this.#get<User>(path, Date.now() + callTimeoutInMs);
      return { aadObjectId: id, name: displayName ?? id, ...(mail && { mail }) };
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
      return peopleOf(await this.#all(`${path}?$select=id,displayName&$top=${pageSize}`));
    } catch (error) {
      throw toWorkspaceError(error, service);
    }
  }

  async #all(path: string): Promise<DirectoryObject[]> {
    const found: DirectoryObject[] = [];
    let next: string | undefined = path;
    const deadline = Date.now() + callTimeoutInMs;
    while (next) {
      const page: PageCollection = await this.#get(next, deadline);
      found.push(...page.value);
      next = page['@odata.nextLink'];
    }
    return found;
  }

  /** What may pass is tried once more before anybody hears of it. */
  async #get<T>(path: string, deadline: number): Promise<T> {
    try {
      return await this.#graph.get<T>(path, deadline - Date.now());
    } catch (error) {
      const { statusCode = 0 } = error as { statusCode?: number };
      if (deadline - Date.now() <= retryAfterInMs || (statusCode >= 400 && statusCode < 500)) throw error;
    }
    await delay(retryAfterInMs);
    return await this.#graph.get<T>(path, deadline - Date.now());
  }
}

/** Each once, in the order they came. */
function peopleOf(objects: readonly DirectoryObject[]): Person[] {
  return [
    ...new Map(objects.map(({ id, displayName }) => [id, { aadObjectId: id, name: displayName ?? id }])).values(),
  ];
}

/** Graph, "automaticRepliesSetting resource type": the times count only where the status is `scheduled`. */
function absenceOf({ status, scheduledStartDateTime, scheduledEndDateTime }: AutomaticReplies): Absence | undefined {
  if (status === 'alwaysEnabled') return {};
  if (status !== 'scheduled') return undefined;
  const [from, until] = [dateOf(scheduledStartDateTime), dateOf(scheduledEndDateTime)];
  return { ...(from && { from }), ...(until && { until }) };
}

/** Times come in UTC unless somebody asks for another zone. */
function dateOf(moment: Moment | null | undefined): Date | undefined {
  const time = DateTime.fromISO(moment?.dateTime ?? '', { zone: moment?.timeZone ?? 'utc' });
  const date = time.isValid ? time : DateTime.fromISO(moment?.dateTime ?? '', { zone: 'utc' });
  return date.isValid ? date.toJSDate() : undefined;
}
