import type { Decision, NewEffect } from '../change/aggregate.ts';
import { type Person, personOf } from '../people/people.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import {
  type ArchiveKey,
  type ArchiveStep,
  closingSteps,
  dayInMs,
  fresh,
  lines,
  proposalDays,
  restoringSteps,
  showing,
  termsOf,
  type WorkspaceArchive,
  warningDays,
  working,
} from './workspace-archive.ts';

type Moved = Decision<WorkspaceArchive>;

/** More of them nobody has, and each has a card. */
const mostAdmins = 30;

/** Of a proposal that is new: whatever an earlier one left is gone. */
const nothingYet = {
  confirmed: undefined,
  dropped: undefined,
  archivedAt: undefined,
  restorableUntil: undefined,
  restored: undefined,
  keeper: undefined,
  peoplePages: undefined,
  certificate: undefined,
} as const;

/** The first key is turned; the other admins get a card, and owners without one hear of it. */
export function proposed(
  current: WorkspaceArchive | undefined,
  key: ArchiveKey,
  workspace: Workspace,
  { others, owners }: { readonly others: readonly Person[]; readonly owners: readonly Person[] },
): Moved {
  const round = (current?.round ?? 0) + 1;
  const lapsesAt = later(new Date(key.at), proposalDays);
  const people = following([key.by, ...others]);
  return {
    next: {
      ...{ state: 'proposed', workspace: workspace.id, round, people, lapsesAt: lapsesAt.toISOString(), proposed: key },
      ...{ terms: termsOf(workspace.ending), steps: [], ...nothingYet },
    },
    effects: [
      ...showing({ people: people.slice(1), effects: current?.effects ?? [] }),
      ...lines('proposed', withoutKeys(owners, people), round),
      { kind: 'archive.lapse', dueAt: lapsesAt, deadline: later(lapsesAt, 30), data: { round } },
    ],
    detail: { round },
  };
}

/** The second key is turned, and it begins. */
export function confirmed(
  current: WorkspaceArchive,
  key: ArchiveKey,
  { ending }: Pick<Workspace, 'ending'>,
  owners: readonly Person[],
): Moved {
  const { round, effects } = current;
  const people = following([key.by, ...current.people]);
  return {
    next: {
      ...{ state: 'closing', confirmed: key, people, terms: termsOf(ending) },
      ...{ steps: fresh(closingSteps), startedAt: key.at },
    },
    effects: [
      working(round, new Date(key.at)),
      ...showing({ people, effects }),
      ...lines('closing', withoutKeys(owners, current.people), round),
    ],
    cancel: isLapse,
    detail: { round },
  };
}

/** A proposal that comes to nothing; owners who heard of it hear that, too. */
export function dropped(
  current: WorkspaceArchive,
  how: NonNullable<WorkspaceArchive['dropped']>,
  owners: readonly Person[],
): Moved {
  return {
    next: { state: 'open', dropped: how },
    effects: [...showing(current), ...lines('dropped', withoutKeys(owners, current.people), current.round)],
    cancel: isLapse,
    detail: { round: current.round },
  };
}

/** The step that was given up goes on from where it was. */
export function retried({ round, steps, effects, ...current }: WorkspaceArchive, by: Person, now: Date): Moved {
  const people = following([by, ...current.people]);
  return {
    next: { people, steps: steps.map((step) => (step.state === 'failed' ? begunAgain(step) : step)) },
    effects: [working(round, now), ...showing({ people, effects })],
    cancel: ({ kind }) => kind === 'archive.work',
    detail: { round },
  };
}

/** The way back begins. */
export function restored({ round, effects, ...current }: WorkspaceArchive, key: ArchiveKey): Moved {
  const people = following([key.by, ...current.people]);
  return {
    next: { state: 'restoring', people, steps: fresh(restoringSteps), restored: key, startedAt: key.at },
    effects: [working(round, new Date(key.at)), ...showing({ people, effects })],
    cancel: isEnd,
    detail: { round },
  };
}

/** It can be brought back for as long again as the workspace's retention time is. */
export function kept(current: WorkspaceArchive): Moved {
  const until = later(new Date(current.restorableUntil!), current.terms.retentionDays);
  return {
    next: { restorableUntil: until.toISOString() },
    effects: [...ending(current, until), ...showing(current)],
    cancel: isEnd,
    detail: { round: current.round, until: until.toISOString() },
  };
}

/** What comes at the end of the retention time, and a week before. */
export function ending({ round }: Pick<WorkspaceArchive, 'round'>, until: Date): NewEffect[] {
  const warnAt = later(until, -warningDays);
  return [
    { kind: 'archive.warn', dueAt: warnAt, deadline: until, data: { round } },
    { kind: 'archive.expire', dueAt: until, deadline: later(until, 365), data: { round } },
  ];
}

function begunAgain({ problem: _, ...step }: ArchiveStep): ArchiveStep {
  return { ...step, state: 'running' };
}

function isLapse({ kind }: { readonly kind: string }): boolean {
  return kind === 'archive.lapse';
}

function isEnd({ kind }: { readonly kind: string }): boolean {
  return kind === 'archive.warn' || kind === 'archive.expire';
}

/** Who has a card of it needs no line. */
function withoutKeys(people: readonly Person[], others: readonly Person[]): readonly Person[] {
  const known = new Set(others.map(({ aadObjectId }) => aadObjectId));
  return people.filter(({ aadObjectId }) => !known.has(aadObjectId)).map(personOf);
}

/** Whose cards follow it: each once, and no more than thirty, those who come first. */
export function following(people: readonly Person[]): readonly Person[] {
  return [...new Map(people.map((person) => [person.aadObjectId, personOf(person)])).values()].slice(0, mostAdmins);
}

/** So many days of 24 hours later. */
export function later(at: Date, days: number): Date {
  return new Date(at.getTime() + days * dayInMs);
}

/** Who hears in a line how it went: whose keys they are; when what is left is deleted, everybody who follows, since nobody asked for that. */
export function askers({ state, people, proposed, confirmed, restored }: WorkspaceArchive): readonly Person[] {
  if (state !== 'closing' && state !== 'restoring') return people;
  const keys = state === 'closing' ? [proposed, confirmed] : [restored];
  return [...new Map(keys.flatMap((key) => (key ? [[key.by.aadObjectId, key.by] as const] : []))).values()];
}
