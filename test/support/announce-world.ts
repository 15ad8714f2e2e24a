import { createServiceUrls } from '../../bot/door/service-urls.ts';
import { createLog } from '../../bot/log.ts';
import { noLimits } from '../../bot/messenger/throttle.ts';
import { Messenger } from '../../bot/messenger.ts';
import { AnnounceNews } from '../../bot/news/announce-news.ts';
import { AnnounceTeller } from '../../bot/news/announce-teller.ts';
import { Courier } from '../../bot/news/courier.ts';
import { Reach } from '../../bot/news/reach.ts';
import { Nonces } from '../../bot/nonces.ts';
import { Speaker } from '../../bot/speaker.ts';
import { type Announcement, announcementAddress } from '../../services/announcements/announcement.ts';
import { AnnouncementAudience } from '../../services/announcements/announcement-audience.ts';
import { AnnouncementDelivery } from '../../services/announcements/announcement-delivery.ts';
import { AnnouncementNotes } from '../../services/announcements/announcement-notes.ts';
import { AnnouncementParts } from '../../services/announcements/announcement-parts.ts';
import type { Teller } from '../../services/announcements/announcement-round.ts';
import { Announcements } from '../../services/announcements/announcements.ts';
import { Changes } from '../../services/change/change.ts';
import { Effects } from '../../services/effects/effects.ts';
import type { Noted } from '../../services/ledger/ledger-note.ts';
import type { Mail } from '../../services/people/mail.ts';
import { PersonDirectory } from '../../services/people/person-directory.ts';
import { PostedCards } from '../../services/people/posted-cards.ts';
import { Members } from '../../services/roles/members.ts';
import { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Life } from '../services/effects/world/faults.ts';
import { MemoryQueue } from '../services/effects/world/memory-queue.ts';
import { MemoryStore } from '../services/effects/world/memory-store.ts';
import { mortal, mortalClock } from '../services/effects/world/mortal.ts';
import { SimulatedClock } from '../services/effects/world/simulated-clock.ts';
import { Connector } from './connector.ts';
import { admin, caller, workspace } from './machine-samples.ts';
import { SimulatedDirectory } from './simulated-directory.ts';

export const chief = caller(admin, {}, { admin: true });
export const personId = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

/** What several processes share that carry announcements: a store, a queue, a directory, and Teams' side of the wire. */
export class AnnounceWorld {
  readonly clock = new SimulatedClock();
  readonly store = new MemoryStore(this.clock);
  readonly queue = new MemoryQueue(this.clock);
  readonly directory = new SimulatedDirectory();
  readonly noted: [string, Noted][] = [];
  readonly mails: Mail[] = [];
  /** Who has a mailbox. */
  readonly mailboxes = new Set<string>();
  readonly connector: Connector;
  /** What happens before somebody is told. */
  before: (person: string) => Promise<void> = async () => {};
  readonly #processes: AnnounceProcess[] = [];

  private constructor(connector: Connector) {
    this.connector = connector;
  }

  /** So many people, the first half in both workspaces, the others in one; those whom `blocks` names blocked Labdesk. */
  static async start(
    people: number,
    { scale = 1, blocks = (index: number): boolean => index < 0 } = {},
  ): Promise<AnnounceWorld> {
    const world = new AnnounceWorld(await Connector.start({ scale }));
    const known = new PersonDirectory(world.store, world.clock);
    await new WorkspaceDirectory(world.store, world.clock).register([workspace(), workspace('genomics')]);
    world.directory.member('admins', admin.aadObjectId);
    const [first, second] = [new Set<string>(), new Set<string>()];
    for (let index = 0; index < people; index += 1) {
      const aadObjectId = personId(index);
      first.add(aadObjectId);
      if (index % 2 === 0) second.add(aadObjectId);
      const conversationId = `a:${index}`;
      await known.met({ aadObjectId, teamsId: `29:${index}`, serviceUrl: world.connector.url, conversationId });
      if (blocks(index))
        world.connector.script({ conversationId, status: 403, code: 'ConversationBlockedByUser', times: 1_000 });
    }
    world.directory.memberships.set('group-oncology', first);
    world.directory.memberships.set('group-genomics', second);
    return world;
  }

  process(): AnnounceProcess {
    const made = new AnnounceProcess(this);
    this.#processes.push(made);
    return made;
  }

  /** Time passes until it is over. */
  async over(id: string, { effects }: AnnounceProcess): Promise<Announcement> {
    for (let second = 0; second < 3_600; second += 1) {
      await this.clock.advance(1);
      await effects.settled();
      const stored = await this.store.get<Announcement>(announcementAddress(id).partition, 'announcement');
      if (stored?.document.state === 'sent' && stored.document.effects.length === 0) return stored.document;
    }
    throw new Error('It never ends.');
  }

  /** How many messages each of so many people has. */
  received(people: number): number[] {
    const counts = new Map<string, number>();
    for (let index = 0; index < people; index += 1) counts.set(`a:${index}`, 0);
    for (const { method, conversationId, status } of this.connector.calls)
      if (method === 'POST' && status === 201 && counts.has(conversationId))
        counts.set(conversationId, (counts.get(conversationId) ?? 0) + 1);
    return [...counts.values()];
  }

  async stop(): Promise<void> {
    for (const each of this.#processes) await each.kill();
    await this.connector.close();
  }
}

/** One process of Labdesk. */
export class AnnounceProcess {
  readonly effects: Effects;
  readonly announcements: Announcements;
  readonly #url: string;
  readonly #messenger: Messenger;
  readonly #life: Life = { isDead: false };

  constructor(world: AnnounceWorld) {
    const { directory, connector } = world;
    const clock = mortalClock(world.clock, this.#life);
    const store = mortal(world.store, this.#life);
    const queue = mortal(world.queue, this.#life);
    const log = createLog('fatal');
    this.#url = connector.url;
    const changes = new Changes({ store, queue, clock });
    this.effects = new Effects({ store, changes, queue, clock, steady: clock, log });
    const workspaces = new WorkspaceDirectory(store, clock);
    const members = new Members(directory, workspaces, { reviewers: 'reviewers', admins: 'admins' }, clock);
    const audience = new AnnouncementAudience(members, workspaces);
    this.announcements = new Announcements({ changes, audience, members, clock });
    const serviceUrls = createServiceUrls({ hosts: [], loopback: true });
    const tokens = { token: async () => 'token' };
    this.#messenger = new Messenger({ serviceUrls, tokens, appId: 'app', tenantId: 'tenant', limits: noLimits });
    const people = new PersonDirectory(store, clock);
    const speaker = new Speaker(this.#messenger, people, new Nonces(Buffer.alloc(32, 1)), log);
    const reach = new Reach({ people, messenger: this.#messenger, clock, log, serviceUrl: connector.url });
    const postedCards = new PostedCards(store, clock);
    const mail = {
      send: async (one: Mail) => {
        if (world.mailboxes.has(one.to)) world.mails.push(one);
        return world.mailboxes.has(one.to);
      },
    };
    const courier = new Courier({ speaker, reach, people, postedCards, clock, log, mail });
    const ledger = { note: async (place: string, noted: Noted) => void world.noted.push([place, noted]) };
    const inTeams = new AnnounceTeller({ courier, people, workspaces });
    const teller: Teller = {
      tell: async (announcement, person) => {
        await world.before(person);
        return await inTeams.tell(announcement, person);
      },
    };
    const parts = new AnnouncementParts(store, clock);
    const news = new AnnounceNews({ courier, workspaces, clock, log });
    news.register(this.effects);
    const progress = async (current: Announcement) => await news.progress(current);
    new AnnouncementDelivery({ audience, parts, teller, progress, clock, log }).register(this.effects);
    new AnnouncementNotes(audience, ledger).register(this.effects);
    this.effects.start();
  }

  /** Written and sent at once. */
  async announce(text: string, { key = 'first', workspace: only }: { key?: string; workspace?: string } = {}) {
    await this.announcements.draft(chief, { text, workspace: only }, { key, via: 'chat' });
    await this.send(key);
    return key;
  }

  async send(id: string): Promise<Announcement> {
    const place = { conversationId: 'a:admin', serviceUrl: this.#url };
    return await this.announcements.send(chief, id, { key: `send ${id}`, via: 'card', version: undefined, place });
  }

  /** As SIGKILL does: nothing that it began goes on. */
  async kill(): Promise<void> {
    this.#life.isDead = true;
    await this.#messenger.close();
  }
}
