import { type Aggregate, defineAggregate, type NewEffect } from '../change/aggregate.ts';
import type { ConversationAddress } from '../people/conversation-address.ts';
import type { Person } from '../people/people.ts';
import type { StepCounts } from '../records/deletion-certificate.ts';
import type { EndingPolicy } from '../workspaces/workspaces.ts';

/** What is done to close a workspace, in this order: first nothing new can begin, last the certificate is signed. */
export const closingSteps = [
  'lock',
  'requests',
  'schedules',
  'machines',
  'storage',
  'people',
  'budget',
  'record',
] as const;
/** What is done to bring it back; it can be worked in only when all the rest is there. */
export const restoringSteps = ['storage', 'machines', 'people', 'budget', 'open'] as const;
/** What is done when it cannot be brought back any more. */
export const deletingSteps = ['containers', 'resources', 'record'] as const;

export type ArchiveStepName =
  | (typeof closingSteps)[number]
  | (typeof restoringSteps)[number]
  | (typeof deletingSteps)[number];

export interface ArchiveStep {
  readonly step: ArchiveStepName;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** When it was done (ISO). */
  readonly at?: string;
  readonly counts?: StepCounts;
  /** A finished sentence: what did not work, and why. */
  readonly problem?: string;
}

/**
 * open: as any other workspace; proposed: one admin wants to close it; closing, restoring, deleting: steps go on, or one of them failed;
 * archived: it can be brought back; deleted: it cannot.
 */
export type ArchiveState = 'open' | 'proposed' | 'closing' | 'archived' | 'restoring' | 'deleting' | 'deleted';

/** Who turned a key, with the card on which they did. */
export interface ArchiveKey {
  readonly by: Person;
  readonly at: string;
  /** Where the card stands on which an admin sees how it goes. */
  readonly place?: ConversationAddress;
}

/** The end of a workspace, and the way back. One document each. */
export interface WorkspaceArchive extends Aggregate<ArchiveState> {
  readonly workspace: string;
  /** Counts the proposals; cards carry it, and one of an earlier proposal decides nothing. */
  readonly round: number;
  /** The first key. */
  readonly proposed: ArchiveKey;
  /** When the proposal lapses. */
  readonly lapsesAt: string;
  /** The second key, of another admin. */
  readonly confirmed?: ArchiveKey | undefined;
  /** The admins whose cards follow it, the two keys among them. */
  readonly people: readonly Person[];
  /** How a proposal ended that came to nothing. */
  readonly dropped?: { readonly by: Person; readonly how: 'refused' | 'withdrawn' | 'lapsed' } | undefined;
  /** As it was when the second key was turned. */
  readonly terms: Required<EndingPolicy>;
  readonly steps: readonly ArchiveStep[];
  /** When the steps that go on were begun. */
  readonly startedAt?: string;
  readonly archivedAt?: string | undefined;
  /** Until when it can be brought back (ISO); undefined while it cannot be, or need not. */
  readonly restorableUntil?: string | undefined;
  /** Who had it brought back. */
  readonly restored?: ArchiveKey | undefined;
  /** The admin who owns the emptied group, since Entra keeps a last owner. */
  readonly keeper?: Person | undefined;
  /** How many documents hold who was in it (archive-people.ts). */
  readonly peoplePages?: number | undefined;
  /** The newest certificate: its id, and the hash that the ledger has. */
  readonly certificate?: { readonly id: string; readonly hash: string } | undefined;
}

export const workspaceArchive = defineAggregate<WorkspaceArchive>({
  kind: 'workspace-archive',
  schema: 1,
  initial: 'open',
  transitions: {
    open: ['proposed'],
    proposed: ['open', 'closing'],
    closing: ['archived'],
    archived: ['restoring', 'deleting'],
    restoring: ['open'],
    deleting: ['deleted'],
    deleted: [],
  },
  ledger: ({ workspace }) => workspace,
});

export function archiveAddress(workspace: string): { partition: string; id: string } {
  return { partition: `workspace/${workspace}`, id: 'archive' };
}

/** How long the second key may take. */
export const proposalDays = 7;
/** How long before the end of the retention time admins are told. */
export const warningDays = 7;
export const dayInMs = 86_400_000;

export function termsOf(policy: EndingPolicy | undefined): Required<EndingPolicy> {
  return { storage: policy?.storage ?? 'archive', retentionDays: policy?.retentionDays ?? 90 };
}

/** The steps as nobody has begun them yet. */
export function fresh(names: readonly ArchiveStepName[]): readonly ArchiveStep[] {
  return names.map((step) => ({ step, state: 'waiting' }));
}

/** The step that is next, or failed; undefined where all are done. */
export function stepOf({ steps }: Pick<WorkspaceArchive, 'steps'>): ArchiveStep | undefined {
  return steps.find(({ state }) => state !== 'done');
}

export function isAtWork({ state }: Pick<WorkspaceArchive, 'state'>): boolean {
  return state === 'closing' || state === 'restoring' || state === 'deleting';
}

/** True while a step has been given up and waits for an admin. */
export function isHalted(archive: Pick<WorkspaceArchive, 'state' | 'steps'>): boolean {
  return isAtWork(archive) && stepOf(archive)?.state === 'failed';
}

/** True where the card of that proposal still decides about it. */
export function isOpenTo(
  current: WorkspaceArchive | undefined,
  { round }: { readonly round: number },
): current is WorkspaceArchive {
  return current?.state === 'proposed' && current.round === round;
}

export function isRestorable({ state, restorableUntil = '' }: WorkspaceArchive, now: Date): boolean {
  return state === 'archived' && now.toISOString() < restorableUntil;
}

/** Each phase has cards of its own, so that a new one is noticed; a workspace that is back says so on those of its way there. */
export function phaseOf({ state, restored, dropped }: Pick<WorkspaceArchive, 'state' | 'restored' | 'dropped'>) {
  if (state === 'deleting' || state === 'deleted') return 'deleting';
  return state === 'restoring' || (state === 'open' && restored && !dropped) ? 'restoring' : 'closing';
}

/** The card of everybody who follows it; one that is still to be shown shows the newest. */
export function showing({ effects, people }: Pick<WorkspaceArchive, 'effects' | 'people'>): NewEffect[] {
  const ids = new Set(people.map(({ aadObjectId }) => aadObjectId));
  const waiting = new Set(
    effects.filter(({ kind, attempts }) => kind === 'archive.show' && attempts === 0).map(({ data }) => `${data.to}`),
  );
  return [...ids].filter((to) => !waiting.has(to)).map((to) => ({ kind: 'archive.show', data: { to } }));
}

/** What the steps are done by. It is given up by its own rules, and never by its age. */
export function working(round: number, now: Date): NewEffect {
  return { kind: 'archive.work', data: { round }, deadline: new Date(now.getTime() + 365 * dayInMs) };
}

/** What somebody is told in a line of their own chat. */
export type ArchiveLine =
  | 'proposed'
  | 'dropped'
  | 'closing'
  | 'restored'
  | 'ends'
  | 'archived'
  | 'back'
  | 'deleted'
  | 'halted';

export function lines(what: ArchiveLine, to: readonly Person[], round: number): NewEffect[] {
  return to.map(({ aadObjectId }) => ({ kind: 'archive.line', data: { what, to: aadObjectId, round } }));
}
