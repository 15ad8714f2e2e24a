import { pino } from 'pino';
import { parseLandingZone } from '../../bot/landing-zone-file.ts';
import { landingZone } from '../../sandbox/landing-zone.ts';
import { AccessReviews } from '../../services/access-reviews.ts';
import { AdminDesk } from '../../services/admin-desk.ts';
import type { Aggregate, AggregateType, Effect } from '../../services/aggregate.ts';
import { AnnouncementAudience } from '../../services/announcement-audience.ts';
import { Announcements } from '../../services/announcements.ts';
import { ArchiveSurvey } from '../../services/archive-survey.ts';
import { Audit } from '../../services/audit.ts';
import { budget } from '../../services/budget.ts';
import { BudgetAnnouncements } from '../../services/budget-announcements.ts';
import { BudgetStops } from '../../services/budget-stop.ts';
import { Budgets } from '../../services/budgets.ts';
import { Changes } from '../../services/change.ts';
import { ChannelBindings } from '../../services/channel-bindings.ts';
import { Connections, connectionLink } from '../../services/connections.ts';
import { CostLinks } from '../../services/cost-links.ts';
import { CostReports } from '../../services/cost-reports.ts';
import { DeadLetterIndex, DeadLetters } from '../../services/dead-letters.ts';
import { DeletionCertificates } from '../../services/deletion-certificates.ts';
import { DependencyWatch } from '../../services/dependency-watch.ts';
import { Effects } from '../../services/effects.ts';
import { FileLinks } from '../../services/file-links.ts';
import { Files } from '../../services/files.ts';
import { GhostAnswers } from '../../services/ghost-answers.ts';
import { HealthReports } from '../../services/health.ts';
import { IdleMachines } from '../../services/idle-machines.ts';
import { Ledger } from '../../services/ledger.ts';
import { LedgerWriter } from '../../services/ledger-writer.ts';
import { MachineAssignments } from '../../services/machine-assignments.ts';
import { MachineOperations } from '../../services/machine-operations.ts';
import { type MachineRecord, machineRecord, recordAddress } from '../../services/machine-record.ts';
import { MachineSchedules } from '../../services/machine-schedules.ts';
import { type MachineCommand, Machines } from '../../services/machines.ts';
import { MemberChanges } from '../../services/member-changes.ts';
import { MemberDepartures } from '../../services/member-departures.ts';
import { MemberLists } from '../../services/member-list.ts';
import { Members } from '../../services/members.ts';
import { Memberships } from '../../services/memberships.ts';
import { Notifications } from '../../services/notifications.ts';
import { PendingWork } from '../../services/pending-work.ts';
import { PersonDirectory } from '../../services/person-directory.ts';
import { PostedCards } from '../../services/posted-cards.ts';
import { PriceList } from '../../services/prices.ts';
import { Records, recordsLink } from '../../services/records.ts';
import { dataRequest } from '../../services/request.ts';
import { RequestChanges } from '../../services/request-changes.ts';
import { RequestLists } from '../../services/request-lists.ts';
import { RequestNumbers } from '../../services/request-numbers.ts';
import { Requests } from '../../services/requests.ts';
import { Reviews } from '../../services/reviews.ts';
import { SpendingReports } from '../../services/spendings.ts';
import { StopAllRun } from '../../services/stop-all-run.ts';
import { StopAlls } from '../../services/stop-alls.ts';
import { TopUps } from '../../services/top-ups.ts';
import { TrainingRecords } from '../../services/training-records.ts';
import { workspaceArchive } from '../../services/workspace-archive.ts';
import { WorkspaceArchives } from '../../services/workspace-archives.ts';
import { WorkspaceDirectory } from '../../services/workspace-directory.ts';
import { workspaceEnding } from '../../services/workspace-ending.ts';
import { WorkspaceEndings } from '../../services/workspace-endings.ts';
import { WorkspaceSetups } from '../../services/workspace-setups.ts';
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
