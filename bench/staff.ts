import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { initialState } from '../sandbox/azure/initial-state.ts';
import { tenantDomain, workspaces } from '../sandbox/seed.ts';
import type { Person } from '../services/people.ts';
import { conversations } from './load.ts';

const workspace = workspaces[0]!;

/** A person a conversation, as in life: one who asks, and one who decides. */
export const researchers = crew('Researcher', '1');
export const owners = crew('Owner', '2');

/** Makes a sandbox that is to start in that directory know all of them, as people of its first workspace. */
export async function enrol(directory: string): Promise<void> {
  const state = initialState();
  const group = state.groups.find(({ id }) => id === workspace.groupId)!;
  for (const { aadObjectId: id, name } of [...researchers, ...owners]) {
    const userPrincipalName = `${name.toLowerCase().replace(' ', '')}.bench@${tenantDomain}`;
    state.people.push({ id, displayName: name, userPrincipalName, apps: [] });
  }
  group.members.push(...researchers.map(({ aadObjectId }) => aadObjectId));
  group.owners.push(...owners.map(({ aadObjectId }) => aadObjectId));
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'azure.json'), JSON.stringify(state), { mode: 0o600 });
}

function crew(title: string, digit: string): readonly Person[] {
  return Array.from({ length: conversations }, (_, index) => ({
    aadObjectId: `0000000${digit}-0000-4000-8000-${`${index}`.padStart(12, '0')}`,
    name: `${title} ${100 + index}`,
  }));
}
