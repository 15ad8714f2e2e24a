import { announcementCard, type LetterView } from '../../cards/admin/announcement.ts';
import type { Card } from '../../cards/card.ts';
import { lasting } from '../../cards/lasting.ts';
import { announcementMail } from '../../cards/mail/announcement.ts';
import { type Announcement, announcementId, type Told } from '../../services/announcements/announcement.ts';
import type { Teller } from '../../services/announcements/announcement-round.ts';
import type { PersonDirectory } from '../../services/people/person-directory.ts';
import { placeName } from '../../services/workspaces/place-name.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Courier } from './courier.ts';

export interface AnnounceTellerParts {
  readonly courier: Pick<Courier, 'post' | 'mail'>;
  readonly people: Pick<PersonDirectory, 'get'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
}

/** Brings an announcement to one person: in Teams, or by mail where Teams certainly does not reach them. */
export class AnnounceTeller implements Teller {
  readonly #parts: AnnounceTellerParts;
  #last: { readonly of: Announcement; readonly view: LetterView; readonly card: Card } | undefined;

  constructor(parts: AnnounceTellerParts) {
    this.#parts = parts;
  }

  async tell(announcement: Announcement, aadObjectId: string): Promise<Told> {
    const { courier, people } = this.#parts;
    const { view, card } = await this.#letter(announcement);
    const person = { aadObjectId, name: '' };
    const key = `announcement/${announcementId(announcement)}`;
    const delivery = await courier.post(`${key}/${aadObjectId}`, person, card);
    if (delivery === 'teams') return 'delivered';
    // It may stand there: a mail would tell them twice.
    if (delivery === 'unknown') return 'unclear';
    if (await courier.mail(person, announcementMail(view, key))) return 'mailed';
    const record = await people.get(aadObjectId);
    return record?.unreachable?.reason === 'blocked' ? 'blocked' : 'unreached';
  }

  /** The same card for everybody. */
  async #letter(announcement: Announcement) {
    if (this.#last?.of === announcement) return this.#last;
    const { text, by, workspace } = announcement;
    const place = await placeName(this.#parts.workspaces, workspace);
    const view = { text, by, place };
    this.#last = { of: announcement, view, card: lasting(announcementCard(view)) };
    return this.#last;
  }
}
