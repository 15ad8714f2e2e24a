import type { Decision } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import type { ConversationAddress } from '../people/conversation-address.ts';
import { type Caller, personOf } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { adminActor, requireAdminNow } from '../roles/admin-right.ts';
import type { Members } from '../roles/members.ts';
import type { Clock } from '../time/clock.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type Announcement, announcement, announcementAddress, longestAnnouncement } from './announcement.ts';
import type { AnnouncementAudience, Audience } from './announcement-audience.ts';
import { announcementKeptInMs } from './announcement-parts.ts';

export interface AnnouncementsParts {
  readonly changes: Changes;
  readonly audience: AnnouncementAudience;
  readonly members: Pick<Members, 'rolesNow'>;
  readonly clock: Clock;
}

export interface AnnouncementWish {
  readonly text: string;
  /** The id of a workspace; undefined for all. */
  readonly workspace?: string | undefined;
}

const draftKeptInMs = 7 * 86_400_000;
/** After so long whoever was not reached is not told any more: it would be news of yesterday. */
export const announcementPatienceInMs = 24 * 3_600_000;

/** What admins tell everybody: written, looked at, and only then sent. All of it is for admins alone. */
export class Announcements {
  readonly #parts: AnnouncementsParts;

  constructor(parts: AnnouncementsParts) {
    this.#parts = parts;
  }

  /** Keeps what is to be announced; nobody is told yet. @throws {WorkspaceError} forbidden, invalid, not-found */
  async draft(caller: Caller, wish: AnnouncementWish, { key, via }: PersonCommand): Promise<Announcement> {
    const { changes, audience, clock } = this.#parts;
    await requireAdminNow(this.#parts.members, caller);
    const text = requireAnnouncement(wish.text);
    await audience.places(wish.workspace);
    const expiresAt = new Date(clock.now().getTime() + draftKeptInMs).toISOString();
    const { document } = await changes.change(announcement, announcementAddress(key), {
      ...{ key, via, by: adminActor(caller), what: 'announcement.draft' },
      decide: (current) =>
        current ? undefined : { next: { by: personOf(caller), text, ...place(wish), reports: [], expiresAt } },
    });
    return document!;
  }

  /** Changes a draft; what was sent meanwhile stays as it is. @throws as {@link draft} */
  async revise(caller: Caller, id: string, wish: AnnouncementWish, { key, via }: PersonCommand): Promise<Announcement> {
    await this.get(caller, id);
    const text = requireAnnouncement(wish.text);
    await this.#parts.audience.places(wish.workspace);
    return await this.#change(caller, id, { key, via, what: 'announcement.revise' }, () => ({
      next: { text, workspace: wish.workspace },
    }));
  }

  /**
   * Sends a draft as it was shown. What is on its way or over already is left alone.
   * @param version what the pressed card showed @throws {WorkspaceError} stale, where it was changed since; as {@link draft}
   */
  async send(
    caller: Caller,
    id: string,
    { version, place: report, ...command }: PersonCommand & { version: number | undefined; place: ConversationAddress },
  ): Promise<Announcement> {
    await this.get(caller, id);
    return await this.#change(caller, id, { ...command, what: 'announcement.send' }, (current, now) => {
      if (version !== undefined && version !== current.version)
        throw new WorkspaceError('stale', 'This was changed since. Look at the newer card before you send it.');
      const deadline = new Date(now.getTime() + announcementPatienceInMs);
      const expiresAt = new Date(now.getTime() + announcementKeptInMs).toISOString();
      return {
        next: { state: 'gathering', startedAt: now.toISOString(), place: report, expiresAt },
        effects: [{ kind: 'announcement.gather', deadline }],
      };
    });
  }

  /** Throws a draft away. What is sent already cannot be called back. @throws as {@link draft} */
  async cancel(caller: Caller, id: string, command: PersonCommand): Promise<Announcement> {
    await this.get(caller, id);
    return await this.#change(caller, id, { ...command, what: 'announcement.cancel' }, () => ({
      next: { state: 'cancelled' },
    }));
  }

  /** @throws {WorkspaceError} forbidden; not-found, also for those of others */
  async get(caller: Caller, id: string): Promise<Announcement> {
    await requireAdminNow(this.#parts.members, caller);
    const found = await this.#parts.changes.get(announcement, announcementAddress(id));
    if (found?.by.aadObjectId === caller.aadObjectId) return found;
    throw new WorkspaceError('not-found', 'That announcement is not there any more. Write it again.');
  }

  /** Whom it would go to now. @throws {WorkspaceError} forbidden, and the directory's */
  async audience(caller: Caller, { workspace }: Pick<Announcement, 'workspace'>): Promise<Audience> {
    return await this.#parts.audience.count(caller, workspace);
  }

  /** What it may be for: all workspaces there are. @throws {WorkspaceError} forbidden */
  async places(caller: Caller): Promise<readonly Workspace[]> {
    await requireAdminNow(this.#parts.members, caller);
    return await this.#parts.audience.places(undefined);
  }

  /** Nothing but a draft is changed. */
  async #change(
    caller: Caller,
    id: string,
    command: PersonCommand & { readonly what: string },
    decide: (current: Announcement, now: Date) => Decision<Announcement>,
  ): Promise<Announcement> {
    const { changes, clock } = this.#parts;
    const { document } = await changes.change<Announcement>(announcement, announcementAddress(id), {
      ...command,
      by: adminActor(caller),
      decide: (current) => (current?.state === 'draft' ? decide(current, clock.now()) : undefined),
    });
    return document!;
  }
}

/** @throws {WorkspaceError} invalid */
function requireAnnouncement(text: string): string {
  const said = text.trim();
  if (!said) throw new WorkspaceError('invalid', 'Write what everybody shall know.');
  if (said.length > longestAnnouncement)
    throw new WorkspaceError('invalid', `Please say it in at most ${longestAnnouncement} characters.`);
  return said;
}

function place({ workspace }: AnnouncementWish): { workspace?: string } {
  return workspace === undefined ? {} : { workspace };
}
