import { type Document, type Store, WriteConflict } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import {
  type Announcement,
  announcementAddress,
  announcementId,
  nobodyTold,
  type Report,
  type Told,
} from './announcement.ts';

/** Some of those whom an announcement goes to. */
export interface AnnouncementPart extends Document {
  readonly kind: 'announcement-part';
  /** aadObjectIds; what came of each stands at the same place in `told`. */
  readonly people: readonly string[];
  readonly told: readonly (Told | null)[];
}

/** As long as the announcement itself. */
export const announcementKeptInMs = 35 * 86_400_000;
const maxAttempts = 8;

/** Whom an announcement goes to and what came of each, in documents that stay small however many there are. */
export class AnnouncementParts {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Puts a part on record; `list` is another for every attempt to make the parts. */
  async create(of: Announcement, list: string, index: number, people: readonly string[]): Promise<void> {
    const expiresAt = new Date(this.#clock.now().getTime() + announcementKeptInMs).toISOString();
    const place = placeOf(of, list, index);
    const told = people.map(() => null);
    await this.#store.create<AnnouncementPart>({
      ...{ ...place, kind: 'announcement-part', schema: 1, expiresAt },
      ...{ people, told },
    });
  }

  /** @throws {Error} where it is gone, which it cannot be while it is needed */
  async read(of: Announcement, index: number): Promise<AnnouncementPart> {
    return (await this.#read(of, index)).document;
  }

  /** Keeps what came of some of them; what was known before stays, whoever comes later. Returns how the part stands then. */
  async keep(of: Announcement, index: number, news: ReadonlyMap<string, Told>): Promise<Report> {
    for (let attempt = 1; ; attempt += 1) {
      const { document, etag } = await this.#read(of, index);
      const told = document.people.map((person, at) => document.told[at] ?? news.get(person) ?? null);
      if (told.every((one, at) => one === document.told[at])) return partReport({ told });
      try {
        await this.#store.replace({ ...document, told }, etag);
        return partReport({ told });
      } catch (error) {
        if (!(error instanceof WriteConflict) || attempt === maxAttempts) throw error;
      }
    }
  }

  async #read(of: Announcement, index: number) {
    const { partition, id } = placeOf(of, of.list ?? '', index);
    const stored = await this.#store.get<AnnouncementPart>(partition, id);
    if (!stored) throw new Error(`A part of an announcement is gone: ${partition} ${id}.`);
    return stored;
  }
}

/** How a part stands. */
export function partReport({ told }: Pick<AnnouncementPart, 'told'>): Report {
  const report: Record<Told | 'people', number> = { ...nobodyTold, people: told.length };
  for (const one of told) if (one) report[one] += 1;
  return report;
}

function placeOf(of: Announcement, list: string, index: number): { partition: string; id: string } {
  return { partition: announcementAddress(announcementId(of)).partition, id: `part/${list}/${index}` };
}
