import type { GraphError } from '@microsoft/microsoft-graph-client';
import { WorkspaceError } from '../errors.ts';
import type { NewGroup } from '../roles/membership.ts';
import { toWorkspaceError } from './errors.ts';
import type { Graph } from './graph.ts';
import { askedTwice } from './second-try.ts';

const service = "Microsoft's directory";
const callTimeoutInMs = 10_000;
/** Graph v1.0, "Upsert group": so many owners and members together at creation. */
const boundAtOnce = 20;

interface Found {
  readonly id: string;
}

/** A group with those of its people who are still to be added. */
export interface MadeGroup {
  readonly groupId: string;
  /** Made by this call: not every server of the directory may know it yet. */
  readonly isNew: boolean;
  readonly owners: readonly string[];
  readonly members: readonly string[];
}

/**
 * Graph v1.0, "Upsert group": `PATCH /groups(uniqueName='...')` with `Prefer: create-if-missing` answers 201 with the group that it made,
 * or 204 where there was one; the same key can be read by ("Get group" by this alternate key). `uniqueName` is immutable. People are bound at
 * creation alone: binding whom a group has already is an error there, and for owners an update is not documented. So it is looked first, and
 * what an upsert says to a group that appeared meanwhile, or to its own second try, is looked after.
 */
export async function makeGroup(graph: Graph, endpoint: string, group: NewGroup): Promise<MadeGroup> {
  const { key, name, description, mailNickname } = group;
  const owners = [...new Set(group.owners)];
  const members = [...new Set(group.members)];
  if (owners.length === 0) throw new WorkspaceError('invalid', 'A group needs an owner. Say who it shall be.');
  const path = `/groups(uniqueName='${encodeURIComponent(key.replaceAll("'", "''"))}')`;
  const known = await find(graph, path);
  if (known !== undefined) return { groupId: known, isNew: false, owners, members };

  const now = {
    owners: owners.slice(0, boundAtOnce),
    members: members.slice(0, Math.max(0, boundAtOnce - owners.length)),
  };
  const bind = (ids: readonly string[]) => ids.map((id) => `${endpoint}/v1.0/users/${encodeURIComponent(id)}`);
  const body = {
    ...{ displayName: name, description, mailNickname, mailEnabled: false, securityEnabled: true, groupTypes: [] },
    'owners@odata.bind': bind(now.owners),
    ...(now.members.length > 0 && { 'members@odata.bind': bind(now.members) }),
  };
  let made: Found | undefined;
  try {
    made = await askedTwice(Date.now() + callTimeoutInMs, (withinMs) =>
      graph.send<Found | undefined>('PATCH', path, body, withinMs, { prefer: 'create-if-missing' }),
    );
  } catch (error) {
    const { statusCode, message } = error as GraphError;
    if (statusCode === 404)
      throw new WorkspaceError('not-found', `${service} no longer knows somebody who is to be in it. Choose others.`, {
        cause: error,
      });
    if (statusCode !== 400) throw toWorkspaceError(error, service);
    if (!/already exist/i.test(message))
      throw new WorkspaceError('invalid', `${service} takes no group of this name. Choose another name.`, {
        cause: error,
      });
  }
  if (made)
    return {
      groupId: made.id,
      isNew: true,
      owners: owners.slice(now.owners.length),
      members: members.slice(now.members.length),
    };
  const groupId = await find(graph, path);
  if (groupId === undefined) throw notYet();
  return { groupId, isNew: false, owners, members };
}

/** Undefined where there is none under this key. */
async function find(graph: Graph, path: string): Promise<string | undefined> {
  try {
    const { id } = await askedTwice(Date.now() + callTimeoutInMs, (withinMs) =>
      graph.get<Found>(`${path}?$select=id`, withinMs),
    );
    return id;
  } catch (error) {
    if ((error as GraphError).statusCode === 404) return undefined;
    throw toWorkspaceError(error, service);
  }
}

/** "Get group": what was just made, updated or deleted may take a while until every server tells so. */
export function notYet(cause?: unknown): WorkspaceError {
  const says = `${service} has made the group and does not show it everywhere yet. Try again in a minute.`;
  return new WorkspaceError('busy', says, { cause });
}
