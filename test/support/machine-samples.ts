import type { MachineState, MachineVerb } from '../../services/machines/machine.ts';
import type { MachineRecord, Operation } from '../../services/machines/machine-record.ts';
import type { Machine } from '../../services/machines/machines.ts';
import type { Caller, Person, Roles } from '../../services/people/people.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';

export const now = new Date('2026-03-02T09:30:00Z');

export const researcher: Person = { aadObjectId: '3211c93b-f3da-41a8-b591-3903c5d401cd', name: 'Researcher' };
export const owner: Person = { aadObjectId: 'ae1049bd-3093-49e9-8e66-4d6816952419', name: 'Owner' };
export const admin: Person = { aadObjectId: '8660b84b-462d-4a77-ada9-bc407f1ee287', name: 'Admin' };

export function workspace(id = 'oncology', more: Partial<Workspace> = {}): Workspace {
  return {
    id,
    name: id.charAt(0).toUpperCase() + id.slice(1),
    resourceGroup: `rg-${id}`,
    groupId: `group-${id}`,
    desktop: { entraSignIn: true, clipboard: false, drives: false, printers: false },
    ...more,
  };
}

export function machine(name = 'onc-r', more: Partial<Machine> = {}): Machine {
  const place = more.workspace ?? workspace();
  return {
    resourceGroup: place.resourceGroup,
    name,
    os: 'Windows',
    size: 'Standard_D8s_v5',
    state: 'Started',
    since: new Date('2026-03-02T08:12:00Z'),
    location: 'westeurope',
    hostName: name,
    workspace: place,
    version: 3,
    ...more,
  };
}

export function machines(count: number): Machine[] {
  const states: MachineState[] = ['Started', 'Stopped', 'Starting', 'Stopping', 'Failed', 'Unknown'];
  return Array.from({ length: count }, (_, index) =>
    machine(`onc-${index + 1}`, { os: index % 2 ? 'Linux' : 'Windows', state: states[index % states.length]! }),
  );
}

export function operation(verb: MachineVerb, more: Partial<Operation> = {}): Operation {
  return { verb, by: researcher, requestedAt: '2026-03-02T09:29:30.000Z', followers: [], ...more };
}

export function record(more: Partial<MachineRecord> = {}): MachineRecord {
  return {
    partition: 'workspace/oncology',
    id: 'machine/onc-r',
    kind: 'machine',
    schema: 1,
    version: 7,
    state: 'running',
    history: [],
    archived: 0,
    effects: [],
    deadLetters: [],
    workspace: 'oncology',
    resourceGroup: 'rg-oncology',
    machine: 'onc-r',
    sequence: 3,
    connections: [],
    took: { start: [95, 102, 88], stop: [41], restart: [130] },
    ...more,
  };
}

/** Somebody with these roles; `workspaces` as `{ oncology: 'member' }`. */
export function caller(
  person: Person,
  workspaces: Readonly<Record<string, 'owner' | 'member'>> = {},
  platform: Partial<Pick<Roles, 'admin' | 'reviewer'>> = {},
): Caller {
  const roles = {
    admin: false,
    reviewer: false,
    ...platform,
    workspaces: new Map(Object.entries(workspaces)),
    checkedAt: now,
  };
  return { ...person, tenantId: 'tenant', locale: 'en-GB', roles };
}
