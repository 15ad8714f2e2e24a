import { accessReview } from '../../services/access-review.ts';
import { AccessReviews } from '../../services/access-reviews.ts';
import { AnnouncementAudience } from '../../services/announcement-audience.ts';
import { Announcements } from '../../services/announcements.ts';
import { Audit } from '../../services/audit.ts';
import { budget } from '../../services/budget.ts';
import { BudgetAnnouncements } from '../../services/budget-announcements.ts';
import { BudgetStops } from '../../services/budget-stop.ts';
import { Budgets } from '../../services/budgets.ts';
import { Changes } from '../../services/change.ts';
import { channelBinding } from '../../services/channel-binding.ts';
import { ChannelBindings } from '../../services/channel-bindings.ts';
import { Connections, connectionLink } from '../../services/connections.ts';
import { CostDrop } from '../../services/cost-drop.ts';
import { CostLinks } from '../../services/cost-links.ts';
import { CostReports } from '../../services/cost-reports.ts';
import { CostSweep } from '../../services/cost-sweep.ts';
import { DeadLetterIndex, DeadLetters } from '../../services/dead-letters.ts';
import { DeletionCertificates } from '../../services/deletion-certificates.ts';
import { Effects } from '../../services/effects.ts';
import { FileLinks, fileLink } from '../../services/file-links.ts';
import { Files } from '../../services/files.ts';
import { GhostAnswers } from '../../services/ghost-answers.ts';
import { GhostHunt } from '../../services/ghost-hunt.ts';
import { ghosts } from '../../services/ghosts.ts';
import { IdleMachines } from '../../services/idle-machines.ts';
import { Ledger, sealInto } from '../../services/ledger.ts';
import { LedgerRetention } from '../../services/ledger-retention.ts';
import { LedgerWriter } from '../../services/ledger-writer.ts';
import { MachineAssignments } from '../../services/machine-assignments.ts';
import { MachineOperations } from '../../services/machine-operations.ts';
import { machineRecord } from '../../services/machine-record.ts';
import { machineSchedule } from '../../services/machine-schedule.ts';
import { MachineSchedules } from '../../services/machine-schedules.ts';
import { Machines } from '../../services/machines.ts';
import { MemberChanges } from '../../services/member-changes.ts';
import { MemberDepartures } from '../../services/member-departures.ts';
import { MemberLists } from '../../services/member-list.ts';
import { workspaceMembers } from '../../services/member-record.ts';
import { memberWatchRecord } from '../../services/member-watch-record.ts';
import { Members } from '../../services/members.ts';
import { Memberships } from '../../services/memberships.ts';
import { Notifications } from '../../services/notifications.ts';
import { PendingWork } from '../../services/pending-work.ts';
import { PersonDirectory } from '../../services/person-directory.ts';
import { PostedCards } from '../../services/posted-cards.ts';
import { PriceBook } from '../../services/prices.ts';
import { Records, recordsLink } from '../../services/records.ts';
import { dataRequest } from '../../services/request.ts';
import { RequestChanges } from '../../services/request-changes.ts';
import { RequestCheck } from '../../services/request-check.ts';
import { RequestLists } from '../../services/request-lists.ts';
import { RequestNumbers } from '../../services/request-numbers.ts';
import { RequestRelease } from '../../services/request-release.ts';
import { RequestRouting } from '../../services/request-routing.ts';
import { RequestTimers } from '../../services/request-timers.ts';
import { Requests } from '../../services/requests.ts';
import { RetentionOrders } from '../../services/retention-orders.ts';
import { Reviews } from '../../services/reviews.ts';
import { ScheduleTimers } from '../../services/schedule-timers.ts';
import type { Services } from '../../services/services.ts';
import { SetupPlaces } from '../../services/setup-places.ts';
import { SpendingReports } from '../../services/spendings.ts';
import { StopAllRun } from '../../services/stop-all-run.ts';
import { StopAlls } from '../../services/stop-alls.ts';
import { TopUps } from '../../services/top-ups.ts';
import { trainings as trainingDocuments } from '../../services/training.ts';
import { TrainingRecords } from '../../services/training-records.ts';
import { workspaceArchive } from '../../services/workspace-archive.ts';
import { WorkspaceDirectory } from '../../services/workspace-directory.ts';
import { workspaceEnding } from '../../services/workspace-ending.ts';
import { workspaceSetup } from '../../services/workspace-setup.ts';
import { Conversations } from '../conversations.ts';
import { TurnsFirst } from '../turns-first.ts';
import { createArchives } from './archives.ts';
import type { Foundation } from './foundation.ts';
import { createHealth, createWatch } from './health.ts';
import { createMemberWatch } from './member-watch.ts';
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
export function createRules(foundation: Foundation) {
  const { config, log, inSandbox, clock, meter, store, queue, azure, directory, fileClient, checkpoints, signer } =
    foundation;
  const { groupClient } = foundation;
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
  const budgets = new Budgets({ store, changes, clock });
  const trainings = new TrainingRecords({ store, changes, members, clock, timeZone });
  const machines = new Machines(azure, store, changes, clock, budgets, trainings);
  const assignments = new MachineAssignments({ store, changes, machines, members });
  const gateway = config.RDP_GATEWAY_HOST;
  const connections = new Connections({ azure, machines, members, workspaces, changes, clock, gateway, trainings });
  const files = new Files(fileClient, clock);
  const requestChanges = new RequestChanges(changes, clock);
  const numbers = new RequestNumbers(store, clock);
  const walker = foundation.ledgerWalker;
  const ledger = new Ledger({ store, writer, changes, clock, checkpoints, signer, walker });
  const certificates = new DeletionCertificates(store, signer);
  const conversations = new Conversations(store, clock);
  const retention = new LedgerRetention({
    ...{ store, changes, clock, ledger, retentionDays: config.RETENTION_DAYS },
    workspaces: new SetupPlaces(store, workspaces),
    forgetConversation: async (conversationId) => await conversations.forget(conversationId),
  });
  const spendings = new SpendingReports({ store, changes, clock });
  const costReports = new CostReports({ store, budgets, workspaces });
  const topUps = new TopUps({ changes, numbers, budgets, members, workspaces, clock, timeZone });
  const audience = new AnnouncementAudience(members, workspaces);
  const deadLetters = new DeadLetters({ store, changes, clock, effects });
  const watch = createWatch(foundation, workspaces);
  const memberLists = new MemberLists({ members, assignments, people });
  const memberships = new Memberships({ groups: groupClient, members, changes, clock });
  const prices = new PriceBook({ client: foundation.priceClient, store, clock, log });
  const services: Services = {
    accessReviews: new AccessReviews({ changes, members, memberLists, memberships, clock, timeZone }),
    announcements: new Announcements({ changes, audience, members, clock }),
    assignments,
    ...createArchives(foundation, {
      ...{ budgets, certificates, changes, effects, ledger, machines, members, workspaces },
    }),
    audit: new Audit({ store, ledger, certificates, timeZone }),
    budgets,
    channelBindings: new ChannelBindings({ changes, members, workspaces, clock }),
    connections,
    costLinks: new CostLinks({ reports: costReports, changes, members, workspaces, clock }),
    costReports,
    deadLetters,
    fileLinks: new FileLinks({ client: fileClient, changes, members, workspaces, clock, trainings }),
    files,
    ghosts: new GhostAnswers({ changes, machines, clock }),
    idleMachines: new IdleMachines({ machines, metrics: foundation.metricsClient, spendings, changes, clock }),
    health: createHealth(foundation, watch, workspaces, deadLetters),
    ledger,
    machines,
    memberLists,
    members,
    memberships,
    notifications: new Notifications({ people, sendsMail: config.MAIL_SENDER !== undefined }),
    pendingWork: new PendingWork({ store, workspaces, clock, timeZone }),
    postedCards: new PostedCards(store, clock),
    records: new Records({ store, changes, checkpoints, certificates, members, workspaces, clock }),
    requestLists: new RequestLists({ store, workspaces, members }),
    requests: new Requests({ requestChanges, changes, files, numbers, clock, trainings }),
    reviews: new Reviews(requestChanges),
    schedules: new MachineSchedules({ store, changes, machines, people, clock, timeZone, money: budgets }),
    setups: createWorkspaceSetups(foundation, { budgets, changes, effects, machines, members, prices, workspaces }),
    spendings,
    stopAlls: new StopAlls({ changes, machines, members, spendings, workspaces, clock }),
    topUps,
    trainings,
    workspaces,
  };

  services.channelBindings.register(effects);
  ledger.register(effects, recorded);
  retention.register(effects);
  budgets.register(effects);
  new BudgetAnnouncements({ members, workspaces }).register(effects);
  new StopAllRun({ azure, machines, members, workspaces, ledger, clock }).register(effects);
  new BudgetStops({ azure, machines, workspaces, clock, log }).register(effects);
  const costSweep = new CostSweep({
    store,
    changes,
    clock,
    log,
    workspaces,
    costs: foundation.costClient,
    prices,
    azure,
    disks: foundation.diskClient,
    assess: async (workspace, spending, known) => await budgets.assess(workspace, spending, known),
  });
  costSweep.register(effects);
  new MachineOperations(azure, machines, clock).register(effects);
  const stopFor: Machines['stopFor'] = async (...stop) => await machines.stopFor(...stop);
  new ScheduleTimers({ azure, machines, changes, stopFor, workspaces, clock }).register(effects);
  const ghostHunt = new GhostHunt({
    ...{ azure, members, workspaces, changes, clock, timeZone, log },
    disks: foundation.diskClient,
    metrics: foundation.metricsClient,
    prices,
    spendings: services.spendings,
  });
  ghostHunt.register(effects);
  connections.register(effects);
  const departures = new MemberDepartures({ store, changes });
  new MemberChanges({ groups: groupClient, members, departures, workspaces, clock }).register(effects);
  const memberWatch = createMemberWatch(foundation, { changes, effects, members, workspaces, departures });
  topUps.register(effects);
  const reviewSweep = createReviews(foundation, services, changes, effects);
  const drop = foundation.costFiles;
  const costDrop = drop && new CostDrop({ store, changes, clock, workspaces, budgets, drop });
  costDrop?.register(effects);
  new RequestCheck({ client: fileClient, workspaces, clock }).register(effects);
  const routing = new RequestRouting({ members, workspaces, clock, timeZone });
  routing.register(effects);
  new RequestRelease({ client: fileClient, workspaces, clock }).register(effects);
  new RequestTimers({ routing, workspaces, clock }).register(effects);
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
