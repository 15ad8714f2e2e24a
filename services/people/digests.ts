import { LRUCache } from 'lru-cache';
import { system } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import type { Clock } from '../time/clock.ts';
import { digest, digestAddress, digestEffect, mondayAfter } from './digest.ts';
import { isFormer } from './former-member.ts';
import { type Person, personOf } from './people.ts';
import type { PersonRecord } from './person-record.ts';

export interface DigestsParts {
  readonly changes: Changes;
  readonly people: { get(aadObjectId: string): Promise<PersonRecord | undefined> };
  readonly clock: Clock;
  /** Of people whose own is not known; IANA. */
  readonly timeZone: string;
}

/** Who gets a digest on Monday mornings. */
export class Digests {
  readonly #parts: DigestsParts;
  readonly #followed = new LRUCache<string, true>({ max: 10_000 });

  constructor(parts: DigestsParts) {
    this.#parts = parts;
  }

  /** From now on somebody gets a digest; twice is fine, and costs nothing. @throws {WorkspaceError} unavailable */
  async follow(person: Person): Promise<void> {
    const { changes, people, clock, timeZone } = this.#parts;
    const { aadObjectId } = person;
    if (this.#followed.has(aadObjectId) || isFormer(person)) return;
    const address = digestAddress(aadObjectId);
    if (!(await changes.get(digest, address))) {
      const zone = (await people.get(aadObjectId))?.timeZone ?? timeZone;
      await changes.change(digest, address, {
        key: 'follow',
        by: system,
        via: 'system',
        what: 'digest.follow',
        decide: (current) =>
          current
            ? undefined
            : { next: { person: personOf(person) }, effects: [digestEffect(mondayAfter(clock.now(), zone))] },
      });
    }
    this.#followed.set(aadObjectId, true);
  }
}
