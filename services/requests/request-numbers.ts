import { WorkspaceError } from '../errors.ts';
import { type Document, type Store, WriteConflict } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import { pause } from '../time/pause.ts';

interface NumbersDocument extends Document {
  readonly kind: 'numbers';
  readonly last: number;
  /** The newest that were given, by the key of the command that asked: the same command gets the same number. */
  readonly given: readonly (readonly [key: string, number: number])[];
}

const remembered = 200;
const maxAttempts = 30;

/** Numbers requests of a workspace, from 1. */
export class RequestNumbers {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** The number for what the command opens. One that is never used leaves a gap. @throws {WorkspaceError} busy, unavailable */
  async next(workspace: string, key: string): Promise<number> {
    const address = addressOf(workspace);
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const stored = await this.#store.get<NumbersDocument>(address.partition, address.id);
      const { last = 0, given = [] } = stored?.document ?? {};
      const known = given.find(([of]) => of === key);
      if (known) return known[1];
      const number = last + 1;
      const next: NumbersDocument = {
        ...address,
        kind: 'numbers',
        schema: 1,
        last: number,
        given: [...given, [key, number] as const].slice(-remembered),
      };
      try {
        await (stored ? this.#store.replace(next, stored.etag) : this.#store.create(next));
        return number;
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
        await pause(this.#clock, Math.random() * attempt * 5);
      }
    }
    throw new WorkspaceError('busy', 'Too many requests are being opened at once. Try again in a moment.');
  }
}

/** The greatest number that was given; 0 before the first. */
export async function lastNumber(store: Store, workspace: string): Promise<number> {
  const { partition, id } = addressOf(workspace);
  return (await store.get<NumbersDocument>(partition, id))?.document.last ?? 0;
}

function addressOf(workspace: string): { readonly partition: string; readonly id: string } {
  return { partition: `workspace/${workspace}`, id: 'request-numbers' };
}
