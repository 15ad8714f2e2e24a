import { pino } from 'pino';
import { parseLandingZone } from '../../bot/landing-zone-file.ts';
import { landingZone } from '../../sandbox/landing-zone.ts';
import { AccessReviews } from '../../services/access-reviews/access-reviews.ts';
import { AnnouncementAudience } from '../../services/announcements/announcement-audience.ts';
import { Announcements } from '../../services/announcements/announcements.ts';
import { ArchiveSurvey } from '../../services/archives/archive-survey.ts';
import { workspaceArchive } from '../../services/archives/workspace-archive.ts';
import { WorkspaceArchives } from '../../services/archives/workspace-archives.ts';
import { budget } from '../../services/budgets/budget.ts';
import { BudgetAnnouncements } from '../../services/budgets/budget-announcements.ts';
import { BudgetStops } from '../../services/budgets/budget-stop.ts';
import { Budgets } from '../../services/budgets/budgets.ts';
import { TopUps } from '../../services/budgets/top-ups.ts';
import type { Aggregate, AggregateType, Effect } from '../../services/change/aggregate.ts';
import { Changes } from '../../services/change/change.ts';
import { ChannelBindings } from '../../services/channels/channel-bindings.ts';
import { CostLinks } from '../../services/costs/cost-links.ts';
import { CostReports } from '../../services/costs/cost-reports.ts';
import { PriceList } from '../../services/costs/prices.ts';
import { SpendingReports } from '../../services/costs/spendings.ts';
import { AdminDesk } from '../../services/desk/admin-desk.ts';
import { DependencyWatch } from '../../services/desk/dependency-watch.ts';
import { HealthReports } from '../../services/desk/health.ts';
import { PendingWork } from '../../services/desk/pending-work.ts';
import { DeadLetterIndex, DeadLetters } from '../../services/effects/dead-letters.ts';
import { Effects } from '../../services/effects/effects.ts';
import { workspaceEnding } from '../../services/endings/workspace-ending.ts';
import { WorkspaceEndings } from '../../services/endings/workspace-endings.ts';
import { Files } from '../../services/files/files.ts';
import { GhostAnswers } from '../../services/ghosts/ghost-answers.ts';
import { IdleMachines } from '../../services/ghosts/idle-machines.ts';
import { Ledger } from '../../services/ledger/ledger.ts';
import { LedgerWriter } from '../../services/ledger/ledger-writer.ts';
import { Connections, connectionLink } from '../../services/machines/connections.ts';
import { MachineAssignments } from '../../services/machines/machine-assignments.ts';
import { MachineOperations } from '../../services/machines/machine-operations.ts';
import { type MachineRecord, machineRecord, recordAddress } from '../../services/machines/machine-record.ts';
import { type MachineCommand, Machines } from '../../services/machines/machines.ts';
import { MemberChanges } from '../../services/members/member-changes.ts';
import { MemberDepartures } from '../../services/members/member-departures.ts';
import { MemberLists } from '../../services/members/member-list.ts';
import { Memberships } from '../../services/members/memberships.ts';
import { Notifications } from '../../services/people/notifications.ts';
import { PersonDirectory } from '../../services/people/person-directory.ts';
import { PostedCards } from '../../services/people/posted-cards.ts';
import { Audit } from '../../services/records/audit.ts';
import { DeletionCertificates } from '../../services/records/deletion-certificates.ts';
import { Records, recordsLink } from '../../services/records/records.ts';
import { FileLinks } from '../../services/requests/file-links.ts';
import { dataRequest } from '../../services/requests/request.ts';
import { RequestChanges } from '../../services/requests/request-changes.ts';
import { RequestLists } from '../../services/requests/request-lists.ts';
import { RequestNumbers } from '../../services/requests/request-numbers.ts';
import { Requests } from '../../services/requests/requests.ts';
import { Reviews } from '../../services/requests/reviews.ts';
import { Members } from '../../services/roles/members.ts';
import { MachineSchedules } from '../../services/schedules/machine-schedules.ts';
import { WorkspaceSetups } from '../../services/setups/workspace-setups.ts';
import { StopAllRun } from '../../services/stop-alls/stop-all-run.ts';
import { StopAlls } from '../../services/stop-alls/stop-alls.ts';
import { TrainingRecords } from '../../services/trainings/training-records.ts';
import { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import { MemoryQueue } from '../services/effects/world/memory-queue.ts';
import { MemoryStore } from '../services/effects/world/memory-store.ts';
import { SimulatedClock } from '../services/effects/world/simulated-clock.ts';
import { MemoryCheckpoints } from '../services/ledger/memory-checkpoints.ts';
import { MemorySigner } from '../services/ledger/memory-signer.ts';
import { owner, researcher, workspace } from './machine-samples.ts';
import { SimulatedDirectory } from './simulated-directory.ts';
import { SimulatedFiles } from './simulated-files.ts';
import { SimulatedGroups } from './simulated-groups.ts';
import { SimulatedMachines } from './simulated-machines.ts';
import { SimulatedTeardown } from './simulated-teardown.ts';

/** Where workspaces are made, as in the sandbox. */
export const zone = parseLandingZone(JSON.stringify(landingZone));

/** What a card was to be told. */
export interface Told {
  readonly kind: string;
  readonly follower: unknown;
  readonly state: string;
}

/** The services on simulated time, store, queue, directory and Azure; two workspaces, `researcher` a member and `owner` an owner of both. */
export class MachineWorld {
  readonly clock = new SimulatedClock();
  readonly store = new MemoryStore(this.clock);
  readonly queue = new MemoryQueue(this.clock);
  readonly directory = new SimulatedDirectory();
  readonly entra = new SimulatedGroups(this.directory);
  readonly azure = new SimulatedMachines();
  readonly told: Told[] = [];
  readonly changes = new Changes(this);
  readonly deadLetterIndex = new DeadLetterIndex(this.store, this.clock);
  readonly effects = new Effects({
    ...this,
    beforeDeath: async (document) => await this.deadLetterIndex.expect(document),
    steady: this.clock,
    log: pino({ level: 'silent' }),
  });
  readonly deadLetters = new DeadLetters(this);
  readonly workspaces = new WorkspaceDirectory(this.store, this.clock);
  readonly groups = { reviewers: 'reviewers', admins: 'admins' };
  readonly members = new Members(this.directory, this.workspaces, this.groups, this.clock);
  readonly announcements = new Announcements({
    ...this,
    audience: new AnnouncementAudience(this.members, this.workspaces),
  });
  readonly budgets = new Budgets(this);
  readonly trainings = new TrainingRecords({ ...this, timeZone: 'UTC' });
  readonly machines = new Machines({
    ...{ azure: this.azure, store: this.store, changes: this.changes, clock: this.clock },
    ...{ money: this.budgets, trainings: this.trainings },
  });
  readonly people = new PersonDirectory(this.store, this.clock);
  readonly assignments = new MachineAssignments(this);
  readonly memberLists = new MemberLists(this);
  readonly memberships = new Memberships({ ...this, groups: this.entra });
  readonly accessReviews = new AccessReviews({ ...this, timeZone: 'UTC' });
  readonly channelBindings = new ChannelBindings(this);
  readonly ghosts = new GhostAnswers(this);
  readonly spendings = new SpendingReports(this);
  /** How much the processors of machines did at most, by `<resource group>/<name>`; Azure says nothing of others. */
  readonly busiest = new Map<string, number>();
  readonly idleMachines = new IdleMachines({ ...this, metrics: { busiest: async () => this.busiest } });
  readonly schedules = new MachineSchedules({ ...this, timeZone: 'UTC' });
  readonly notifications = new Notifications({ ...this, sendsMail: true });
  readonly health = new HealthReports({
    ...this,
    watch: new DependencyWatch({ state: async () => await this.store.check() }, this.clock),
    queue: { depth: async () => this.queue.length },
    rights: { azure: async () => [], graph: async () => [] },
    needed: { actions: [], dataActions: [], graph: [] },
    reach: async () => undefined,
    version: '1.2.3',
  });
  readonly pendingWork = new PendingWork({ ...this, timeZone: 'UTC' });
  readonly postedCards = new PostedCards(this.store, this.clock);
  readonly connections: Connections;
  readonly checkpoints = new MemoryCheckpoints();
  readonly signer = new MemorySigner();
  readonly ledger = new Ledger({ ...this, writer: new LedgerWriter(this.store, this.clock) });
  readonly adminDesk = new AdminDesk({ ledger: this.ledger, log: pino({ level: 'silent' }) });
  readonly certificates = new DeletionCertificates(this.store, this.signer);
  readonly audit = new Audit(this);
  readonly teardown = new SimulatedTeardown(this.azure);
  readonly archives = new WorkspaceArchives({
    ...this,
    survey: new ArchiveSurvey({ ...this, tiers: this.teardown }),
  });
  readonly endings = new WorkspaceEndings({ ...this, timeZone: 'UTC' });
  readonly records = new Records(this);
  readonly blobs = new SimulatedFiles();
  readonly files = new Files(this.blobs, this.clock);
  readonly requestChanges = new RequestChanges(this.changes, this.clock);
  readonly numbers = new RequestNumbers(this.store, this.clock);
  readonly requests = new Requests(this);
  readonly reviews = new Reviews(this.requestChanges);
  readonly requestLists = new RequestLists(this);
  readonly topUps = new TopUps({ ...this, timeZone: 'UTC' });
  readonly setups = new WorkspaceSetups({
    ...this,
    zone,
    groups: this.entra,
    prices: { load: async () => new PriceList(new Map()) },
  });
  readonly stopAlls = new StopAlls(this);
  readonly costReports = new CostReports(this);
  readonly costLinks = new CostLinks({ ...this, reports: this.costReports });
  readonly fileLinks = new FileLinks({ ...this, client: this.blobs });

  private constructor(gateway: string | undefined) {
    this.connections = new Connections({ ...this, gateway });
  }

  static async start({ gateway }: { gateway?: string } = {}): Promise<MachineWorld> {
    const world = new MachineWorld(gateway);
    await world.workspaces.register([workspace(), workspace('genomics')]);
    for (const id of ['oncology', 'genomics']) {
      world.directory.member(`group-${id}`, researcher.aadObjectId);
      world.directory.owner(`group-${id}`, owner.aadObjectId);
    }
    world.azure.add('RG-Oncology', 'onc-r', 'Stopped');
    world.azure.add('rg-oncology', 'onc-python', 'Started', { os: 'Linux' });
    world.azure.add('rg-genomics', 'gen-python', 'Started', { os: 'Linux' });
    new MachineOperations(world.azure, world.machines, world.clock).register(world.effects);
    world.connections.register(world.effects);
    world.channelBindings.register(world.effects);
    world.budgets.register(world.effects);
    new BudgetAnnouncements(world).register(world.effects);
    new StopAllRun(world).register(world.effects);
    new BudgetStops({ ...world, log: pino({ level: 'silent' }) }).register(world.effects);
    const recorded = [
      budget,
      dataRequest,
      machineRecord,
      connectionLink,
      recordsLink,
      workspaceArchive,
      workspaceEnding,
    ];
    world.ledger.register(world.effects, recorded);
    world.hear(machineRecord, ['card.progress', 'card.outcome', 'line.outcome'], ({ kind, data }, { state }) =>
      world.told.push({ kind, follower: data.follower, state }),
    );
    world.effects.start();
    return world;
  }

  /** Has nothing follow from effects of these kinds but that they are heard of. */
  hear<A extends Aggregate>(
    type: AggregateType<A>,
    kinds: readonly string[],
    heard: (effect: Effect, document: A) => unknown = () => {},
  ): void {
    for (const kind of kinds)
      this.effects.register(type, kind, {
        handle: async (effect, document) => {
          heard(effect, document);
          return { done: true };
        },
      });
  }

  /** Has changes of people carried out. */
  followMembers(): void {
    const departures = new MemberDepartures(this);
    new MemberChanges({ ...this, groups: this.entra, departures }).register(this.effects);
  }

  async record(machine: string, place = 'oncology'): Promise<MachineRecord | undefined> {
    return await this.changes.get(machineRecord, recordAddress(place, machine));
  }

  /** Time passes until the operation on the machine has ended. */
  async settle(machine: string, seconds = 60): Promise<MachineRecord | undefined> {
    await this.clock.advance(seconds);
    return await this.record(machine);
  }

  async stop(): Promise<void> {
    const stopped = this.effects.stop();
    await this.clock.advance(10);
    await stopped;
  }
}

export function command(key: string, more: Partial<MachineCommand> = {}): MachineCommand {
  const follower = { conversationId: 'a:researcher', serviceUrl: 'https://smba.example/emea/' };
  return { key, via: 'chat', follower, ...more };
}
