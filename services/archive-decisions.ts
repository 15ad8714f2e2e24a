import type { Decision, NewEffect } from './aggregate.ts';
import { type Person, personOf } from './people.ts';
import { type ArchiveStep, dayInMs, lines, showing, type WorkspaceArchive, warningDays } from './workspace-archive.ts';

/** More of them nobody has, and each has a card. */
export const mostAdmins = 30;

/** Of a proposal that is new: whatever an earlier one left is gone. */
export const nothingYet = {
  confirmed: undefined,
  dropped: undefined,
  archivedAt: undefined,
  restorableUntil: undefined,
  restored: undefined,
  keeper: undefined,
  peoplePages: undefined,
  certificate: undefined,
} as const;

/** A proposal that comes to nothing; owners who heard of it hear that, too. */
export function dropped(
  current: WorkspaceArchive,
  how: NonNullable<WorkspaceArchive['dropped']>,
  owners: readonly Person[],
): Decision<WorkspaceArchive> {
  return {
    next: { state: 'open', dropped: how },
    effects: [...showing(current), ...lines('dropped', withoutKeys(owners, current.people), current.round)],
    cancel: isLapse,
    detail: { round: current.round },
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

export function isOpenTo(
  current: WorkspaceArchive | undefined,
  { round }: { readonly round: number },
): current is WorkspaceArchive {
  return current?.state === 'proposed' && current.round === round;
}

export function begunAgain({ problem: _, ...step }: ArchiveStep): ArchiveStep {
  return { ...step, state: 'running' };
}

export function isLapse({ kind }: { readonly kind: string }): boolean {
  return kind === 'archive.lapse';
}

export function isWork({ kind }: { readonly kind: string }): boolean {
  return kind === 'archive.work';
}

export function isEnd({ kind }: { readonly kind: string }): boolean {
  return kind === 'archive.warn' || kind === 'archive.expire';
}

/** Who has a card of it needs no line. */
export function withoutKeys(people: readonly Person[], others: readonly Person[]): readonly Person[] {
  const known = new Set(others.map(({ aadObjectId }) => aadObjectId));
  return people.filter(({ aadObjectId }) => !known.has(aadObjectId)).map(personOf);
}

export function distinct(people: readonly Person[]): readonly Person[] {
  return [...new Map(people.map((person) => [person.aadObjectId, personOf(person)])).values()].slice(-mostAdmins);
}

export function later(at: Date, days: number): Date {
  return new Date(at.getTime() + days * dayInMs);
}
