import { system } from '../change/aggregate.ts';
import { type EffectOutcome, tireless } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { adminActor } from '../roles/admin-right.ts';
import { type Announcement, announcement, announcementId, reportOf } from './announcement.ts';
import type { AnnouncementAudience } from './announcement-audience.ts';

/** Workspaces in whose ledgers it is noted before the next ones are. */
const atOnce = 50;

/** Notes in the ledger of each workspace that something was announced there, and in the end what came of it. */
export class AnnouncementNotes {
  readonly #audience: Pick<AnnouncementAudience, 'places'>;
  readonly #ledger: Pick<Ledger, 'note'>;

  constructor(audience: Pick<AnnouncementAudience, 'places'>, ledger: Pick<Ledger, 'note'>) {
    this.#audience = audience;
    this.#ledger = ledger;
  }

  register(effects: Effects): void {
    effects.register<Announcement>(announcement, 'announcement.note', {
      maxAttempts: tireless,
      timeoutInMs: 300_000,
      handle: async ({ data }, document) => await this.#note(document, data.what as string, data.after as string),
    });
  }

  /** What was said by its salted hash, and how many it was for, or what came of them. */
  async #note(document: Announcement, what: string, after: string | undefined): Promise<EffectOutcome<Announcement>> {
    const places = (await this.#audience.places(document.workspace)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const some = places.filter(({ id }) => id > (after ?? '')).slice(0, atOnce);
    const { people, ...told } = reportOf(document);
    const isSent = what === 'announcement.sent';
    const subject = `announcement/${announcementId(document)}`;
    for (const { id } of some)
      await this.#ledger.note(id, {
        ...{ what, key: `${what}/${announcementId(document)}/${id}`, subject },
        ...(isSent
          ? { by: adminActor(document.by), via: 'card', why: document.text, detail: { people } }
          : { by: system, via: 'system', detail: { people, ...told } }),
      });
    const last = some.at(-1)?.id;
    return some.length < atOnce || last === undefined
      ? { done: true }
      : { again: new Date(0), data: { what, after: last } };
  }
}
