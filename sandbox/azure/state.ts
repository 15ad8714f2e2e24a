import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from './http.ts';
import { initialState } from './initial-state.ts';

export type Power = 'running' | 'deallocated' | 'stopped';

/** Why a long operation ends Failed. */
export interface OperationError {
  readonly code: string;
  readonly message: string;
  /** Type or name of the resource at which a deployment fails. Default the last. */
  readonly at?: string;
  /** How long it takes until then; as long as one that succeeds where absent. */
  readonly seconds?: number;
}

/** A machine on its way; times are epoch milliseconds and absolute, so they hold over a restart. */
export interface Transition {
  readonly verb: 'start' | 'deallocate' | 'powerOff' | 'restart';
  readonly to: Power;
  readonly startedAt: number;
  readonly endsAt: number;
  readonly error?: OperationError;
}

export interface MachineRecord {
  readonly name: string;
  readonly resourceGroup: string;
  readonly size: string;
  readonly os: 'linux' | 'windows';
  readonly vmId: string;
  readonly privateAddress: string;
  readonly createdAt: string;
  readonly tags: Record<string, string>;
  power: Power;
  /** When `power` became true. */
  changedAt: number;
  failure?: OperationError;
  transition?: Transition;
  /** Set while the machine is being deleted: when that ends. */
  goneAt?: number;
}

export interface ResourceGroupRecord {
  readonly name: string;
  readonly location: string;
  tags: Record<string, string>;
  /** Set while the group is being deleted: when that ends. */
  goneAt?: number;
}

export interface OperationRecord {
  readonly id: string;
  readonly startedAt: number;
  endsAt: number;
  error?: OperationError;
  /** Set where somebody stopped it before its end. */
  canceledAt?: number;
  /** What the finished operation answers, where it has a result. */
  result?: JsonObject;
}

export interface DeploymentRecord {
  readonly name: string;
  /** The path below which it lies: a subscription or a resource group. */
  readonly scope: string;
  readonly operationId: string;
  readonly correlationId: string;
  readonly mode: string;
  readonly parameters: JsonObject;
  /** What its template answers once it has succeeded. */
  readonly outputs?: JsonObject;
  readonly resources: readonly { id: string; type: string; name: string; body: JsonObject }[];
  /** How many of its resources were brought into being, and whether there will be no more. */
  made?: number;
  applied: boolean;
}

/** What deployments made beside groups and machines. */
export interface ResourceRecord {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  /** `Standard_ZRS`. */
  readonly sku?: string;
}

export interface DirectoryPerson {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  /** Installed Teams apps, by catalogue id. */
  apps: string[];
  /** Graph's `automaticRepliesSetting`, once somebody set it. */
  automaticReplies?: JsonObject;
  /** Graph's `signInActivity`; absent for whoever has never signed in. */
  readonly signInActivity?: JsonObject;
  /** What Graph shows of this person beside or instead of what it shows of everybody. */
  readonly more?: JsonObject;
}

export interface DirectoryGroup {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly mailNickname: string;
  /** The key that an upsert made it under; it stays. */
  readonly uniqueName?: string;
  readonly createdDateTime: string;
  readonly groupTypes: readonly string[];
  members: string[];
  owners: string[];
}

/** Something that happened to a group, or to who is in it. */
export interface GroupEvent {
  readonly group: string;
  readonly what: 'added' | 'removed';
  /** Absent where it is about the group itself. */
  readonly relation?: 'members' | 'owners';
  readonly person?: string;
}

/** A managed disk that is no machine's own. */
export interface DiskRecord {
  readonly name: string;
  readonly resourceGroup: string;
  /** Azure's name: `StandardSSD_LRS`. */
  readonly sku: string;
  readonly sizeGiB: number;
  readonly createdAt: string;
}

/** For how long something was there to be paid. */
export interface Metered {
  readonly what:
    | { readonly kind: 'machine'; readonly group: string; readonly size: string; readonly os: 'linux' | 'windows' }
    | { readonly kind: 'disk'; readonly group: string; readonly sku: string; readonly sizeGiB: number };
  /** Day -> milliseconds. */
  readonly days: Record<string, number>;
}

export interface StateData {
  readonly version: 1;
  machines: MachineRecord[];
  resourceGroups: ResourceGroupRecord[];
  operations: OperationRecord[];
  deployments: DeploymentRecord[];
  people: DirectoryPerson[];
  groups: DirectoryGroup[];
  /** Whether the tenant has Microsoft Entra ID P1 or P2. */
  isPremium: boolean;
  /** `first` is the number of the first event that is kept. */
  groupJournal: { first: number; events: GroupEvent[] };
  disks: DiskRecord[];
  resources: ResourceRecord[];
  /** Limits of cores that are others than usual, by the usage's name in lower case. */
  quotas: Record<string, number>;
  /** Sizes that the subscription may not have in the region, in lower case. */
  withheld: string[];
  /** What was billed: resource group (lower case) -> currency -> resource id (lower case, or empty) -> day -> amount as text. */
  books: Record<string, Record<string, Record<string, Record<string, string>>>>;
  /** Groups whose books are still what they were to begin with. */
  seededBooks: string[];
  /** What was used, by resource id (lower case), read last at a time of the bot's clock. */
  meter: { at?: number; readonly resources: Record<string, Metered> };
  /** Machine (lower case) -> percent of its processors; null where Azure says nothing of it. */
  processors: Record<string, number | null>;
  mail: JsonObject[];
}

/** Everything the simulated Azure remembers: one JSON file, written whole and put in place by rename at every change. */
export class State {
  readonly data: StateData;
  readonly #path: string;

  constructor(directory: string) {
    this.#path = join(directory, 'azure.json');
    // What an older sandbox did not have yet is there as at the first start.
    this.data = { ...initialState(), ...read(this.#path) };
  }

  save(): void {
    const fresh = `${this.#path}.new`;
    writeFileSync(fresh, JSON.stringify(this.data), { mode: 0o600 });
    renameSync(fresh, this.#path);
  }
}

function read(path: string): StateData | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const data = JSON.parse(text) as StateData;
  if (data.version !== 1)
    throw new Error(`${path} was written by another version of the sandbox. Remove it to start anew.`);
  return data;
}
