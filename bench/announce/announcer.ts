import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { createServiceUrls } from '../../bot/door/service-urls.ts';
import type { Limit } from '../../bot/messenger/pace.ts';
import { teamsLimits } from '../../bot/messenger/throttle.ts';
import { Messenger } from '../../bot/messenger.ts';
import { AnnounceNews } from '../../bot/news/announce-news.ts';
import { AnnounceTeller } from '../../bot/news/announce-teller.ts';
import { Courier } from '../../bot/news/courier.ts';
import { Reach } from '../../bot/news/reach.ts';
import { Nonces } from '../../bot/nonces.ts';
import { Speaker } from '../../bot/speaker.ts';
import type { Announcement } from '../../services/announcements/announcement.ts';
import { AnnouncementAudience } from '../../services/announcements/announcement-audience.ts';
import { AnnouncementDelivery } from '../../services/announcements/announcement-delivery.ts';
import { AnnouncementNotes } from '../../services/announcements/announcement-notes.ts';
import { AnnouncementParts } from '../../services/announcements/announcement-parts.ts';
import { Announcements } from '../../services/announcements/announcements.ts';
import { Changes } from '../../services/change/change.ts';
import { Effects } from '../../services/effects/effects.ts';
import { PersonDirectory } from '../../services/people/person-directory.ts';
import { PostedCards } from '../../services/people/posted-cards.ts';
import { Members } from '../../services/roles/members.ts';
import { SqliteStore } from '../../services/store/sqlite.ts';
import { SystemClock } from '../../services/time/clock.ts';
import { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import { MemoryQueue } from '../../test/services/effects/world/memory-queue.ts';
import { SimulatedDirectory } from '../../test/support/simulated-directory.ts';
import { announceScale } from '../announce.ts';

const [serviceUrl = '', path = '', count = ''] = process.argv.slice(2);
const clock = new SystemClock();
const store = new SqliteStore({ path, clock });
const queue = new MemoryQueue(clock);
const log = pino({ level: 'warn' }, process.stderr);
const changes = new Changes({ store, queue, clock });
const effects = new Effects({ store, changes, queue, clock, log });
const directory = new SimulatedDirectory();
const workspaces = new WorkspaceDirectory(store, clock);
const members = new Members(directory, workspaces, { reviewers: 'reviewers', admins: 'admins' }, clock);
const audience = new AnnouncementAudience(members, workspaces);
const announcements = new Announcements({ changes, audience, members, clock });
const scaled = (limits: readonly Limit[]) => limits.map((limit) => ({ ...limit, count: limit.count * announceScale }));
const messenger = new Messenger({
  serviceUrls: createServiceUrls({ hosts: [], loopback: true }),
  ...{ tokens: { token: async () => 'token' }, appId: 'app', tenantId: 'tenant' },
  limits: { perThread: teamsLimits.perThread, perTenant: scaled(teamsLimits.perTenant) },
});
const people = new PersonDirectory(store, clock);
const speaker = new Speaker(messenger, people, new Nonces(Buffer.alloc(32, 1)), log);
const reach = new Reach({ people, messenger, clock, log });
const postedCards = new PostedCards(store, clock);
const courier = new Courier({ speaker, reach, people, postedCards, clock, log });
const teller = new AnnounceTeller({ courier, people, workspaces });
const parts = new AnnouncementParts(store, clock);
const ledger = { note: async () => {} };
const news = new AnnounceNews({ courier, workspaces, clock, log });
news.register(effects);
const progress = async (current: Announcement) => await news.progress(current);
new AnnouncementDelivery({ audience, parts, teller, progress, clock, log }).register(effects);
new AnnouncementNotes(audience, ledger).register(effects);

const admin = { aadObjectId: 'admin', name: 'Admin' };
const desktop = { entraSignIn: true, clipboard: false, drives: false, printers: false };
await workspaces.register([
  { id: 'oncology', name: 'Oncology', resourceGroup: 'rg-oncology', groupId: 'oncology', desktop },
]);
directory.member('admins', admin.aadObjectId);
const everybody = new Set<string>();
for (let index = 0; index < Number(count); index += 1) {
  const aadObjectId = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
  everybody.add(aadObjectId);
  await people.met({ aadObjectId, teamsId: `29:${index}`, serviceUrl, conversationId: `a:${index}` });
}
directory.memberships.set('oncology', everybody);

const roles = { admin: true, reviewer: false, workspaces: new Map(), checkedAt: clock.now() };
const caller = { ...admin, tenantId: 'tenant', locale: 'en', roles };
const place = { conversationId: 'a:admin', serviceUrl, activityId: 'report' };
await announcements.draft(caller, { text: 'The cluster is down on Friday.' }, { key: 'one', via: 'chat' });
await announcements.send(caller, 'one', { key: 'two', via: 'card', version: undefined, place });
while ((await announcements.get(caller, 'one')).state !== 'sent') await wait(50);
process.send!('told');
