import { randomUUID } from 'node:crypto';
import { system } from '../change/aggregate.ts';
import type { Person } from './people.ts';

/** What stands in the place of a name that was removed. */
export const formerName = 'Former member';

const prefix = 'former-';

/** True for whoever stands in a record without a name: nobody can be reached by that id, and nobody be found by it. */
export function isFormer({ aadObjectId }: Pick<Person, 'aadObjectId'>): boolean {
  return aadObjectId.startsWith(prefix);
}

/** True for an id that leads to a person of the directory. */
export function isSomebody(aadObjectId: string): boolean {
  return aadObjectId !== system.aadObjectId && !isFormer({ aadObjectId });
}

/** Random ids for the people of one record: the same person has one in it, and another in every other. No list of them is kept. */
export class Pseudonyms {
  readonly #known = new Map<string, string>();

  of(aadObjectId: string): string {
    const known = this.#known.get(aadObjectId) ?? `${prefix}${randomUUID()}`;
    this.#known.set(aadObjectId, known);
    return known;
  }
}
