import type { TokenSource } from '../credentials/tokens.ts';
import { WorkspaceError } from '../errors.ts';
import type { Candidate, FailedChange, GroupChanges, GroupClient, NewGroup } from '../roles/membership.ts';
import { toWorkspaceError } from './errors.ts';
import { type BatchCall, Graph } from './graph.ts';
import { readChanges } from './group-delta.ts';
import { makeGroup, notYet } from './group-making.ts';
import { changeMany } from './group-many.ts';
import { searchPeople } from './people-search.ts';
import { askedTwice } from './second-try.ts';

const service = "Microsoft's directory";
const callTimeoutInMs = 8_000;
type Relation = 'members' | 'owners';

interface Failure {
  readonly statusCode?: number;
  readonly message?: string;
}

/**
 * People in groups through Microsoft Graph. Needs the application permissions GroupMember.ReadWrite.All for members,
 * Group.ReadWrite.All for owners and for groups themselves, and User.Read.All. Everything may be asked twice: what is so already is no error.
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

  async search(text: string, limit?: number): Promise<readonly Candidate[]> {
    return await searchPeople(this.#graph, text, limit);
  }

  async changes(groupId: string, link?: string): Promise<GroupChanges | undefined> {
    try {
      return await readChanges(this.#graph, groupId, link);
    } catch (error) {
      throw toWorkspaceError(error, service);
    }
  }

  async addMembers(groupId: string, aadObjectIds: readonly string[]): Promise<readonly FailedChange[]> {
    return await this.#addMany(groupId, 'members', aadObjectIds);
  }

  async removeMembers(groupId: string, aadObjectIds: readonly string[]): Promise<readonly FailedChange[]> {
    const call = (id: string) => removal(groupId, 'members', id);
    return await changeMany(this.#graph, aadObjectIds, { call, isSoAlready: isGone, toError });
  }

  async create(group: NewGroup): Promise<{ readonly groupId: string }> {
    const { groupId, isNew, owners, members } = await makeGroup(this.#graph, this.#endpoint, group);
    const [failed] = [
      ...(await this.#addMany(groupId, 'owners', owners)),
      ...(await this.#addMany(groupId, 'members', members)),
    ];
    if (failed) throw isNew && failed.error.code === 'not-found' ? notYet(failed.error) : failed.error;
    return { groupId };
  }

  /** Graph v1.0, "Delete group". */
  async remove(groupId: string): Promise<void> {
    await this.#change({ method: 'DELETE', path: `/groups/${encodeURIComponent(groupId)}` }, ({ statusCode }) => {
      return statusCode === 404;
    });
  }

  async #add(groupId: string, relation: Relation, aadObjectId: string): Promise<void> {
    await this.#change(this.#addition(groupId, relation, aadObjectId), isThere);
  }

  async #addMany(groupId: string, relation: Relation, ids: readonly string[]): Promise<readonly FailedChange[]> {
    const call = (id: string) => this.#addition(groupId, relation, id);
    return await changeMany(this.#graph, ids, { call, isSoAlready: isThere, toError });
  }

  #addition(groupId: string, relation: Relation, aadObjectId: string): BatchCall {
    const reference = `${this.#endpoint}/v1.0/directoryObjects/${encodeURIComponent(aadObjectId)}`;
    const path = `/groups/${encodeURIComponent(groupId)}/${relation}/$ref`;
    return { method: 'POST', path, body: { '@odata.id': reference } };
  }

  async #remove(groupId: string, relation: Relation, aadObjectId: string): Promise<void> {
    await this.#change(removal(groupId, relation, aadObjectId), isGone);
  }

  async #change({ method, path, body }: BatchCall, isSoAlready: (failure: Failure) => boolean): Promise<void> {
    try {
      await askedTwice(Date.now() + callTimeoutInMs, (withinMs) => this.#graph.send(method, path, body, withinMs));
    } catch (error) {
      if (!isSoAlready(error as Failure)) throw toError(error);
    }
  }
}

/** Without the $ref at its end Graph would take the person out of the whole directory. */
function removal(groupId: string, relation: Relation, aadObjectId: string): BatchCall {
  const path = `/groups/${encodeURIComponent(groupId)}/${relation}/${encodeURIComponent(aadObjectId)}/$ref`;
  return { method: 'DELETE', path };
}

function isThere({ statusCode, message = '' }: Failure): boolean {
  return statusCode === 400 && /already exist/i.test(message);
}

function isGone({ statusCode, message = '' }: Failure): boolean {
  return statusCode === 404 || (statusCode === 400 && /references do not exist/i.test(message));
}

function toError(error: unknown): WorkspaceError {
  const { statusCode, message = '' } = error as Failure;
  if (statusCode !== 400) return toWorkspaceError(error, service);
  return /at least one owner/i.test(message)
    ? new WorkspaceError('conflict', 'This is the last owner. Make somebody else an owner first.', { cause: error })
    : new WorkspaceError(
        'refused',
        `${service} takes no such change of this group. Ask an admin how its people are managed.`,
        { cause: error },
      );
}
