import { system } from '../change/aggregate.ts';
import { type EffectOutcome, tireless } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { personOf } from '../people/people.ts';
import type { Members } from '../roles/members.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import { dropped, following } from './archive-decisions.ts';
import { ArchiveRequests, type ArchiveRequestsParts } from './archive-requests.ts';
import {
  deletingSteps,
  fresh,
  lines,
  showing,
  type WorkspaceArchive,
  working,
  workspaceArchive,
} from './workspace-archive.ts';

export interface WorkspaceArchiveTimersParts extends ArchiveRequestsParts {
  readonly members: Pick<Members, 'admins' | 'owners'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
}

type Outcome = EffectOutcome<WorkspaceArchive>;
const done: Outcome = { done: true };

/** What time brings at the end of a workspace: a proposal lapses, stragglers are caught, and what is archived is deleted one day. */
export class WorkspaceArchiveTimers {
  readonly #parts: WorkspaceArchiveTimersParts;
  readonly #requests: ArchiveRequests;

  constructor(parts: WorkspaceArchiveTimersParts) {
    this.#parts = parts;
    this.#requests = new ArchiveRequests(parts);
  }

  register(effects: Effects): void {
    const options = { maxAttempts: tireless };
    effects.register<WorkspaceArchive>(workspaceArchive, 'archive.stragglers', {
      ...options,
      handle: async (_, archive) => await this.#stragglers(archive),
    });
    effects.register<WorkspaceArchive>(workspaceArchive, 'archive.lapse', {
      ...options,
      handle: async ({ data }, archive) => await this.#lapse(archive, data.round),
    });
    effects.register<WorkspaceArchive>(workspaceArchive, 'archive.warn', {
      ...options,
      handle: async (_, archive) => await this.#warn(archive),
    });
    effects.register<WorkspaceArchive>(workspaceArchive, 'archive.expire', {
      ...options,
      handle: async (_, archive) => this.#expire(archive),
    });
  }

  /** What another instance took in while its list of workspaces was a minute old. */
  async #stragglers(archive: WorkspaceArchive): Promise<Outcome> {
    if (archive.state !== 'closing' && archive.state !== 'archived') return done;
    const workspace = await this.#parts.workspaces.byId(archive.workspace);
    if (workspace) await this.#requests.end({ archive, workspace, now: this.#parts.clock.now() });
    return done;
  }

  async #lapse(archive: WorkspaceArchive, round: unknown): Promise<Outcome> {
    if (archive.state !== 'proposed' || archive.round !== round) return done;
    const workspace = await this.#parts.workspaces.byId(archive.workspace);
    const owners = workspace ? await this.#parts.members.owners(workspace) : [];
    const by = personOf(system);
    return {
      done: true,
      change: (current) =>
        current.state === 'proposed' && current.round === round
          ? { what: 'archive.lapsed', ...dropped(current, { by, how: 'lapsed' }, owners) }
          : undefined,
    };
  }

  async #warn(archive: WorkspaceArchive): Promise<Outcome> {
    if (archive.state !== 'archived') return done;
    const admins = following(await this.#parts.members.admins());
    return {
      done: true,
      change: (current) =>
        current.state === 'archived'
          ? {
              what: 'archive.warned',
              next: { people: admins },
              effects: [
                ...showing({ people: admins, effects: current.effects }),
                ...lines('ends', admins, current.round),
              ],
            }
          : undefined,
    };
  }

  #expire(archive: WorkspaceArchive): Outcome {
    const { restorableUntil = '' } = archive;
    const now = this.#parts.clock.now();
    if (archive.state !== 'archived' || now.toISOString() < restorableUntil) return done;
    return {
      done: true,
      change: (current) =>
        current.state === 'archived' && current.restorableUntil === restorableUntil
          ? {
              what: 'archive.expired',
              next: { state: 'deleting', steps: fresh(deletingSteps), startedAt: now.toISOString() },
              effects: [working(current.round, now), ...showing(current)],
            }
          : undefined,
    };
  }
}
