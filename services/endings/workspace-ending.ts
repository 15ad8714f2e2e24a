import { type Address, type Aggregate, defineAggregate, type NewEffect } from '../change/aggregate.ts';
import type { Person } from '../people/people.ts';

/** How many days before its end people are told; 0 is the day after. */
export const endingStages = [90, 30, 7, 0] as const;
export type EndingStage = (typeof endingStages)[number];

/** Somebody who is told, and why it concerns them. */
export interface EndingReader extends Person {
  readonly as: 'owner' | 'admin';
}

/** What was told of a workspace's end date, and who changed it. One document each. */
export interface WorkspaceEnding extends Aggregate<'on'> {
  readonly workspace: string;
  /** ISO date; the last day, as it was told or set last. */
  readonly endsOn: string;
  /** What was told of this date. */
  readonly told: readonly EndingStage[];
  /** Who was told last, each on a card of their own. */
  readonly people: readonly EndingReader[];
  /** Who set this date, where an admin did. */
  readonly extended?: { readonly by: Person; readonly at: string; readonly before: string } | undefined;
}

export const workspaceEnding = defineAggregate<WorkspaceEnding>({
  kind: 'workspace-ending',
  schema: 1,
  initial: 'on',
  transitions: { on: [] },
  ledger: ({ workspace }) => workspace,
});

export function endingAddress(workspace: string): Address {
  return { partition: `workspace/${workspace}`, id: 'ending' };
}

const dayInMs = 86_400_000;

/** Whole days from one ISO date to another; below 0 where it is over. */
export function daysUntil(endsOn: string, today: string): number {
  return Math.round((Date.parse(endsOn) - Date.parse(today)) / dayInMs);
}

/** What is to be told so many days before; undefined where it is too early. */
export function stageAt(daysLeft: number): EndingStage | undefined {
  if (daysLeft < 0) return 0;
  return [7 as const, 30 as const, 90 as const].find((stage) => daysLeft <= stage);
}

/** True where this, or what comes later, was told of the date already. */
export function wasTold(current: WorkspaceEnding | undefined, endsOn: string, stage: EndingStage): boolean {
  return current?.endsOn === endsOn && current.told.some((each) => each <= stage);
}

/** One for each card, which changes nothing where it stands as it should. */
export function endingCards(
  kind: 'ending.tell' | 'ending.show',
  people: readonly EndingReader[],
  { endsOn, stage }: { readonly endsOn: string; readonly stage: EndingStage },
): NewEffect[] {
  return people.map(({ aadObjectId, as }) => ({ kind, data: { to: aadObjectId, as, endsOn, stage } }));
}
