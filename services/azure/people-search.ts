import { WorkspaceError } from '../errors.ts';
import type { Candidate } from '../roles/membership.ts';
import { toWorkspaceError } from './errors.ts';
import type { Graph } from './graph.ts';
import { nearbyClauses, nearest } from './near-people.ts';
import { askedTwice } from './second-try.ts';
import { inOrderOfLikeness, searchWords } from './user-search.ts';

const service = "Microsoft's directory";
/** Somebody waits for the list while they type. */
const searchTimeoutInMs = 4_000;
/** Out of more than were asked for, the likeliest are shown: Graph names them in no order. */
const foundAtMost = 50;
/** Of those who may nearly be meant a whole page of Graph is looked through. */
const nearAtMost = 999;

interface User {
  readonly id: string;
  readonly displayName?: string | null;
  readonly mail?: string | null;
  readonly userPrincipalName?: string;
  readonly jobTitle?: string | null;
  readonly department?: string | null;
  readonly userType?: string | null;
}

/**
 * Graph, "Use the $search query parameter": by words in the name, by the beginning of addresses. Accounts that are off are left out.
 * Where nobody is called so, one more request looks for who nearly is; each of them says so.
 * @throws {WorkspaceError} invalid, where Graph cannot look for it; the directory's
 */
export async function searchPeople(graph: Graph, text: string, limit = 10): Promise<readonly Candidate[]> {
  const words = searchWords(text);
  if (!words) return [];
  const quoted = words.replace(/[\\"]/g, '\\$&');
  const clauses = ['displayName', 'mail', 'userPrincipalName'].map((name) => `"${name}:${quoted}"`);
  const deadline = Date.now() + searchTimeoutInMs;
  const found = await askFor(graph, clauses, Math.max(limit, foundAtMost), deadline);
  if (found.length > 0) return inOrderOfLikeness(found, words).slice(0, limit);
  const nearby = nearbyClauses(words);
  if (nearby.length === 0) return [];
  const near = nearest(await askFor(graph, nearby, nearAtMost, deadline), words);
  return near.slice(0, limit).map((candidate) => ({ ...candidate, isNear: true }));
}

async function askFor(
  graph: Graph,
  clauses: readonly string[],
  atMost: number,
  deadline: number,
): Promise<readonly Candidate[]> {
  const query = [
    `$search=${encodeURIComponent(clauses.join(' OR '))}`,
    `$filter=${encodeURIComponent('accountEnabled eq true')}`,
    '$select=id,displayName,mail,userPrincipalName,jobTitle,department,userType',
    `$top=${atMost}`,
  ];
  try {
    const path = `/users?${query.join('&')}`;
    const { value } = await askedTwice(deadline, (withinMs) =>
      graph.get<{ value: readonly User[] }>(path, withinMs, { consistencylevel: 'eventual' }),
    );
    return value.map(candidate);
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 400) throw toWorkspaceError(error, service);
    const says = `${service} cannot look for this. Write a part of a name or an address.`;
    throw new WorkspaceError('invalid', says, { cause: error });
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
