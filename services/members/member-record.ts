import { type Aggregate, defineAggregate } from '../change/aggregate.ts';
import type { Follower } from '../machines/machine-record.ts';
import type { Person } from '../people/people.ts';

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
  /** When it had gone for all, one way or the other (ISO). */
  readonly endedAt?: string;
}

/** Somebody whom Labdesk has changed in the group, or tried to. */
export interface TouchedMember {
  readonly aadObjectId: string;
  readonly at: string;
  /** Counts them all. */
  readonly n: number;
  /** Whether they are in the group since; undefined where it failed, so that nobody knows. */
  readonly isIn?: boolean;
  /** Whether they own it since; null where it failed; undefined where it was not about that. */
  readonly isOwner?: boolean | null;
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
  /** The last of them, oldest first, so that what is seen in the group is not taken for somebody else's doing. */
  readonly touched?: readonly TouchedMember[];
}

const endedKept = 10;
const touchedKept = 150;

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

/** Those who are kept, with one more. */
export function touch(
  { touched = [] }: Pick<WorkspaceMembers, 'touched'>,
  { aadObjectId }: Person,
  now: Date,
  verb: MemberVerb,
  isDone: boolean,
): readonly TouchedMember[] {
  const n = (touched.at(-1)?.n ?? 0) + 1;
  const one: TouchedMember = {
    ...{ aadObjectId, at: now.toISOString(), n },
    ...(isDone && { isIn: verb !== 'remove' }),
    ...(isAboutOwners(verb) && { isOwner: isDone ? verb === 'appoint' : null }),
  };
  return [...touched, one].slice(-touchedKept);
}

/** Adding leaves it as it is who owns the group; whoever is removed does not own it any more. */
export function isAboutOwners(verb: MemberVerb): boolean {
  return verb !== 'add';
}
