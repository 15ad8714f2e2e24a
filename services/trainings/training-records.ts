import { forever, type NewEffect } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import { actorOf, type Caller, personOf } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { requirePermission } from '../policy.ts';
import { callerNow } from '../roles/caller-now.ts';
import type { Members } from '../roles/members.ts';
import type { Store } from '../store/store.ts';
import { isCalendarDay } from '../time/calendar-day.ts';
import type { Clock } from '../time/clock.ts';
import { dayIn } from '../time/working-time.ts';
import type { TrainingPolicy, Workspace } from '../workspaces/workspaces.ts';
import {
  dayInWords,
  standingOf,
  type TrainingRecord,
  type TrainingStanding,
  type Trainings,
  trainingShards,
  trainings,
  trainingsAddress,
  validUntil,
  warnedAt,
} from './training.ts';

export interface TrainingRecordsParts {
  readonly store: Pick<Store, 'list'>;
  readonly changes: Changes;
  readonly members: Pick<Members, 'rolesNow' | 'everybody'>;
  readonly clock: Clock;
  /** Whose days count; IANA. */
  readonly timeZone: string;
}

/** What is asked before somebody works in a workspace. */
export interface TrainingRule {
  /** @throws {WorkspaceError} forbidden, for a member or owner whose date is missing or over; unavailable */
  require(caller: Caller, workspace: Workspace): Promise<void>;
}

/** Whose dates are of no use to anybody any more: over for so long. */
const keptAfterInDays = 400;
const dayInMs = 86_400_000;

/** Dates of the training or agreement that a workspace asks for: recorded by owners and admins, asked before anybody works. */
export class TrainingRecords implements TrainingRule {
  readonly #parts: TrainingRecordsParts;

  constructor(parts: TrainingRecordsParts) {
    this.#parts = parts;
  }

  /**
   * The one place where it is asked: whoever operates without being of the workspace needs none. Costs a read where the
   * workspace asks for something, and nothing elsewhere.
   */
  async require(caller: Caller, workspace: Workspace): Promise<void> {
    if (!workspace.members?.training || !caller.roles.workspaces.has(workspace.id)) return;
    const standing = await this.standing(workspace, caller.aadObjectId);
    if (!standing || standing.state === 'valid') return;
    throw lacking(standing, workspace, caller.roles.workspaces.get(workspace.id) === 'owner');
  }

  /** Undefined where the workspace asks for nothing. @throws {WorkspaceError} unavailable */
  async standing(workspace: Workspace, aadObjectId: string): Promise<TrainingStanding | undefined> {
    const policy = workspace.members?.training;
    if (!policy) return undefined;
    const known = await this.#parts.changes.get(trainings, trainingsAddress(workspace.id, aadObjectId));
    const record = known?.records.find(({ person }) => person.aadObjectId === aadObjectId);
    return standingOf(policy, record, this.today());
  }

  /** How it stands with everybody whose date is known, by object id; undefined where the workspace asks for nothing. @throws {WorkspaceError} unavailable */
  async of(workspace: Workspace): Promise<ReadonlyMap<string, TrainingStanding> | undefined> {
    const policy = workspace.members?.training;
    if (!policy) return undefined;
    const query = { partition: `workspace/${workspace.id}`, kind: trainings.kind, limit: trainingShards };
    const { items } = await this.#parts.store.list<Trainings>(query);
    const records = items.flatMap(({ document }) => document.records);
    const today = this.today();
    return new Map(records.map((record) => [record.person.aadObjectId, standingOf(policy, record, today)]));
  }

  /**
   * Puts a date on record; a later word on the same person takes its place. The record as it is then.
   * @param on ISO date
   * @throws {WorkspaceError} forbidden; invalid, for a day to come or one that is too long ago, and where nothing is asked for;
   * not-found, for somebody who is not in the workspace
   */
  async record(
    caller: Caller,
    workspace: Workspace,
    { person: id, on }: { readonly person: string; readonly on: string },
    { key, via }: PersonCommand,
  ): Promise<{ readonly record: TrainingRecord; readonly standing: TrainingStanding }> {
    const { changes, members, clock } = this.#parts;
    const now = await callerNow(members, caller);
    requirePermission(now, workspace, 'member.manage');
    const policy = workspace.members?.training;
    if (!policy) throw this.nothingAsked(workspace);
    const today = this.today();
    requireUsable(policy, on, today);
    const found = (await members.everybody(workspace)).find(({ aadObjectId }) => aadObjectId === id);
    if (!found) throw notHere(workspace);
    const record: TrainingRecord = {
      ...{ person: personOf(found), on, by: personOf(caller), at: clock.now().toISOString() },
    };
    await changes.change<Trainings>(trainings, trainingsAddress(workspace.id, id), {
      ...{ key, via, by: actorOf(now, workspace), what: 'training.record', why: `${found.name}, ${on}` },
      decide: (current) => {
        const others = (current?.records ?? []).filter(
          (one) => one.person.aadObjectId !== id && !this.#isStale(policy, one),
        );
        return {
          next: { workspace: workspace.id, records: [...others, record] },
          effects: [this.#warning(policy, record)],
          cancel: ({ kind, data }) => kind === 'training.warn' && data.to === id,
          // Whom it was about is beside the chain, where it can be removed.
          detail: { until: validUntil(policy, on) },
        };
      },
    });
    return { record, standing: standingOf(policy, record, today) };
  }

  /** To be thrown where somebody wants to record what nobody asks for. */
  nothingAsked({ name }: Workspace): WorkspaceError {
    return new WorkspaceError('invalid', `${name} asks for no training or agreement, so there is no date to record.`);
  }

  get timeZone(): string {
    return this.#parts.timeZone;
  }

  /** The day it is, as an ISO date. */
  today(): string {
    return dayIn(this.#parts.timeZone, this.#parts.clock.now());
  }

  /** When to tell somebody that it ends; for the rules. */
  warnedAt(policy: TrainingPolicy, on: string): Date {
    return warnedAt(policy, on, this.#parts.timeZone);
  }

  #warning(policy: TrainingPolicy, { person, on }: TrainingRecord): NewEffect {
    const data = { to: person.aadObjectId, on };
    return { kind: 'training.warn', dueAt: this.warnedAt(policy, on), deadline: forever, data };
  }

  #isStale(policy: TrainingPolicy, { on }: TrainingRecord): boolean {
    const last = Date.parse(validUntil(policy, on));
    return this.#parts.clock.now().getTime() - last > keptAfterInDays * dayInMs;
  }
}

function requireUsable(policy: TrainingPolicy, on: string, today: string): void {
  if (!isCalendarDay(on)) throw new WorkspaceError('invalid', 'That is no day. Write it as 2026-03-02, or choose it.');
  if (on > today) throw new WorkspaceError('invalid', `${dayInWords(on)} is still to come. Record it when it is done.`);
  const until = validUntil(policy, on);
  if (until < today)
    throw new WorkspaceError(
      'invalid',
      `What was done on ${dayInWords(on)} was valid until ${dayInWords(until)}. Record a later date.`,
    );
}

function lacking({ name, until }: TrainingStanding, { name: workspace }: Workspace, isOwner: boolean): WorkspaceError {
  const what =
    until === undefined
      ? `You cannot work in ${workspace} yet: there is no date of your ${name}.`
      : `You cannot work in ${workspace} now: your ${name} was valid until ${dayInWords(until)}.`;
  const who = isOwner
    ? `Write "members of ${workspace}" to record a date.`
    : `Ask an owner of ${workspace} to record ${until === undefined ? 'it' : 'a new date'}.`;
  return new WorkspaceError('forbidden', `${what} ${who}`);
}

function notHere({ name }: Workspace): WorkspaceError {
  return new WorkspaceError('not-found', `They are not in ${name}. Add them first, then record the date.`);
}
