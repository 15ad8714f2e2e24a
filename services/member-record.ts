import { type Aggregate, defineAggregate } from './aggregate.ts';
import type { Follower } from './machine-record.ts';
import type { Person } from './people.ts';

/** `add` a member, `appoint` an owner (who is a member too), `demote` an owner to a member, `remove` altogether. */
export type MemberVerb = 'add' | 'appoint' | 'demote' | 'remove';

/** What is to be done about one person. */
export interface MemberTask {
  readonly person: Person;
  readonly state: 'pending' | 'done' | 'failed';
  /** A finished sentence, where it failed. */
  readonly problem?: string;
}

/** One command about people: whoever asked watches it on one card. */
export interface MemberChange {
  /** The command's own. */
  readonly key: string;
  readonly verb: MemberVerb;
  readonly by: Person;
  readonly at: string;
  readonly tasks: readonly MemberTask[];
  readonly follower?: Follower;
}

/** changing: some of it is not done in the directory yet. */
export type MembersState = 'settled' | 'changing';

/**
 * Changes of a workspace's people that were asked for here. Who belongs to it is the directory's to say, and is not kept.
 * One document a workspace, so that what two owners do at once happens one after the other.
 */
export interface WorkspaceMembers extends Aggregate<MembersState> {
  readonly workspace: string;
  /** Newest first: all that are under way, and the last ten. */
  readonly changes: readonly MemberChange[];
}

const endedKept = 10;

export const workspaceMembers = defineAggregate<WorkspaceMembers>({
  kind: 'members',
  schema: 1,
  initial: 'settled',
  transitions: { settled: ['changing'], changing: ['settled'] },
  ledger: ({ workspace }) => workspace,
});

export function membersAddress(workspace: string): { partition: string; id: string } {
  return { partition: `workspace/${workspace}`, id: 'members' };
}

export function isUnderWay({ tasks }: Pick<MemberChange, 'tasks'>): boolean {
  return tasks.some(({ state }) => state === 'pending');
}

/** The changes that are kept, and the state that they make. */
export function keep(changes: readonly MemberChange[]): Pick<WorkspaceMembers, 'changes' | 'state'> {
  const ended = changes.filter((change) => !isUnderWay(change)).slice(0, endedKept);
  const kept = changes.filter((change) => isUnderWay(change) || ended.includes(change));
  return { changes: kept, state: kept.some(isUnderWay) ? 'changing' : 'settled' };
}
