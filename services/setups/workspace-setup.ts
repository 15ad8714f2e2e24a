import { type Aggregate, defineAggregate } from '../change/aggregate.ts';
import type { Follower } from '../machines/machine-record.ts';
import type { Money } from '../money/money.ts';
import type { Person } from '../people/people.ts';
import type { MachineEnvironment } from '../workspaces/landing-zone.ts';
import type { WishedMachine } from './setup-wish.ts';

/** A machine of a workspace that is to be made. */
export interface PlannedWorkspaceMachine extends WishedMachine {
  readonly environment: MachineEnvironment;
}

/** A workspace as somebody wants it. */
export interface WorkspacePlan {
  /** As people read it. */
  readonly name: string;
  readonly purpose: string;
  readonly costCentre: string;
  readonly owner: Person;
  readonly members: readonly Person[];
  /** For a month. */
  readonly budget: Money;
  /** In percent, ascending. */
  readonly thresholds: readonly number[];
  readonly machines: readonly PlannedWorkspaceMachine[];
  /** ISO date; the last day. */
  readonly endsOn: string;
  /** The name of one of the landing zone's presets. */
  readonly preset: string;
}

/** What was found out before anything is made. */
export interface WorkspaceCheck {
  /** quota: cores that are left in the region; price: what it costs; preview: what Azure says it would do. */
  readonly check: 'quota' | 'price' | 'preview';
  /** unknown: it could not be found out, which stops nobody. */
  readonly state: 'good' | 'bad' | 'unknown';
  /** A finished sentence. */
  readonly words: string;
  /** Of `price`, where it is known: a card says it in its reader's locale. Checks of before it was kept have it in their words alone. */
  readonly price?: SetupPrice;
}

export interface SetupPrice {
  /** Where every machine runs all the time. */
  readonly monthly: Money;
  /** The budget, where it is less than that. */
  readonly above?: Money;
}

/** In their order; `network` to `budget` are parts of the one deployment. */
export const setupSteps = ['group', 'network', 'storage', 'vault', 'machines', 'budget', 'people', 'opening'] as const;
export type SetupStepName = (typeof setupSteps)[number];

export interface SetupStep {
  readonly step: SetupStepName;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** A finished sentence that says what and why, where it failed. */
  readonly problem?: string;
}

/**
 * checking: quota, price and Azure's preview are asked for; waiting: an admin is to say yes; creating: it goes on; failed: a step did not
 * succeed, and it can go on from there or be taken away; removing, removed: what was made is taken away; ready: it is there.
 */
export type SetupState =
  | 'checking'
  | 'waiting'
  | 'declined'
  | 'withdrawn'
  | 'creating'
  | 'failed'
  | 'removing'
  | 'removed'
  | 'ready';

/** The making of a workspace. Its address is the workspace's id, so that two people cannot make one of the same name. */
export interface WorkspaceSetup extends Aggregate<SetupState> {
  /** The id that the workspace gets. */
  readonly workspace: string;
  readonly plan: WorkspacePlan;
  readonly askedBy: Person;
  /** When it was asked for, in this round. */
  readonly askedAt: string;
  /** True where the one who asked is an admin. */
  readonly byAdmin: boolean;
  /** Counts how often the name was asked for; what was made of an earlier one is not this one's. */
  readonly round: number;
  /** Counts the plans over all rounds: a yes is for the plan that was read. */
  readonly planned: number;
  readonly checks: readonly WorkspaceCheck[];
  /** What a month of it costs where every machine runs all the time; undefined where a price is not known. */
  readonly monthlyPrice?: Money;
  readonly decidedBy?: Person;
  /** What was said where it was declined. */
  readonly reason?: string;
  readonly steps: readonly SetupStep[];
  /** When the making began, or went on after a failure. */
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** How long it is likely to take, by earlier ones, in minutes. */
  readonly expectedMinutes?: number;
  /** Counts the deployments over all rounds; each has a name of its own, which Azure keeps longer than what was made. */
  readonly attempt: number;
  /** The /24 of its network. */
  readonly addressPrefix?: string;
  /** Of the local administrator, as nobody: its private key was thrown away when it was made. */
  readonly sshKey?: string;
  /** `yyyy-MM-01`: a deployment that repeats an earlier one hands in the same. */
  readonly budgetStart?: string;
  readonly groupId?: string;
  /** What Azure answered with: `resourceGroup`, `publicStorage`, `secureStorage`. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** Whose card changes in its place. */
  readonly followers: readonly Follower[];
  /** Who was told of it without having asked, and of what last; each once. */
  readonly told: readonly ToldOfSetup[];
}

/** What people hear of a setup without having asked. */
export type SetupNews = 'waiting' | 'ready' | 'failed' | 'declined' | 'removed';

export interface ToldOfSetup {
  readonly person: Person;
  readonly about: SetupNews;
  /** Why it concerns them. */
  readonly as: 'admin' | 'author' | 'owner' | 'member';
}

export const workspaceSetup = defineAggregate<WorkspaceSetup>({
  kind: 'setup',
  schema: 1,
  initial: 'checking',
  transitions: {
    checking: ['waiting', 'withdrawn'],
    waiting: ['checking', 'creating', 'declined', 'withdrawn'],
    declined: ['checking'],
    withdrawn: ['checking'],
    creating: ['failed', 'ready'],
    failed: ['creating', 'removing'],
    removing: ['removed', 'failed'],
    removed: ['checking'],
    ready: [],
  },
  listing: ({ askedAt, workspace, state, askedBy }) => ({
    order: `${askedAt}/${workspace}`,
    person: askedBy.aadObjectId,
    group: state,
  }),
  ledger: ({ workspace }) => workspace,
});

/** All of them stand in one partition, so that they can be listed. */
export const setupPartition = 'setups';

export function setupAddress(workspace: string): { partition: string; id: string } {
  return { partition: setupPartition, id: workspace };
}

/** Over, with nothing left of it: the name is free again. */
export function isOver({ state }: Pick<WorkspaceSetup, 'state'>): boolean {
  return state === 'declined' || state === 'withdrawn' || state === 'removed';
}

/** The check that stands in the way of creating it. */
export function isBlocked({ checks }: Pick<WorkspaceSetup, 'checks'>): WorkspaceCheck | undefined {
  return checks.find(({ state }) => state === 'bad');
}

export function failedStep({ steps }: Pick<WorkspaceSetup, 'steps'>): SetupStep | undefined {
  return steps.find(({ state }) => state === 'failed');
}

/** What goes on, or what comes next; undefined where all is done. */
export function currentStep({ steps }: Pick<WorkspaceSetup, 'steps'>): SetupStep | undefined {
  return steps.find(({ state }) => state !== 'done');
}

const usualMinutes = 15;
const minuteInMs = 60_000;
const mostRemembered = 20;

/** Whole minutes that it is still likely to take, at least one; undefined where nothing is being made, or it takes much longer than usual. */
export function minutesLeft(
  { state, startedAt, expectedMinutes = usualMinutes }: Pick<WorkspaceSetup, 'state' | 'startedAt' | 'expectedMinutes'>,
  now: Date,
): number | undefined {
  if (state !== 'creating' || startedAt === undefined) return undefined;
  const elapsed = (now.getTime() - Date.parse(startedAt)) / minuteInMs;
  if (elapsed > 2 * expectedMinutes) return undefined;
  return Math.max(1, Math.ceil(expectedMinutes - elapsed));
}

/** How long earlier ones took, in minutes: the middle of the newest twenty. */
export function usualDuration(earlier: readonly Pick<WorkspaceSetup, 'state' | 'startedAt' | 'endedAt'>[]): number {
  const took = earlier
    .filter(({ state, startedAt, endedAt }) => state === 'ready' && startedAt !== undefined && endedAt !== undefined)
    .slice(0, mostRemembered)
    .map(({ startedAt, endedAt }) => (Date.parse(endedAt!) - Date.parse(startedAt!)) / minuteInMs)
    .toSorted((a, b) => a - b);
  return Math.max(1, Math.ceil(took[Math.floor(took.length / 2)] ?? usualMinutes));
}
