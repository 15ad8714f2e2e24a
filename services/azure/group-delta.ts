import { WorkspaceError } from '../errors.ts';
import type { Person } from '../people/people.ts';
import type { GroupChanges, PeopleChanges } from '../roles/membership.ts';
import type { Graph } from './graph.ts';
import { askedTwice } from './second-try.ts';

/** Of each page; nobody waits for them. */
const callTimeoutInMs = 8_000;
/** Graph, "directoryObject: getByIds": at most so many at once. */
const namesAtOnce = 1000;
const user = '#microsoft.graph.user';

interface DeltaObject {
  readonly id: string;
  readonly '@odata.type'?: string;
  readonly '@removed'?: { readonly reason?: string };
}

const relations = ['members', 'owners'] as const;
type Relation = (typeof relations)[number];

interface DeltaPage {
  readonly value: readonly (DeltaObject & { readonly [relation in `${Relation}@delta`]?: readonly DeltaObject[] })[];
  readonly '@odata.nextLink'?: string;
  readonly '@odata.deltaLink'?: string;
}

interface Named {
  readonly id: string;
  readonly displayName?: string | null;
}

/**
 * Who came into a group and who left it, and the same of its owners, by Graph's "group: delta" of this group alone. Groups and devices in it are left out.
 * Undefined where the link is too old, or none of this Graph's. @throws not-found where the group was deleted, or a GraphError
 */
export async function readChanges(graph: Graph, groupId: string, link?: string): Promise<GroupChanges | undefined> {
  if (link !== undefined && !isOurs(graph, link)) return undefined;
  const isIn = { members: new Map<string, boolean>(), owners: new Map<string, boolean>() };
  let next = link ?? `/groups/delta?$select=${relations}&$filter=${encodeURIComponent(`id eq '${quoted(groupId)}'`)}`;
  let end: string | undefined;
  try {
    while (end === undefined) {
      const page: DeltaPage = await ask((withinMs) => graph.get(next, withinMs));
      take(page, groupId, isIn);
      end = page['@odata.deltaLink'];
      next = page['@odata.nextLink'] ?? next;
      if (end === undefined && !page['@odata.nextLink']) throw new Error('A round of changes ended without a link.');
    }
  } catch (error) {
    if (link !== undefined && isTooOld(error)) return undefined;
    throw error;
  }
  const people = await named(graph, [...new Set(relations.flatMap((relation) => where(isIn[relation], true)))]);
  const changes = (relation: Relation): PeopleChanges => ({
    added: where(isIn[relation], true).flatMap((id) => people.get(id) ?? []),
    // Also a first round may name some who are gone.
    removed: link === undefined ? [] : where(isIn[relation], false),
  });
  return { members: changes('members'), owners: changes('owners'), link: end };
}

function where(isIn: ReadonlyMap<string, boolean>, wanted: boolean): string[] {
  return [...isIn].flatMap(([id, is]) => (is === wanted ? [id] : []));
}

/** A group may come many times, with a part of its people each; what comes last is true. */
function take({ value }: DeltaPage, groupId: string, isIn: Record<Relation, Map<string, boolean>>): void {
  for (const group of value) {
    if (group.id.toLowerCase() !== groupId.toLowerCase()) continue;
    if (group['@removed'])
      throw new WorkspaceError('not-found', "Microsoft's directory no longer knows this group. Tell an admin.");
    for (const relation of relations)
      for (const { id, '@odata.type': type = user, '@removed': removed } of group[`${relation}@delta`] ?? [])
        if (type === user) isIn[relation].set(id, !removed);
  }
}

/** Those of them who are people and still there: a delta tells ids alone. */
async function named(graph: Graph, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  const found = new Map<string, Person>();
  for (let at = 0; at < ids.length; at += namesAtOnce) {
    const body = { ids: ids.slice(at, at + namesAtOnce), types: ['user'] };
    const path = '/directoryObjects/getByIds?$select=id,displayName';
    const { value } = await ask((withinMs) => graph.send<{ value: readonly Named[] }>('POST', path, body, withinMs));
    for (const { id, displayName } of value) found.set(id, { aadObjectId: id, name: displayName ?? id });
  }
  return found;
}

async function ask<T>(call: (withinMs: number) => Promise<T>): Promise<T> {
  return await askedTwice(Date.now() + callTimeoutInMs, call);
}

function isOurs(graph: Graph, link: string): boolean {
  try {
    return graph.pathOf(link).startsWith('/v1.0/groups/');
  } catch {
    return false;
  }
}

/** Graph, "Use delta query", "Synchronization reset" and "Token duration": 410, or another 4xx that names the state. */
function isTooOld(error: unknown): boolean {
  const { statusCode = 0, code } = error as { statusCode?: number; code?: string | null };
  return statusCode === 410 || (statusCode >= 400 && statusCode < 500 && /^(syncState|resync)/i.test(code ?? ''));
}

/** In a literal of OData. */
function quoted(text: string): string {
  return text.replaceAll("'", "''");
}
