import { LRUCache } from 'lru-cache';
import type { Person } from '../people/people.ts';
import type { Clock } from '../time/clock.ts';
import { pause } from '../time/pause.ts';
import type { DirectoryClient, Member } from './members.ts';

/** How old the directory's word may be where somebody only looks. */
const readCacheInMs = 60_000;
/** The same where only names have to be known. */
const knownCacheInMs = 10 * 60_000;
/** After so long a directory that has failed is asked again for them. */
const failureCacheInMs = 15_000;
/** How long a sentence waits for names that were never heard of, and in how many groups at most. */
const namesPatienceInMs = 1_500;
const mostWaitedFor = 20;
const mostGroups = 500;
const nobody: readonly never[] = [];

interface Heard {
  readonly askedAt: number;
  /** Undefined before the directory has ever answered. */
  readonly people: readonly Person[] | undefined;
  /** Resolves when it has answered or failed, where it is asked now. */
  readonly coming?: Promise<void>;
}

/** Who is in groups, by one call for all who ask at the same time. */
export class MemberCache {
  readonly #directory: Pick<DirectoryClient, 'members'>;
  readonly #clock: Clock;
  readonly #people = new LRUCache<string, { at: number; people: Promise<readonly Member[]> }>({ max: mostGroups });
  readonly #heard = new LRUCache<string, Heard>({ max: mostGroups });

  constructor(directory: Pick<DirectoryClient, 'members'>, clock: Clock) {
    this.#directory = directory;
    this.#clock = clock;
  }

  /** Owners first, at most 60 s old. @throws {WorkspaceError} the directory's */
  async list(groupId: string): Promise<readonly Member[]> {
    const now = this.#clock.now().getTime();
    const cached = this.#people.get(groupId);
    if (cached && now - cached.at < readCacheInMs) return await cached.people;
    return await this.#ask(groupId, now);
  }

  /** As last heard of, in the order of the groups; where nothing was heard yet, waits a little. The same array while they are the same. */
  async known(groupIds: readonly string[]): Promise<readonly (readonly Person[])[]> {
    const now = this.#clock.now().getTime();
    const coming = groupIds.flatMap((groupId) => {
      const { people, coming = [] } = this.#heardOf(groupId, now);
      return people ? [] : coming;
    });
    if (coming.length > 0 && groupIds.length <= mostWaitedFor)
      await Promise.race([Promise.all(coming), pause(this.#clock, namesPatienceInMs)]);
    return groupIds.map((groupId) => this.#heard.get(groupId)?.people ?? nobody);
  }

  /** Something has changed in the group. */
  forget(groupId: string): void {
    this.#people.delete(groupId);
    const heard = this.#heard.get(groupId);
    if (heard) this.#heard.set(groupId, { ...heard, askedAt: Number.NEGATIVE_INFINITY });
  }

  #heardOf(groupId: string, now: number): Heard {
    const before = this.#heard.get(groupId);
    if (before && now - before.askedAt < knownCacheInMs) return before;
    const people = before?.people;
    // Whoever has to know is told of failures; here a later sentence asks again.
    const coming = this.#ask(groupId, now).then(
      () => undefined,
      () => void this.#heard.set(groupId, { askedAt: now - knownCacheInMs + failureCacheInMs, people }),
    );
    const heard = { askedAt: now, people, coming };
    this.#heard.set(groupId, heard);
    return heard;
  }

  async #ask(groupId: string, now: number): Promise<readonly Member[]> {
    const people = this.#directory.members(groupId);
    this.#people.set(groupId, { at: now, people });
    people.catch(() => this.#people.delete(groupId));
    const heard = await people;
    const before = this.#heard.get(groupId)?.people;
    const isSame =
      before?.length === heard.length &&
      heard.every(({ aadObjectId, name }, index) => {
        return aadObjectId === before[index]!.aadObjectId && name === before[index]!.name;
      });
    this.#heard.set(groupId, { askedAt: now, people: isSame ? before : heard });
    return heard;
  }
}
