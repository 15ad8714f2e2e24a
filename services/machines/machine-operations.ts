import type { NewEffect } from '../change/aggregate.ts';
import type { EffectOutcome, Then } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { mayPass, WorkspaceError } from '../errors.ts';
import { supportIdOf } from '../text/support-id.ts';
import type { Clock } from '../time/clock.ts';
import { growingPause } from '../time/growing-pause.ts';
import { tookLong } from '../time/took-long.ts';
import type { MachineClient, OperationProgress } from './machine.ts';
import { type MachineRecord, machineRecord, type Operation } from './machine-record.ts';
import type { Machines } from './machines.ts';

/** How long the card of somebody who watches may take to be posted, before it counts as lost and a new one is. */
const postingGraceInMs = 3_000;
const polls = { part: 3, shortest: 1_000, longest: 10_000 };
const operationDeadlineInMs = 15 * 60_000;
/** Many, since the deadline is what ends it. */
const maxAttempts = 100;

/** Carries machine operations out: begins them in Azure, asks until they end, and has everybody told who watches. */
export class MachineOperations {
  readonly #azure: MachineClient;
  readonly #machines: Machines;
  readonly #clock: Clock;

  constructor(azure: MachineClient, machines: Machines, clock: Clock) {
    this.#azure = azure;
    this.#machines = machines;
    this.#clock = clock;
  }

  register(effects: Effects): void {
    effects.register<MachineRecord>(machineRecord, 'machine.begin', {
      maxAttempts,
      handle: async (effect, record) => await this.#begin(record, effect.attempts > 0),
      onDead: (_effect, record) => this.#failed(record, tookTooLong(record)),
    });
    effects.register<MachineRecord>(machineRecord, 'machine.poll', {
      maxAttempts,
      handle: async (_effect, record) => await this.#poll(record),
      onDead: (_effect, record) => this.#failed(record, tookTooLong(record)),
    });
  }

  /** Azure takes a second start or stop for the same as the first, so an attempt that may have arrived is simply made again. */
  async #begin(record: MachineRecord, perhapsBegun: boolean): Promise<EffectOutcome<MachineRecord>> {
    const { verb } = record.operation!;
    try {
      const poller = await this.#azure.begin(verb, record.resourceGroup, record.machine);
      return { done: true, change: (current) => this.#begun(current, poller) };
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error;
      if (mayPass(error, perhapsBegun ? 'resource' : 'service')) throw error;
      return { done: true, change: (current) => this.#failed(current, error) };
    }
  }

  #begun(record: MachineRecord, poller: string): Then<MachineRecord> {
    const now = this.#clock.now();
    return {
      what: 'machine.begun',
      next: { state: 'running', operation: { ...record.operation!, poller } },
      effects: [
        ...cards(record.operation!, 'card.progress', now),
        { kind: 'machine.poll', dueAt: later(now, 1_000), deadline: deadlineOf(record) },
      ],
    };
  }

  async #poll(record: MachineRecord): Promise<EffectOutcome<MachineRecord>> {
    const { verb, poller } = record.operation!;
    const progress = await this.#azure
      .poll(verb, poller!)
      .catch(async (error: unknown) => await this.#lookInstead(record, error))
      .catch((error: unknown) => this.#whileTime(record, error));
    const now = this.#clock.now();
    if (!progress.done) {
      if (now >= deadlineOf(record))
        return { done: true, change: (current) => this.#failed(current, tookTooLong(current)) };
      return { again: later(now, pollIntervalInMs(record, now)) };
    }
    const { failure } = progress;
    return { done: true, change: (current) => (failure ? this.#failed(current, failure) : this.#succeeded(current)) };
  }

  /** Azure forgets its operations after a while; the machine itself says then how it ended. */
  async #lookInstead(record: MachineRecord, error: unknown): Promise<OperationProgress> {
    if (!(error instanceof WorkspaceError) || error.code !== 'not-found') throw error;
    const machine = await this.#azure.get(record.resourceGroup, record.machine);
    if (!machine) return { done: true, failure: error };
    if (machine.state === 'Starting' || machine.state === 'Stopping') return { done: false };
    const wanted = record.operation!.verb === 'stop' ? 'Stopped' : 'Started';
    return machine.state === wanted ? { done: true } : { done: true, failure: error };
  }

  /** Azure that does not answer is asked again, as long as there is time; then it counts as not done. */
  #whileTime(record: MachineRecord, error: unknown): OperationProgress {
    const isOver = this.#clock.now() >= deadlineOf(record);
    if (isOver && error instanceof WorkspaceError && mayPass(error)) return { done: false };
    throw error;
  }

  #succeeded(record: MachineRecord): Then<MachineRecord> {
    const now = this.#clock.now();
    const { verb, requestedAt } = record.operation!;
    const seconds = Math.round((now.getTime() - Date.parse(requestedAt)) / 1000);
    const took = { ...record.took, [verb]: [seconds, ...(record.took[verb] ?? [])].slice(0, 5) };
    const connections = verb === 'stop' ? [] : record.connections;
    return this.#ended(record, now, { state: 'succeeded', took, connections });
  }

  #failed(record: MachineRecord, { code, message }: WorkspaceError): Then<MachineRecord> {
    const support = supportIdOf(`${record.workspace}/${record.machine} ${record.operation!.requestedAt}`);
    return this.#ended(record, this.#clock.now(), { state: 'failed' }, { code, message, support });
  }

  #ended(
    record: MachineRecord,
    now: Date,
    next: Then<MachineRecord>['next'],
    failure?: Operation['failure'],
  ): Then<MachineRecord> {
    this.#machines.forget();
    const { poller: _, ...operation } = record.operation!;
    const long = tookLong(operation.requestedAt, now);
    return {
      what: `machine.${next.state}`,
      ...(failure && { why: failure.message }),
      next: { ...next, operation: { ...operation, endedAt: now.toISOString(), ...(failure && { failure }) } },
      effects: [...cards(operation, 'card.outcome', now), ...(long ? cards(operation, 'line.outcome', now) : [])],
    };
  }
}

/** One effect for each card that watches. */
function cards(operation: Operation, kind: string, now: Date): NewEffect[] {
  return operation.followers.map(({ key, activityId }) => ({
    kind,
    data: { follower: key },
    dueAt: activityId ? now : later(now, kind === 'card.progress' ? 0 : 200),
    deadline: later(now, 24 * 3600_000),
  }));
}

/** Until then a card may still be on its way; after, a new one is posted. */
export function postingGraceEnds(operation: Operation): Date {
  return later(new Date(operation.requestedAt), postingGraceInMs);
}

/** Often at first, for whoever waits, then ever more rarely: Azure counts calls, and long operations are in no hurry. */
function pollIntervalInMs(record: MachineRecord, now: Date): number {
  const elapsed = now.getTime() - Date.parse(record.operation!.requestedAt);
  return growingPause(elapsed, polls);
}

function deadlineOf(record: MachineRecord): Date {
  return later(new Date(record.operation!.requestedAt), operationDeadlineInMs);
}

function tookTooLong(record: MachineRecord): WorkspaceError {
  return new WorkspaceError(
    'timeout',
    `Azure did not finish within 15 minutes. Look at ${record.machine} again in a while, and tell an admin if it does not change.`,
  );
}

function later(date: Date, milliseconds: number): Date {
  return new Date(date.getTime() + milliseconds);
}
