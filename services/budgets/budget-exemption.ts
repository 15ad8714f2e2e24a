import { WorkspaceError } from '../errors.ts';
import { type Person, personOf } from '../people/people.ts';
import type { Exemption } from './budget.ts';

/** For how long machines may go on without money, and why. */
export interface ExemptionWish {
  readonly until: Date;
  readonly reason: string;
}

const mostDays = 366;
const mostLetters = 500;
const dayInMs = 86_400_000;

/** @throws {WorkspaceError} invalid */
export function exempted({ until, reason }: ExemptionWish, by: Person, now: Date): Exemption {
  const why = reason.trim();
  if (why === '' || why.length > mostLetters)
    throw new WorkspaceError('invalid', 'Say why machines may go on without money, in at most 500 letters.');
  const inMs = until.getTime() - now.getTime();
  if (!(inMs > 0 && inMs <= mostDays * dayInMs))
    throw new WorkspaceError('invalid', 'Say until when machines may go on without money: within a year from now.');
  return { by: personOf(by), until: until.toISOString(), reason: why };
}
