import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { initialState } from '../sandbox/azure/initial-state.ts';
import { tenantDomain, workspaces } from '../sandbox/seed.ts';
import type { Person } from '../services/people/people.ts';
import { conversations } from './load.ts';

const workspace = workspaces[0]!;

/** A person a conversation, as in life: one who asks, and one who decides. */
export const researchers = crew('Researcher', '1');
export const owners = crew('Owner', '2');

/** Makes a sandbox that is to start in that directory know all of them, as people of its first workspace. */
export async function enrol(directory: string): Promise<void> {
  await enrolAs(directory, researchers, owners);
}

/** The same, so that there are so many members. */
export async function enrolCrowd(directory: string, count: number): Promise<void> {
  const more = crew('Researcher', '3', count - researchers.length - workspace.members.length, 1000);
  await enrolAs(directory, [...researchers, ...more], owners);
}

async function enrolAs(directory: string, members: readonly Person[], chiefs: readonly Person[]): Promise<void> {
  const state = initialState();
  const group = state.groups.find(({ id }) => id === workspace.groupId)!;
  for (const { aadObjectId: id, name } of [...members, ...chiefs]) {
    const userPrincipalName = `${name.toLowerCase().replace(' ', '')}.bench@${tenantDomain}`;
    state.people.push({ id, displayName: name, userPrincipalName, apps: [] });
  }
  group.members.push(...members.map(({ aadObjectId }) => aadObjectId));
  group.owners.push(...chiefs.map(({ aadObjectId }) => aadObjectId));
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'azure.json'), JSON.stringify(state), { mode: 0o600 });
}

function crew(title: string, digit: string, count = conversations as number, first = 100): readonly Person[] {
  return Array.from({ length: count }, (_, index) => ({
    aadObjectId: `0000000${digit}-0000-4000-8000-${`${index}`.padStart(12, '0')}`,
    name: `${title} ${first + index}`,
  }));
}
