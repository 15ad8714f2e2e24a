import { randomUUID } from 'node:crypto';
import { forever, system } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { tireless } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { beginSweeps, defineSweepTimer, registerSweeps, type Swept } from '../effects/sweep-timer.ts';
import { WorkspaceError } from '../errors.ts';
import { type Caller, type Person, personOf } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { archived } from '../policy.ts';
import { hasChannel } from '../requests/request-rules.ts';
import { adminActor, requireAdminNow } from '../roles/admin-right.ts';
import type { Members } from '../roles/members.ts';
import { nextTime } from '../schedules/stop-times.ts';
import { isCalendarDay } from '../time/calendar-day.ts';
import type { Clock } from '../time/clock.ts';
import { dayIn } from '../time/working-time.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import {
  daysUntil,
  type EndingReader,
  type EndingStage,
  endingAddress,
  endingCards,
  stageAt,
  type WorkspaceEnding,
  wasTold,
  workspaceEnding,
} from './workspace-ending.ts';

export interface WorkspaceEndingsParts {
  readonly changes: Changes;
  readonly members: Pick<Members, 'rolesNow' | 'admins' | 'owners'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'all' | 'amend'>;
  readonly clock: Clock;
  /** In which days begin and end; IANA. */
  readonly timeZone: string;
}

export const endingSweepTimer = defineSweepTimer('ending-sweep', 'endings', 'endings.look');
const hour = '08:00';
const timeoutInMs = 10 * 60_000;
const mostPeople = 40;
const longestInDays = 3_660;

/** The end dates of workspaces: owners and admins hear of them in time, and admins change them. */
export class WorkspaceEndings {
  readonly #parts: WorkspaceEndingsParts;

  constructor(parts: WorkspaceEndingsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    registerSweeps(effects, endingSweepTimer, timeoutInMs, async (_due, { signal }) => await this.#day(signal));
    effects.register<WorkspaceEnding>(workspaceEnding, 'ending.amend', {
      maxAttempts: tireless,
      handle: async (_effect, { workspace, endsOn }) => {
        await this.#parts.workspaces.amend(workspace, { endsOn });
        return { done: true };
      },
    });
  }

  /** Has the daily look begin, where it has not yet. @throws {WorkspaceError} unavailable */
  async start(): Promise<void> {
    const { changes, clock, timeZone } = this.#parts;
    const dueAt = nextTime(hour, timeZone, clock.now());
    await beginSweeps(changes, endingSweepTimer, 'endings.sweep', { dueAt });
  }

  /** Tells of every end date that is near, each once. @throws {WorkspaceError} the first that failed, when all the rest was told */
  async look(signal?: AbortSignal): Promise<void> {
    const failures: unknown[] = [];
    let asked: Promise<readonly Person[]> | undefined;
    // Not before somebody waits for the answer: a refusal that nobody waits for ends the process.
    const askAdmins = async () => {
      asked ??= this.#parts.members.admins();
      return await asked;
    };
    for (const workspace of await this.#parts.workspaces.all()) {
      signal?.throwIfAborted();
      const { endsOn, archivedAt } = workspace;
      const stage = endsOn === undefined || archivedAt !== undefined ? undefined : stageAt(this.#daysLeft(endsOn));
      if (stage === undefined) continue;
      await this.#tell(workspace, endsOn!, stage, askAdmins).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  /** How it stands; undefined where nobody was ever told. @throws {WorkspaceError} unavailable */
  async of(workspace: string): Promise<WorkspaceEnding | undefined> {
    return await this.#parts.changes.get(workspaceEnding, endingAddress(workspace));
  }

  /** The last day of a workspace is another from now on. @param endsOn ISO date @throws {WorkspaceError} forbidden, invalid, conflict */
  async extend(caller: Caller, workspace: Workspace, endsOn: string, command: PersonCommand): Promise<WorkspaceEnding> {
    const { changes, members, clock } = this.#parts;
    await requireAdminNow(members, caller);
    if (workspace.archivedAt !== undefined) throw archived(workspace);
    this.#requireDate(endsOn);
    const { key, via } = command;
    const { document } = await changes.change<WorkspaceEnding>(workspaceEnding, endingAddress(workspace.id), {
      ...{ key, via, by: adminActor(caller), what: 'ending.extend' },
      decide: (current) => {
        const before = current?.extended ? current.endsOn : workspace.endsOn;
        if (before === endsOn) return undefined;
        const at = clock.now().toISOString();
        const stage = current?.told.at(-1);
        return {
          next: {
            ...{ workspace: workspace.id, endsOn, told: [], people: current?.people ?? [] },
            extended: { by: personOf(caller), at, before: before ?? '' },
          },
          effects: [
            { kind: 'ending.amend', deadline: forever },
            ...(current && stage !== undefined
              ? endingCards('ending.show', current.people, { endsOn: current.endsOn, stage })
              : []),
          ],
          detail: { from: before ?? 'never', to: endsOn },
        };
      },
    });
    if (document) return document;
    throw new WorkspaceError('conflict', `${workspace.name} ends on ${endsOn} already, so nothing was changed.`);
  }

  async #day(signal: AbortSignal): Promise<Swept> {
    await this.look(signal);
    const { timeZone, clock } = this.#parts;
    return { again: nextTime(hour, timeZone, clock.now()) };
  }

  async #tell(
    workspace: Workspace,
    endsOn: string,
    stage: EndingStage,
    askAdmins: () => Promise<readonly Person[]>,
  ): Promise<void> {
    const { changes, members } = this.#parts;
    const place = endingAddress(workspace.id);
    if (wasTold(await changes.get(workspaceEnding, place), endsOn, stage)) return;
    const [owners, admins] = await Promise.all([members.owners(workspace), askAdmins()]);
    const people = readers(owners, admins);
    await changes.change<WorkspaceEnding>(workspaceEnding, place, {
      // What was told of this date is in the document, and not told again.
      ...{ key: randomUUID(), by: system, via: 'system', what: 'ending.warned' },
      decide: (current) => {
        if (wasTold(current, endsOn, stage)) return undefined;
        const isSame = current?.endsOn === endsOn;
        return {
          next: {
            ...{ workspace: workspace.id, endsOn, people },
            told: [...(isSame ? current.told : []), stage],
            ...(!isSame && { extended: undefined }),
          },
          effects: [
            ...endingCards('ending.tell', people, { endsOn, stage }),
            ...(hasChannel(workspace) ? [{ kind: 'ending.channel', data: { endsOn, stage } }] : []),
          ],
          detail: { endsOn, stage },
        };
      },
    });
  }

  #requireDate(endsOn: string): void {
    const days = isCalendarDay(endsOn) ? this.#daysLeft(endsOn) : Number.NaN;
    if (days > 0 && days <= longestInDays) return;
    throw new WorkspaceError('invalid', 'Choose a day after today, at most ten years away.');
  }

  #daysLeft(endsOn: string): number {
    return daysUntil(endsOn, this.today());
  }

  /** The day that it is, as clocks go here: ISO date. */
  today(): string {
    const { clock, timeZone } = this.#parts;
    return dayIn(timeZone, clock.now());
  }
}

/** Each once: who owns it and is an admin reads what an admin reads. */
function readers(owners: readonly Person[], admins: readonly Person[]): readonly EndingReader[] {
  const all = [
    ...owners.map((one) => ({ ...personOf(one), as: 'owner' as const })),
    ...admins.map((one) => ({ ...personOf(one), as: 'admin' as const })),
  ];
  return [...new Map(all.map((one) => [one.aadObjectId, one])).values()].slice(-mostPeople);
}
