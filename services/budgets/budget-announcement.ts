import { forever, type JsonObject, type NewEffect } from '../change/aggregate.ts';
import type { Budget, BudgetNewsData } from './budget.ts';

/** What is told of a budget, before it is known to whom: the data of `budget.announce`, which makes an effect for each person. */
export interface Announcement extends Omit<BudgetNewsData, 'to' | 'name' | 'as'> {
  readonly tell: 'budget.tell' | 'budget.forecast' | 'budget.stopcard' | 'budget.escalate';
  /** How far it has come, in the order of people's ids; undefined before the first. */
  readonly after?: string;
}

type Known = Pick<Budget, 'workspace' | 'told'>;

/** A threshold of what was spent, or of what will be. */
export function announceThreshold(
  { workspace, told }: Known,
  tell: 'budget.tell' | 'budget.forecast',
  threshold: number,
  reached?: readonly number[],
): NewEffect {
  const which = tell === 'budget.forecast' ? 'forecast' : threshold;
  const key = `budget/${workspace}/${told.period.from}/${told.armed}/${which}`;
  return announcing({ tell, key, threshold, ...(reached && { reached }) });
}

/** How a stop goes: one live card a person, and one for admins where something could not be stopped. */
export function announceStop(
  workspace: string,
  tell: 'budget.stopcard' | 'budget.escalate',
  number: number,
): NewEffect {
  const key = `budget/${workspace}/${tell === 'budget.stopcard' ? 'stop' : 'escalation'}/${number}`;
  return announcing({ tell, key, stop: number });
}

function announcing(announcement: Announcement): NewEffect {
  return { kind: 'budget.announce', data: { ...announcement } as JsonObject, deadline: forever };
}
