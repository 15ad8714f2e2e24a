import type { Logger } from 'pino';
import type { Changes } from '../change/change.ts';
import type { EffectContext } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { Slots } from '../effects/slots.ts';
import { beginSweeps, defineSweepTimer, registerSweeps, type Swept } from '../effects/sweep-timer.ts';
import { WorkspaceError } from '../errors.ts';
import { WriteConflict } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { MemberWatch } from './member-watch.ts';

export interface MemberWatchSweepParts {
  readonly watch: Pick<MemberWatch, 'look'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'all'>;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
  /** Between two rounds; default 5. */
  readonly minutes?: number;
}

export const memberWatchTimer = defineSweepTimer('member-sweep', 'members', 'members.watch');
const defaultMinutes = 5;
const timeoutInMs = 10 * 60_000;
const workspacesAtOnce = 4;

/** Looks every few minutes into the groups of all workspaces, in one instance at a time. */
export class MemberWatchSweep {
  readonly #parts: MemberWatchSweepParts;

  constructor(parts: MemberWatchSweepParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    registerSweeps(effects, memberWatchTimer, timeoutInMs, async (_due, context) => await this.#round(context));
  }

  /** Has the rounds begin, where they have not yet. @throws {WorkspaceError} unavailable */
  async start(): Promise<void> {
    const { changes, clock } = this.#parts;
    const dueAt = this.#next(clock.now());
    await beginSweeps(changes, memberWatchTimer, 'members.watch', { dueAt });
  }

  async #round({ now, signal }: EffectContext): Promise<Swept> {
    await this.look(signal);
    return { again: this.#next(now) };
  }

  #next(now: Date): Date {
    return new Date(now.getTime() + (this.#parts.minutes ?? defaultMinutes) * 60_000);
  }

  /**
   * Looks at every workspace once. One whose group is gone keeps nobody else from it; where Graph asks to slow down, no more is asked.
   * @throws {WorkspaceError} what did not answer, when all the rest was looked at
   */
  async look(signal?: AbortSignal): Promise<void> {
    const { watch, workspaces, log } = this.#parts;
    const slots = new Slots(workspacesAtOnce);
    const failures: unknown[] = [];
    let throttled: WorkspaceError | undefined;
    const lookAt = async (workspace: Workspace) => {
      if (signal?.aborted || throttled) return;
      try {
        await watch.look(workspace);
      } catch (error) {
        // Another instance looks, too.
        if (error instanceof WriteConflict) return;
        const known = error instanceof WorkspaceError ? error : undefined;
        if (known?.code === 'throttled') throttled = known;
        if (known?.code !== 'not-found') failures.push(error);
        log.warn({ err: error, workspace: workspace.id }, 'It could not be seen who is in the group of a workspace.');
      }
    };
    await Promise.all((await workspaces.all()).map((workspace) => slots.use(() => lookAt(workspace))));
    if (failures.length > 0) throw throttled ?? failures[0];
  }
}
