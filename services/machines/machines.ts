import { type Actor, system } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import type { ConversationAddress } from '../people/conversation-address.ts';
import { actorOf, type Caller, type Person, personOf } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { requirePermission } from '../policy.ts';
import type { Store } from '../store/store.ts';
import { byName } from '../text/by-name.ts';
import { quoted } from '../text/quoted.ts';
import type { Clock } from '../time/clock.ts';
import type { TrainingRule } from '../trainings/training-records.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { AzureMachine, MachineClient, MachineState, MachineVerb } from './machine.ts';
import { type AskedOperation, type DecidedOperation, decideOperation, goal } from './machine-decision.ts';
import { MachineListing } from './machine-listing.ts';
import { isUnderWay, type MachineRecord, machineRecord, recordAddress } from './machine-record.ts';

/** A machine as people see it: Azure's word, and what Labdesk is doing with it. */
export interface Machine extends AzureMachine {
  readonly workspace: Workspace;
  /** Grows by one with every operation; a card that carries an older one is stale. */
  readonly version: number;
  readonly record?: MachineRecord;
}

/** A start, stop or restart somebody asks for. */
export interface MachineCommand extends PersonCommand {
  /** What the pressed card showed; undefined for a typed sentence. */
  readonly version?: number;
  /** Undefined where no card is to follow it. */
  readonly follower?: ConversationAddress;
}

/** What became of a command, and the machine as it is then. */
export interface OperationAnswer {
  readonly outcome: DecidedOperation['outcome'];
  readonly machine: Machine;
}

/** What a start asks before it begins. */
export interface Money {
  /** @throws {WorkspaceError} over-budget */
  requireMoney(workspace: Workspace): Promise<void>;
}

export interface MachinesParts {
  readonly azure: MachineClient;
  readonly store: Store;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly money?: Money;
  readonly trainings?: TrainingRule;
}

/** How long somebody who fetched a connection file counts as using the machine. */
const connectionCountsInMs = 12 * 3600_000;

const underWay: Readonly<Record<MachineVerb, MachineState>> = {
  start: 'Starting',
  stop: 'Stopping',
  restart: 'Starting',
};

/** Machines: what Azure says of them and what Labdesk is doing with them, together, and starts and stops. */
export class Machines {
  readonly #parts: MachinesParts;
  readonly #listing: MachineListing;

  constructor(parts: MachinesParts) {
    this.#parts = parts;
    this.#listing = new MachineListing(parts.azure, parts.clock);
  }

  /** The machines of a workspace by name, at most 15 s old. @throws {WorkspaceError} not-found, and Azure's */
  async list(caller: Caller, workspace: Workspace): Promise<readonly Machine[]> {
    requirePermission(caller, workspace, 'machine.read');
    const [listed, page] = await Promise.all([
      this.#listing.current(),
      this.#parts.store.list<MachineRecord>({
        partition: recordAddress(workspace.id, '').partition,
        kind: 'machine',
        limit: 1000,
      }),
    ]);
    const records = new Map(page.items.map(({ document }) => [document.machine.toLowerCase(), document]));
    return listed.machines
      .filter((machine) => belongsTo(workspace, machine))
      .map((machine) => this.#merge(workspace, machine, records.get(machine.name.toLowerCase()), listed.at))
      .sort(byName);
  }

  /** @throws {WorkspaceError} not-found, and Azure's */
  async get(caller: Caller, workspace: Workspace, name: string): Promise<Machine> {
    requirePermission(caller, workspace, 'machine.read');
    const [listed, stored] = await Promise.all([this.#listing.current(), this.#record(workspace, name)]);
    const machine = listed.machines.find((each) => belongsTo(workspace, each) && sameName(each.name, name));
    if (!machine) throw noSuchMachine(workspace, name);
    return this.#merge(workspace, machine, stored, listed.at);
  }

  /**
   * Every machine's name and resource group, for understanding sentences; where Azure fails or is slow, as last heard of.
   * @throws {WorkspaceError} Azure's, where nothing was ever heard
   */
  async names(): Promise<readonly Pick<AzureMachine, 'name' | 'resourceGroup'>[]> {
    return await this.#listing.named();
  }

  /** The name of a machine of the workspace, where one was heard of; asks nobody. */
  knownIn(workspace: Workspace): string | undefined {
    return this.#listing.heardIn(workspace.resourceGroup);
  }

  /** Starts a machine; a running one is left alone. @throws {WorkspaceError} not-found, forbidden, busy, stale, over-budget, and Azure's; forbidden also for want of a training */
  async start(caller: Caller, workspace: Workspace, name: string, command: MachineCommand): Promise<OperationAnswer> {
    return await this.#operate('start', caller, workspace, name, command);
  }

  /** Stops and deallocates, so that it costs nothing; a stopped one is left alone. @throws as {@link start} */
  async stop(caller: Caller, workspace: Workspace, name: string, command: MachineCommand): Promise<OperationAnswer> {
    return await this.#operate('stop', caller, workspace, name, command);
  }

  /** Restarts a running machine. @throws as {@link start}; conflict where it does not run */
  async restart(caller: Caller, workspace: Workspace, name: string, command: MachineCommand): Promise<OperationAnswer> {
    return await this.#operate('restart', caller, workspace, name, command);
  }

  /** The people besides the caller who connected to the machine lately, newest first. */
  othersOn(caller: Person, machine: Machine): readonly { person: Person; at: string }[] {
    const since = this.#parts.clock.now().getTime() - connectionCountsInMs;
    const recent = machine.record?.connections ?? [];
    return recent.filter(({ person, at }) => person.aadObjectId !== caller.aadObjectId && Date.parse(at) >= since);
  }

  /** The machine of a record at hand, for telling those who watch it; rights were asked when they began to. */
  async recorded(workspace: Workspace, record: MachineRecord): Promise<Machine> {
    const { at, machines } = await this.#listing.current();
    const machine = machines.find((each) => belongsTo(workspace, each) && sameName(each.name, record.machine));
    if (!machine) throw noSuchMachine(workspace, record.machine);
    return this.#merge(workspace, machine, record, at);
  }

  /** Forgets what was listed: something has changed in Azure. */
  forget(): void {
    this.#listing.forget();
  }

  /**
   * Stops and deallocates a machine on Labdesk's own account: nobody's card follows. One that costs nothing is left alone.
   * @param key the same for the same stop, another for another try @param reason for the record, a finished sentence
   * @throws {WorkspaceError} not-found, busy while something else is under way, and Azure's
   */
  async stopFor(workspace: Workspace, name: string, key: string, reason: string): Promise<OperationAnswer> {
    const machine = await this.#inAzure(workspace, name);
    const asked = { by: personOf(system), follower: undefined, version: undefined };
    const command = { key, via: 'system', by: system, why: reason } as const;
    return await this.#change('stop', workspace, machine, asked, command);
  }

  /** Azure's word on every machine of the workspace, at most 15 s old; for the rules, not for showing. @throws {WorkspaceError} Azure's */
  async of(workspace: Workspace): Promise<readonly AzureMachine[]> {
    return (await this.#listing.current()).machines.filter((machine) => belongsTo(workspace, machine));
  }

  /** What Labdesk last did with a machine; for the rules. @throws {WorkspaceError} unavailable */
  async recordOf(workspace: Workspace, name: string): Promise<MachineRecord | undefined> {
    return await this.#record(workspace, name);
  }

  async #operate(
    verb: MachineVerb,
    caller: Caller,
    workspace: Workspace,
    name: string,
    { key, via, version, follower }: MachineCommand,
  ): Promise<OperationAnswer> {
    requirePermission(caller, workspace, 'machine.operate');
    // Whoever may not work here may still stop what costs money.
    if (verb !== 'stop') await this.#parts.trainings?.require(caller, workspace);
    const [machine] = await Promise.all([
      this.#inAzure(workspace, name),
      verb === 'stop' ? undefined : this.#parts.money?.requireMoney(workspace),
    ]);
    const by = { aadObjectId: caller.aadObjectId, name: caller.name };
    const asked = { by, follower: follower && { ...follower, key, person: by }, version };
    return await this.#change(verb, workspace, machine, asked, { key, via, by: actorOf(caller, workspace) });
  }

  async #change(
    verb: MachineVerb,
    workspace: Workspace,
    machine: AzureMachine,
    asked: Pick<AskedOperation, 'by' | 'follower' | 'version'>,
    command: { key: string; via: 'chat' | 'card' | 'system'; by: Actor; why?: string },
  ): Promise<OperationAnswer> {
    let outcome: OperationAnswer['outcome'] = 'begun';
    const { document } = await this.#parts.changes.change(machineRecord, recordAddress(workspace.id, machine.name), {
      ...command,
      what: `machine.${verb}`,
      decide: (record) => {
        const decided = decideOperation({ verb, machine, workspace, record, ...asked, now: this.#parts.clock.now() });
        outcome = decided.outcome;
        return decided.decision;
      },
    });
    this.forget();
    if (!document) return { outcome, machine: { ...machine, workspace, version: 0 } };
    return { outcome, machine: this.#merge(workspace, machine, document, this.#parts.clock.now().getTime()) };
  }

  async #inAzure(workspace: Workspace, name: string): Promise<AzureMachine> {
    const machine = await this.#parts.azure.get(workspace.resourceGroup, name);
    if (!machine) throw noSuchMachine(workspace, name);
    return machine;
  }

  async #record(workspace: Workspace, name: string): Promise<MachineRecord | undefined> {
    const { partition, id } = recordAddress(workspace.id, name);
    return (await this.#parts.store.get<MachineRecord>(partition, id))?.document;
  }

  /** What runs counts more than what Azure said before it; what ended after Azure was asked, too. */
  #merge(workspace: Workspace, machine: AzureMachine, record: MachineRecord | undefined, askedAt: number): Machine {
    return { ...machine, state: stateOf(machine, record, askedAt), workspace, version: record?.sequence ?? 0, record };
  }
}

function stateOf(machine: AzureMachine, record: MachineRecord | undefined, askedAt: number): MachineState {
  const operation = record?.operation;
  if (!operation) return machine.state;
  if (isUnderWay(record)) return underWay[operation.verb];
  const endedSince = operation.endedAt !== undefined && Date.parse(operation.endedAt) > askedAt;
  if (endedSince && record?.state === 'succeeded') return goal[operation.verb] ?? 'Started';
  return machine.state;
}

function noSuchMachine(workspace: Workspace, name: string): WorkspaceError {
  return new WorkspaceError(
    'not-found',
    `${workspace.name} has no machine ${quoted(name)}. Write "machines" to see those it has.`,
  );
}

function belongsTo(workspace: Workspace, machine: AzureMachine): boolean {
  return machine.resourceGroup === workspace.resourceGroup.toLowerCase();
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
