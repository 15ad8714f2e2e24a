import { accessReview } from '../../services/access-reviews/access-review.ts';
import { AccessReviews } from '../../services/access-reviews/access-reviews.ts';
import { SignIns } from '../../services/access-reviews/sign-ins.ts';
import { AnnouncementAudience } from '../../services/announcements/announcement-audience.ts';
import { Announcements } from '../../services/announcements/announcements.ts';
import { workspaceArchive } from '../../services/archives/workspace-archive.ts';
import { budget } from '../../services/budgets/budget.ts';
import { Changes } from '../../services/change/change.ts';
import { channelBinding } from '../../services/channels/channel-binding.ts';
import { ChannelBindings } from '../../services/channels/channel-bindings.ts';
import { AdminDesk } from '../../services/desk/admin-desk.ts';
import { PendingWork } from '../../services/desk/pending-work.ts';
import { DeadLetterIndex, DeadLetters } from '../../services/effects/dead-letters.ts';
import { Effects } from '../../services/effects/effects.ts';
import { workspaceEnding } from '../../services/endings/workspace-ending.ts';
import { ghosts } from '../../services/ghosts/ghosts.ts';
import { Ledger, sealInto } from '../../services/ledger/ledger.ts';
import { LedgerWriter } from '../../services/ledger/ledger-writer.ts';
import { connectionLink } from '../../services/machines/connections.ts';
import { machineRecord } from '../../services/machines/machine-record.ts';
import { MemberChanges } from '../../services/members/member-changes.ts';
import { MemberDepartures } from '../../services/members/member-departures.ts';
import { MemberLists } from '../../services/members/member-list.ts';
import { workspaceMembers } from '../../services/members/member-record.ts';
import { memberWatchRecord } from '../../services/members/member-watch-record.ts';
import { Memberships } from '../../services/members/memberships.ts';
import { Notifications } from '../../services/people/notifications.ts';
import { PersonDirectory } from '../../services/people/person-directory.ts';
import { PostedCards } from '../../services/people/posted-cards.ts';
import { Audit } from '../../services/records/audit.ts';
import { DeletionCertificates } from '../../services/records/deletion-certificates.ts';
import { Records, recordsLink } from '../../services/records/records.ts';
import { fileLink } from '../../services/requests/file-links.ts';
import { dataRequest } from '../../services/requests/request.ts';
import { RequestNumbers } from '../../services/requests/request-numbers.ts';
import { LedgerRetention } from '../../services/retention/ledger-retention.ts';
import { RetentionOrders } from '../../services/retention/retention-orders.ts';
import { Members } from '../../services/roles/members.ts';
import { machineSchedule } from '../../services/schedules/machine-schedule.ts';
import type { Services } from '../../services/services.ts';
import { SetupPlaces } from '../../services/setups/setup-places.ts';
import { workspaceSetup } from '../../services/setups/workspace-setup.ts';
import { trainings as trainingDocuments } from '../../services/trainings/training.ts';
import { TrainingRecords } from '../../services/trainings/training-records.ts';
import type { LandingZone } from '../../services/workspaces/landing-zone.ts';
import { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import { Conversations } from '../conversations.ts';
import { TurnsFirst } from '../turns/turns-first.ts';
import { createArchives } from './archives.ts';
import type { Foundation } from './foundation.ts';
import { createHealth, createWatch } from './health.ts';
import { createMachines } from './machines.ts';
import { createMemberWatch } from './member-watch.ts';
import { createMoney } from './money.ts';
import { createRequests } from './requests.ts';
import { createReviews } from './reviews.ts';
import { createWorkspaceSetups } from './workspace-setups.ts';

export type Rules = ReturnType<typeof createRules>;

/** What leaves its history in a workspace's ledger. */
const recorded = [
  memberWatchRecord,
  ...[budget, dataRequest, fileLink, machineRecord, machineSchedule, ghosts, connectionLink, recordsLink],
  ...[
    workspaceMembers,
    accessReview,
    trainingDocuments,
    channelBinding,
    workspaceSetup,
    workspaceArchive,
    workspaceEnding,
  ],
];

/** The rules, and what follows from changes, all of it but what people are told (conversation.ts). */
export function createRules(foundation: Foundation, zone: LandingZone | undefined) {
  const { config, log, inSandbox, clock, meter, store, queue, directory, checkpoints, signer } = foundation;
  const { groupClient, signInClient, ledgerWalker: walker } = foundation;
  const { TIME_ZONE: timeZone } = config;
  // A sandbox has one bot at a time, and whoever tries it out does not want to wait for a crash to be noticed.
  const patience = inSandbox ? { watchdogSeconds: 5, leaseSeconds: 5, recheckSeconds: 5 } : {};
  const writer = new LedgerWriter(store, clock);
  const seal = sealInto(writer, store, recorded);
  const changes = new Changes({ store, queue, clock, seal, ...patience });
  const turns = new TurnsFirst();
  const effectsClock = turns.clock(inSandbox ? meter.apart(clock) : clock);
  const deadLetterIndex = new DeadLetterIndex(store, clock);
  const beforeDeath = deadLetterIndex.expect.bind(deadLetterIndex);
  const effects = new Effects({ store, changes, queue, log, seal, beforeDeath, ...patience, clock: effectsClock });

  const workspaces = new WorkspaceDirectory(store, clock);
  const groups = { reviewers: config.REVIEWERS_GROUP_ID, admins: config.ADMINS_GROUP_ID };
  const members = new Members(directory, workspaces, groups, clock);
  const people = new PersonDirectory(store, clock);
  const trainings = new TrainingRecords({ store, changes, members, clock, timeZone });
  const numbers = new RequestNumbers(store, clock);
  const ledger = new Ledger({ store, writer, changes, clock, checkpoints, signer, walker });
  ledger.register(effects, recorded);
  const conversations = new Conversations(store, clock);
  new LedgerRetention({
    ...{ store, changes, clock, ledger, retentionDays: config.RETENTION_DAYS },
    workspaces: new SetupPlaces(store, workspaces),
    forgetConversation: async (conversationId) => await conversations.forget(conversationId),
  }).register(effects);

  const common = { changes, effects, ledger, members, numbers, people, trainings, workspaces };
  const { costDrop, costSweep, prices, services: money } = createMoney(foundation, common);
  const { budgets, spendings } = money;
  const { ghostHunt, services: machinery } = createMachines(foundation, { ...common, budgets, prices, spendings });
  const { assignments, machines } = machinery;

  const certificates = new DeletionCertificates(store, signer);
  const audience = new AnnouncementAudience(members, workspaces);
  const deadLetters = new DeadLetters({ store, changes, clock, effects });
  const watch = createWatch(foundation, workspaces);
  const memberLists = new MemberLists({ members, assignments, people });
  const signIns = signInClient && new SignIns({ client: signInClient, clock });
  const memberships = new Memberships({ groups: groupClient, members, changes, clock });
  const channelBindings = new ChannelBindings({ changes, members, workspaces, clock });
  channelBindings.register(effects);
  const services: Services = {
    ...money,
    ...machinery,
    ...createRequests(foundation, common),
    ...createArchives(foundation, {
      ...{ budgets, certificates, changes, effects, ledger, machines, members, workspaces, zone },
    }),
    accessReviews: new AccessReviews({ changes, members, memberLists, memberships, signIns, clock, timeZone }),
    adminDesk: new AdminDesk({ ledger, log }),
    announcements: new Announcements({ changes, audience, members, clock }),
    audit: new Audit({ store, ledger, certificates, timeZone }),
    channelBindings,
    deadLetters,
    health: createHealth(foundation, watch, workspaces, deadLetters),
    ledger,
    memberLists,
    members,
    memberships,
    notifications: new Notifications({ people, sendsMail: config.MAIL_SENDER !== undefined }),
    pendingWork: new PendingWork({ store, workspaces, clock, timeZone }),
    postedCards: new PostedCards(store, clock),
    records: new Records({ store, changes, checkpoints, certificates, members, workspaces, clock }),
    setups: createWorkspaceSetups(foundation, {
      budgets,
      changes,
      effects,
      machines,
      members,
      prices,
      workspaces,
      zone,
    }),
    trainings,
    workspaces,
  };

  const departures = new MemberDepartures({ store, changes });
  new MemberChanges({ groups: groupClient, members, departures, workspaces, clock }).register(effects);
  const memberWatch = createMemberWatch(foundation, { changes, effects, members, workspaces, departures });
  const reviewSweep = createReviews(foundation, services, changes, effects);
  const retentionOrders = new RetentionOrders(changes);
  return {
    audience,
    changes,
    costDrop,
    costSweep,
    effects,
    ghostHunt,
    memberWatch,
    turns,
    people,
    retentionOrders,
    reviewSweep,
    services,
    watch,
  };
}
