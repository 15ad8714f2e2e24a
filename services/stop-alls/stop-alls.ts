import type { Decision } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import type { ConversationAddress } from '../people/conversation-address.ts';
import { type Caller, personOf } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { adminActor, requireAdminNow } from '../roles/admin-right.ts';
import type { Members } from '../roles/members.ts';
import { quoted } from '../text/quoted.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { mostOrdered, type StopAll, stopAll, stopAllAddress, stoppedByUs } from './stop-all.ts';
import { type PlannedMachine, planStop, type StopAllPlanParts, savedBy } from './stop-all-plan.ts';

export interface StopAllsParts extends StopAllPlanParts {
  readonly changes: Changes;
  readonly members: Pick<Members, 'rolesNow'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'all'>;
  readonly clock: Clock;
}

/** An order that waits for its word, and what it would stop. */
export interface Planned {
  readonly order: StopAll;
  readonly machines: readonly PlannedMachine[];
  /** How many more run than one order can hold. */
  readonly more: number;
}

const dayInMs = 86_400_000;
const draftKeptInMs = dayInMs;
const keptInMs = 90 * dayInMs;
/** An order that goes on is never given up for want of tries, but its time is limited (StopAllRun). */
const patienceInMs = 7 * dayInMs;

/** Stopping everything: shown first, confirmed by a typed word, followed until Azure says so, and undone. For admins alone. */
export class StopAlls {
  readonly #parts: StopAllsParts;

  constructor(parts: StopAllsParts) {
    this.#parts = parts;
  }

  /** What would be stopped in a workspace, or in all. Nothing is stopped. @throws {WorkspaceError} forbidden, and Azure's */
  async plan(caller: Caller, workspace: Workspace | undefined, { key, via }: PersonCommand): Promise<Planned> {
    const { changes, workspaces, clock } = this.#parts;
    const admin = await requireAdminNow(this.#parts.members, caller);
    const all = await planStop(this.#parts, admin, workspace ? [workspace] : await workspaces.all());
    const machines = all.slice(0, mostOrdered);
    const expiresAt = new Date(clock.now().getTime() + draftKeptInMs).toISOString();
    const { document } = await changes.change(stopAll, stopAllAddress(key), {
      ...{ key, via, by: adminActor(caller), what: 'stopall.plan' },
      decide: (current) =>
        current
          ? undefined
          : {
              next: {
                ...{ by: personOf(caller), word: workspace?.name ?? `stop ${machines.length}`, expiresAt },
                ...(workspace && { workspace: workspace.id }),
                saved: savedBy(machines),
                machines: machines.map((each) => ({
                  workspace: each.workspace.id,
                  machine: each.machine,
                  state: 'running' as const,
                })),
              },
            },
    });
    return { order: document!, machines, more: all.length - machines.length };
  }

  /** A draft as it would be now, without what does not run any more. @throws as {@link plan}; not-found */
  async review(caller: Caller, order: StopAll): Promise<Planned> {
    const admin = await requireAdminNow(this.#parts.members, caller);
    const ids = new Set(order.machines.map(({ workspace }) => workspace));
    const places = (await this.#parts.workspaces.all()).filter(({ id }) => ids.has(id));
    const names = new Set(order.machines.map(nameOf));
    const machines = (await planStop(this.#parts, admin, places)).filter((each) =>
      names.has(nameOf({ workspace: each.workspace.id, machine: each.machine })),
    );
    return { order, machines, more: 0 };
  }

  /**
   * Stops what the draft showed. What goes on or is over is left alone.
   * @param word as it was typed @throws {WorkspaceError} invalid, where it is another; as {@link get}
   */
  async confirm(
    caller: Caller,
    id: string,
    { word, place, ...command }: PersonCommand & { readonly word: string; readonly place: ConversationAddress },
  ): Promise<StopAll> {
    const order = await this.get(caller, id);
    if (order.state === 'draft' && plain(word) !== plain(order.word))
      throw new WorkspaceError('invalid', `Nothing was stopped. Type ${quoted(order.word)} to go on.`);
    return await this.#change(caller, id, 'draft', { ...command, what: 'stopall.order' }, (current, now) => ({
      next: { state: 'stopping', startedAt: now.toISOString(), place, expiresAt: later(now, keptInMs).toISOString() },
      effects: [
        { kind: 'stopall.stop', deadline: later(now, patienceInMs) },
        { kind: 'stopall.note', data: { what: 'stopall.ordered' }, deadline: later(now, patienceInMs) },
      ],
      detail: { machines: current.machines.length },
    }));
  }

  /** @throws as {@link get} */
  async cancel(caller: Caller, id: string, command: PersonCommand): Promise<StopAll> {
    await this.get(caller, id);
    return await this.#change(caller, id, 'draft', { ...command, what: 'stopall.cancel' }, () => ({
      next: { state: 'cancelled' },
    }));
  }

  /** Starts exactly those again that the order stopped, each as if the caller had asked for it. @throws as {@link get} */
  async startAgain(
    caller: Caller,
    id: string,
    { place, ...command }: PersonCommand & { readonly place: ConversationAddress },
  ) {
    await this.get(caller, id);
    return await this.#change(caller, id, 'stopped', { ...command, what: 'stopall.undo' }, (current, now) => {
      const ours = stoppedByUs(current);
      const machines = ours.map(({ workspace, machine }) => ({ workspace, machine, state: 'waiting' as const }));
      return {
        next: { state: 'starting', machines, startedAt: now.toISOString(), place },
        effects: [
          { kind: 'stopall.start', deadline: later(now, patienceInMs) },
          { kind: 'stopall.note', data: { what: 'stopall.undone' }, deadline: later(now, patienceInMs) },
        ],
        detail: { machines: machines.length },
      };
    });
  }

  /** @throws {WorkspaceError} forbidden; not-found, also for those of others */
  async get(caller: Caller, id: string): Promise<StopAll> {
    await requireAdminNow(this.#parts.members, caller);
    const found = await this.#parts.changes.get(stopAll, stopAllAddress(id));
    if (found?.by.aadObjectId === caller.aadObjectId) return found;
    throw new WorkspaceError('not-found', 'That order is not there any more. Write "stop all machines" again.');
  }

  async #change(
    caller: Caller,
    id: string,
    from: StopAll['state'],
    command: PersonCommand & { readonly what: string },
    decide: (current: StopAll, now: Date) => Decision<StopAll>,
  ): Promise<StopAll> {
    const { changes, clock } = this.#parts;
    const { document } = await changes.change<StopAll>(stopAll, stopAllAddress(id), {
      ...command,
      by: adminActor(caller),
      decide: (current) => (current?.state === from ? decide(current, clock.now()) : undefined),
    });
    return document!;
  }
}

function nameOf({ workspace, machine }: { readonly workspace: string; readonly machine: string }): string {
  return `${workspace}/${machine}`.toLowerCase();
}

function plain(word: string): string {
  return word.trim().replace(/\s+/g, ' ').toLowerCase();
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
