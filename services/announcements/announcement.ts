import { type Aggregate, defineAggregate } from '../change/aggregate.ts';
import type { ConversationAddress } from '../people/conversation-address.ts';
import type { Person } from '../people/people.ts';

/**
 * What came of telling one person: `delivered` it stands in Teams; `mailed` it was sent by mail; `blocked` they want no messages of
 * Labdesk; `unreached` nobody found a way; `unclear` it may stand in Teams, and is not sent again.
 */
export type Told = 'delivered' | 'mailed' | 'blocked' | 'unreached' | 'unclear';

/** How many of some people there are, and what came of each. */
export type Report = Readonly<Record<Told | 'people', number>>;

/** draft: shown to its author alone; gathering: whom it goes to is being found out; sending; sent, cancelled: over. */
export type AnnouncementState = 'draft' | 'gathering' | 'sending' | 'sent' | 'cancelled';

/** What an admin tells everybody. Whom it goes to stands in parts of their own (announcement-parts.ts), here only in numbers. */
export interface Announcement extends Aggregate<AnnouncementState> {
  readonly by: Person;
  /** As it was written, at most {@link longestAnnouncement} characters. */
  readonly text: string;
  /** The id of a workspace; undefined for all. */
  readonly workspace?: string;
  /** Which parts count: a crash may have left others. */
  readonly list?: string;
  /** How each part stands. */
  readonly reports: readonly Report[];
  /** Names of the workspaces whose group was gone when it was sent: nobody in them is told. */
  readonly gone?: readonly string[];
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** Where the card stands on which an admin sees how it goes. */
  readonly place?: ConversationAddress;
}

export const longestAnnouncement = 2_000;
/** The parts' reports have room in one document with as many people. */
export const peopleInPart = 200;

export const announcement = defineAggregate<Announcement>({
  kind: 'announcement',
  schema: 1,
  initial: 'draft',
  transitions: {
    draft: ['gathering', 'cancelled'],
    gathering: ['sending', 'sent'],
    sending: ['sent'],
    sent: [],
    cancelled: [],
  },
});

export function announcementAddress(id: string): { partition: string; id: string } {
  return { partition: `announcement/${id}`, id: 'announcement' };
}

/** By what its buttons name it. */
export function announcementId({ partition }: { readonly partition: string }): string {
  return partition.slice('announcement/'.length);
}

export const nobodyTold: Report = { people: 0, delivered: 0, mailed: 0, blocked: 0, unreached: 0, unclear: 0 };

/** All parts together. */
export function reportOf({ reports }: Pick<Announcement, 'reports'>): Report {
  return reports.reduce(
    (sum, report) => ({
      people: sum.people + report.people,
      delivered: sum.delivered + report.delivered,
      mailed: sum.mailed + report.mailed,
      blocked: sum.blocked + report.blocked,
      unreached: sum.unreached + report.unreached,
      unclear: sum.unclear + report.unclear,
    }),
    nobodyTold,
  );
}

/** How many are still to be told. */
export function leftOf({ people, delivered, mailed, blocked, unreached, unclear }: Report): number {
  return people - delivered - mailed - blocked - unreached - unclear;
}
