import { LRUCache } from 'lru-cache';
import { type Document, type Store, type Stored, WriteConflict } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import {
  afterMeeting,
  type MailPreference,
  type Meeting,
  type PersonalChat,
  type PersonDocument,
  type PersonRecord,
  personAddress,
  toDocument,
  toRecord,
  type Unreachable,
} from './person-record.ts';

interface TeamsPlace extends Document {
  readonly kind: 'teams';
  readonly serviceUrl: string;
}

interface Known {
  readonly record: PersonRecord;
  readonly etag: string;
}

type Change = (before: PersonRecord | undefined) => PersonRecord | undefined;

const placeAddress = { partition: 'system', id: 'teams' } as const;
const peopleKnown = 10_000;
/** Then what another instance learnt is read; of real time, since it is about processes. */
const knownForMs = 10 * 60_000;
/** Where Teams is reached changes rarely, and may differ from person to person. */
const placeWrittenEveryMs = 60 * 60_000;
const maxAttempts = 8;

/** How people are reached: what every activity of theirs tells, one document each, written only when it changes. */
export class PersonDirectory {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #known = new LRUCache<string, Known>({ max: peopleKnown, ttl: knownForMs });
  #serviceUrl: string | undefined;
  #placeWrittenAt = Number.NEGATIVE_INFINITY;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Takes in what an activity tells about its sender. Costs no store operation where nothing is new.
   * @throws {WorkspaceError} unavailable; then the next activity tells it again
   */
  async met(meeting: Meeting): Promise<void> {
    const { aadObjectId, serviceUrl } = meeting;
    if (!aadObjectId) return;
    const known = this.#known.get(aadObjectId);
    if (!known || afterMeeting(known.record, meeting, this.#clock.now()) !== known.record)
      await this.#change(aadObjectId, (before) => afterMeeting(before, meeting, this.#clock.now()), known);
    if (serviceUrl !== this.#serviceUrl) await this.#rememberPlace(serviceUrl);
  }

  /** What is on record of somebody now; undefined where they never met Labdesk and nothing was set. */
  async get(aadObjectId: string): Promise<PersonRecord | undefined> {
    return (await this.#read(aadObjectId))?.record;
  }

  /** Their Teams ids (`29:...`), as far as they are known, in the order of the people; at most a few minutes old. */
  async teamsIds(people: readonly { readonly aadObjectId: string }[]): Promise<readonly string[]> {
    const records = await Promise.all(people.map(({ aadObjectId }) => this.#lately(aadObjectId)));
    return [...new Set(records.flatMap((record) => record?.teamsId ?? []))];
  }

  /** Where Teams was last met, for people who were never seen; undefined before anybody was. */
  async serviceUrl(): Promise<string | undefined> {
    this.#serviceUrl ??= (
      await this.#store.get<TeamsPlace>(placeAddress.partition, placeAddress.id)
    )?.document.serviceUrl;
    return this.#serviceUrl;
  }

  async preferMail(aadObjectId: string, mail: MailPreference): Promise<void> {
    await this.#change(aadObjectId, (before) =>
      before?.mail === mail ? before : { ...(before ?? { aadObjectId }), mail },
    );
  }

  /** Their own chat was found or opened: they are reachable. */
  async reached(aadObjectId: string, chat: PersonalChat): Promise<void> {
    await this.#change(aadObjectId, (before) => {
      const { unreachable: _, ...rest } = before ?? { aadObjectId };
      return { ...rest, chat };
    });
  }

  /** Teams takes no messages to them any more. Whoever speaks again is reachable again. */
  async unreachable(aadObjectId: string, reason: Unreachable['reason']): Promise<void> {
    const since = this.#clock.now().toISOString();
    await this.#change(aadObjectId, (before) => ({
      ...(before ?? { aadObjectId }),
      unreachable: { reason, since },
    }));
  }

  /** The chat is no more; another may be opened. */
  async lostChat(aadObjectId: string): Promise<void> {
    await this.#change(aadObjectId, (before) => {
      if (!before?.chat) return before;
      const { chat: _, ...rest } = before;
      return rest;
    });
  }

  /** Writes what `change` makes of the record; anew where somebody else wrote first. The same or undefined writes nothing. */
  async #change(aadObjectId: string, change: Change, known?: Known): Promise<void> {
    let before = known ?? (await this.#read(aadObjectId));
    for (let attempt = 1; ; attempt += 1) {
      const after = change(before?.record);
      if (!after || after === before?.record) return;
      try {
        this.#keep(await this.#write(after, before?.etag));
        return;
      } catch (error) {
        this.#known.delete(aadObjectId);
        if (!(error instanceof WriteConflict) || attempt === maxAttempts) throw error;
        before = await this.#read(aadObjectId);
      }
    }
  }

  async #write(record: PersonRecord, etag: string | undefined): Promise<Stored<PersonDocument>> {
    const document = toDocument(record);
    return await (etag === undefined ? this.#store.create(document) : this.#store.replace(document, etag));
  }

  async #lately(aadObjectId: string): Promise<PersonRecord | undefined> {
    return (this.#known.get(aadObjectId) ?? (await this.#read(aadObjectId)))?.record;
  }

  async #read(aadObjectId: string): Promise<Known | undefined> {
    const { partition, id } = personAddress(aadObjectId);
    const stored = await this.#store.get<PersonDocument>(partition, id);
    return stored && this.#keep(stored);
  }

  #keep({ document, etag }: Stored<PersonDocument>): Known {
    const known = { record: toRecord(document), etag };
    this.#known.set(known.record.aadObjectId, known);
    return known;
  }

  async #rememberPlace(serviceUrl: string): Promise<void> {
    if (performance.now() - this.#placeWrittenAt >= placeWrittenEveryMs) await this.#writePlace(serviceUrl);
    this.#serviceUrl = serviceUrl;
  }

  async #writePlace(serviceUrl: string): Promise<void> {
    const stored = await this.#store.get<TeamsPlace>(placeAddress.partition, placeAddress.id);
    const document: TeamsPlace = { ...placeAddress, kind: 'teams', schema: 1, serviceUrl };
    if (stored?.document.serviceUrl !== serviceUrl)
      await (stored ? this.#store.replace(document, stored.etag) : this.#store.create(document)).catch(
        (error: unknown) => {
          // Another instance met Teams at the same moment, and at no worse a place.
          if (!(error instanceof WriteConflict)) throw error;
        },
      );
    this.#placeWrittenAt = performance.now();
  }
}
