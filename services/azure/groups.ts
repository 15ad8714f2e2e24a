import { WorkspaceError } from '../errors.ts';
import type { Candidate, GroupChanges, GroupClient } from '../membership.ts';
import type { TokenSource } from '../tokens.ts';
import { toWorkspaceError } from './errors.ts';
import { Graph } from './graph.ts';
import { readChanges } from './group-delta.ts';
import { askedTwice } from './second-try.ts';
import { inOrderOfLikeness, searchWords } from './user-search.ts';

const service = "Microsoft's directory";
const callTimeoutInMs = 8_000;
/** Somebody waits for the list while they type. */
const searchTimeoutInMs = 4_000;
/** Out of more than were asked for, the likeliest are shown: Graph names them in no order. */
const foundAtMost = 50;

interface User {
  readonly id: string;
  readonly displayName?: string | null;
  readonly mail?: string | null;
  readonly userPrincipalName?: string;
  readonly jobTitle?: string | null;
  readonly department?: string | null;
  readonly userType?: string | null;
}

interface Failure {
  readonly statusCode?: number;
  readonly message?: string;
}

/**
 * People in groups through Microsoft Graph. Needs the application permissions GroupMember.ReadWrite.All for members,
 * Group.ReadWrite.All for owners, and User.Read.All. Everything may be asked twice: what is so already is no error.
 */
export class GraphGroups implements GroupClient {
  readonly #graph: Graph;
  readonly #endpoint: string;

  /** `endpoint` without a version, for example `https://graph.microsoft.com`. */
  constructor(tokens: TokenSource, endpoint: string) {
    this.#graph = new Graph(tokens, endpoint);
    this.#endpoint = endpoint;
  }

  async addMember(groupId: string, aadObjectId: string): Promise<void> {
    await this.#add(groupId, 'members', aadObjectId);
  }

  async removeMember(groupId: string, aadObjectId: string): Promise<void> {
    await this.#remove(groupId, 'members', aadObjectId);
  }

  async addOwner(groupId: string, aadObjectId: string): Promise<void> {
    await this.#add(groupId, 'owners', aadObjectId);
  }

  async removeOwner(groupId: string, aadObjectId: string): Promise<void> {
    await this.#remove(groupId, 'owners', aadObjectId);
  }

  /** Graph, "Use the $search query parameter": by words in the name, by the beginning of addresses. Accounts that are off are left out. */
  async search(text: string, limit = 10): Promise<readonly Candidate[]> {
    const words = searchWords(text);
    if (!words) return [];
    const quoted = words.replace(/[\\"]/g, '\\$&');
    const clauses = ['displayName', 'mail', 'userPrincipalName'].map((name) => `"${name}:${quoted}"`);
    const query = [
      `$search=${encodeURIComponent(clauses.join(' OR '))}`,
      `$filter=${encodeURIComponent('accountEnabled eq true')}`,
      '$select=id,displayName,mail,userPrincipalName,jobTitle,department,userType',
      `$top=${Math.max(limit, foundAtMost)}`,
    ];
    try {
      const path = `/users?${query.join('&')}`;
      const { value } = await askedTwice(Date.now() + searchTimeoutInMs, (withinMs) =>
        this.#graph.get<{ value: readonly User[] }>(path, withinMs, { consistencylevel: 'eventual' }),
      );
      return inOrderOfLikeness(value.map(candidate), words).slice(0, limit);
    } catch (error) {
      if ((error as Failure).statusCode !== 400) throw toWorkspaceError(error, service);
      const says = `${service} cannot look for this. Write a part of a name or an address.`;
      throw new WorkspaceError('invalid', says, { cause: error });
    }
  }

  async changes(groupId: string, link?: string): Promise<GroupChanges | undefined> {
    try {
      return await readChanges(this.#graph, groupId, link);
    } catch (error) {
      throw toWorkspaceError(error, service);
    }
  }

  async #add(groupId: string, relation: 'members' | 'owners', aadObjectId: string): Promise<void> {
    const reference = `${this.#endpoint}/v1.0/directoryObjects/${encodeURIComponent(aadObjectId)}`;
    const path = `/groups/${encodeURIComponent(groupId)}/${relation}/$ref`;
    await this.#change('POST', path, { '@odata.id': reference }, ({ statusCode, message = '' }) => {
      return statusCode === 400 && /already exist/i.test(message);
    });
  }

  async #remove(groupId: string, relation: 'members' | 'owners', aadObjectId: string): Promise<void> {
    // Without the $ref at its end Graph would take the person out of the whole directory.
    const path = `/groups/${encodeURIComponent(groupId)}/${relation}/${encodeURIComponent(aadObjectId)}/$ref`;
    await this.#change('DELETE', path, undefined, ({ statusCode, message = '' }) => {
      return statusCode === 404 || (statusCode === 400 && /references do not exist/i.test(message));
    });
  }

  async #change(
    method: 'POST' | 'DELETE',
    path: string,
    body: object | undefined,
    isSoAlready: (failure: Failure) => boolean,
  ): Promise<void> {
    try {
      await askedTwice(Date.now() + callTimeoutInMs, (withinMs) => this.#graph.send(method, path, body, withinMs));
    } catch (error) {
      const failure = error as Failure;
      if (isSoAlready(failure)) return;
      if (failure.statusCode !== 400) throw toWorkspaceError(error, service);
      throw /at least one owner/i.test(failure.message ?? '')
        ? new WorkspaceError('conflict', 'This is the last owner. Make somebody else an owner first.', { cause: error })
        : new WorkspaceError(
            'refused',
            `${service} takes no such change of this group. Ask an admin how its people are managed.`,
            { cause: error },
          );
    }
  }
}

function candidate(user: User): Candidate {
  const { id, displayName, mail, userPrincipalName = '', jobTitle, department } = user;
  return {
    aadObjectId: id,
    name: displayName ?? id,
    userPrincipalName,
    ...(mail && { mail }),
    ...(jobTitle && { jobTitle }),
    ...(department && { department }),
    isGuest: user.userType === 'Guest',
  };
}
