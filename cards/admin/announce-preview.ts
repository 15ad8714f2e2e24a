import type { Announcement } from '../../services/announcements/announcement.ts';
import { announcementId } from '../../services/announcements/announcement.ts';
import type { Audience } from '../../services/announcements/announcement-audience.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { notice } from '../talk/notice.ts';
import { announceTexts } from '../texts/admin-announce.ts';
import { brief } from '../wording.ts';
import { announceGone } from './announce-gone.ts';
import { announceView } from './announce-view.ts';
import { letterOf } from './announcement.ts';

const { preview, actions } = announceTexts;
const mostPlaces = 5;

export interface PreviewView {
  readonly announcement: Announcement;
  readonly audience: Audience;
  /** The name of the workspace; undefined where it is for all. */
  readonly place: string | undefined;
  /** What is wrong, in finished sentences. */
  readonly note?: string;
}

/** Shows a draft before it is sent: how it will look, who gets it, and how many they are. */
export function announcePreview({ announcement, audience, place, note = '' }: PreviewView): Card {
  const id = announcementId(announcement);
  const { people, places, gone } = audience;
  const largest = places.toSorted((a, b) => b.people - a.people).slice(0, mostPlaces);
  const names = largest.map(({ workspace, people: here }) => preview.place(brief(workspace.name), here));
  const { version } = announcement;
  return announceView({
    title: preview.title,
    note: [note, announceGone(gone.map(({ name }) => name))].filter(Boolean).join(' '),
    text:
      people === 0
        ? preview.nobody
        : `${preview.people(people)} ${preview.places(names, places.length - largest.length)}`,
    letter: letterOf({ ...announcement, place }),
    remark: preview.mail,
    buttons: [
      ...(people > 0
        ? [button(actions.send, 'admin.announce', { id: `send/${id}`, version }, { style: 'positive' })]
        : []),
      button(actions.edit, 'admin.announce', { id: `edit/${id}` }),
      button(actions.cancel, 'admin.announce', { id: `cancel/${id}` }),
    ],
  });
}

/** A draft that was thrown away. */
export function announceCancelled(): Card {
  return notice({ title: preview.cancelled, text: preview.cancelledText });
}
