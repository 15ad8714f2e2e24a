import type { Logger } from 'pino';
import type { Effect, JsonObject } from '../change/aggregate.ts';
import { type EffectContext, type EffectOutcome, type Then, tireless } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { mayPass, WorkspaceError } from '../errors.ts';
import { personOf } from '../people/people.ts';
import type { StepCounts } from '../records/deletion-certificate.ts';
import type { Members } from '../roles/members.ts';
import type { Clock } from '../time/clock.ts';
import { tookLong } from '../time/took-long.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { ArchiveClosing } from './archive-closing.ts';
import { askers, ending, later } from './archive-decisions.ts';
import type { ArchiveDeleting } from './archive-deleting.ts';
import type { ArchiveRecording } from './archive-recording.ts';
import type { ArchiveRestoring } from './archive-restoring.ts';
import type { StepOutcome, StepPass, StepWork } from './archive-work.ts';
import {
  type ArchiveLine,
  type ArchiveStep,
  type ArchiveStepName,
  isAtWork,
  lines,
  showing,
  stepOf,
  type WorkspaceArchive,
  workspaceArchive,
} from './workspace-archive.ts';

export interface WorkspaceArchiveRunParts {
  readonly closing: ArchiveClosing;
  readonly restoring: ArchiveRestoring;
  readonly deleting: ArchiveDeleting;
  readonly recording: Pick<ArchiveRecording, 'record'>;
  readonly members: Pick<Members, 'owners'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/** What the passes of a step left in the effect. */
interface Left {
  readonly cursor?: JsonObject;
  readonly shownAt?: string;
  /** Those that failed, one after the other. */
  readonly tries?: { readonly since: string; readonly count: number };
}

type Outcome = EffectOutcome<WorkspaceArchive>;
const done: Outcome = { done: true };
const timeoutInMs = 120_000;
/** What passes by itself is waited for so long before an admin has to look; what does not is tried so often. */
const patienceInMs = 3_600_000;
const mostTries = 4;
const longestPauseInMs = 300_000;
/** How long other instances may still take something in for the workspace: their list of workspaces is a minute old at most. */
const stragglersInMs = 75_000;
/** A card that counts files changes no more often. */
const progressInMs = 30_000;

/**
 * Carries out what closes a workspace, brings it back, or takes the rest away: one step after the other, each in passes of seconds. How far
 * a step is stands in the effect, what it did in the document; whoever takes over after a crash goes on from there.
 */
export class WorkspaceArchiveRun {
  readonly #parts: WorkspaceArchiveRunParts;

  constructor(parts: WorkspaceArchiveRunParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    const options = { maxAttempts: tireless, timeoutInMs };
    effects.register<WorkspaceArchive>(workspaceArchive, 'archive.work', {
      ...options,
      handle: async (effect, archive, context) => await this.#work(effect, archive, context),
    });
  }

  async #work({ data }: Effect, archive: WorkspaceArchive, { signal }: EffectContext): Promise<Outcome> {
    const now = this.#parts.clock.now();
    const step = stepOf(archive);
    if (!isAtWork(archive) || archive.round !== data.round || !step) return done;
    const workspace = await this.#parts.workspaces.byId(archive.workspace);
    if (!workspace) return done;
    const left = (data.step === step.step ? data : {}) as Left;
    const pass: StepPass = { archive, workspace, step, cursor: left.cursor ?? {}, signal, now };
    try {
      const outcome = await this.#workOf(archive, step.step)(pass);
      return outcome.isDone ? await this.#stepDone(pass, outcome) : this.#stepOn(pass, outcome, left);
    } catch (error) {
      if (signal.aborted) throw error;
      return this.#stepFailed(pass, error, left);
    }
  }

  #workOf({ state }: WorkspaceArchive, step: ArchiveStepName): StepWork {
    const { closing, restoring, deleting } = this.#parts;
    if (step === 'record') return async (pass) => await this.#parts.recording.record(pass);
    const works: Readonly<Record<string, StepWork>> =
      state === 'closing' ? closing.steps : state === 'restoring' ? restoring.steps : deleting.steps;
    return works[step]!;
  }

  /** The step goes on: what it counted is shown from time to time. */
  #stepOn(pass: StepPass, { counts, cursor, pauseInMs = 0, next }: StepOutcome, { shownAt }: Left): Outcome {
    const { archive, step, now } = pass;
    const isShown = shownAt !== undefined && now.getTime() - Date.parse(shownAt) < progressInMs;
    const isNews = step.state !== 'running' || step.problem !== undefined || !isShown || next !== undefined;
    const again = new Date(now.getTime() + pauseInMs);
    const kept = { round: archive.round, step: step.step, cursor: cursor ?? {} };
    if (!isNews) return { again, data: { ...kept, shownAt: shownAt! } };
    const after: ArchiveStep = { step: step.step, state: 'running', ...withCounts(counts ?? step.counts) };
    return {
      again,
      data: { ...kept, shownAt: now.toISOString() },
      change: (current) => this.#changed(current, pass, after, `archive.${archive.state}`, next),
    };
  }

  async #stepDone(pass: StepPass, { counts, next, problem }: StepOutcome): Promise<Outcome> {
    const { archive, step, now, workspace } = pass;
    const as = { ...withCounts(counts), ...(problem !== undefined && { problem }) };
    const after: ArchiveStep = { step: step.step, state: 'done', at: now.toISOString(), ...as };
    const isLast = archive.steps.at(-1)?.step === step.step;
    if (!isLast)
      return {
        again: now,
        data: { round: archive.round },
        change: (current) => this.#changed(current, pass, after, 'archive.step', next),
      };
    // As of the end: who is in it again is told.
    const owners = archive.state === 'restoring' ? await this.#parts.members.owners(workspace) : [];
    return {
      done: true,
      change: (current) => {
        const changed = this.#changed(current, pass, after, 'archive.step', next);
        return changed && { ...changed, ...this.#ended(current, changed, owners.map(personOf)) };
      },
    };
  }

  /** Tried again by itself for as long as that may help; then an admin has to. What does not work is on the card from the first time on. */
  #stepFailed(pass: StepPass, error: unknown, left: Left): Outcome {
    const { archive, step, cursor, now } = pass;
    if (!(error instanceof WorkspaceError)) this.#parts.log.warn({ err: error, step: step.step }, 'A step failed.');
    const { since, count } = left.tries ?? { since: now.toISOString(), count: 0 };
    const tries = { since, count: count + 1 };
    const problem = error instanceof WorkspaceError ? error.message : 'Something unexpected happened; the log has it.';
    const passes = error instanceof WorkspaceError && mayPass(error, 'resource');
    const isOver = passes ? now.getTime() - Date.parse(since) >= patienceInMs : tries.count >= mostTries;
    const after: ArchiveStep = { ...step, state: isOver ? 'failed' : 'running', problem };
    const isSame = step.problem === problem && after.state === step.state;
    const what = isOver ? 'archive.failed' : 'archive.trouble';
    const change = (current: WorkspaceArchive) =>
      isSame ? undefined : this.#changed(current, pass, after, what, undefined, problem);
    if (isOver) return { done: true, change };
    const wanted = error instanceof WorkspaceError ? error.retryAfterSeconds : undefined;
    const pause = Math.min(wanted === undefined ? 2_000 * 2 ** tries.count : wanted * 1000, longestPauseInMs);
    const kept = { round: archive.round, step: step.step, cursor, tries };
    return { again: new Date(now.getTime() + pause), data: kept, change };
  }

  #changed(
    current: WorkspaceArchive,
    { archive, step, now }: StepPass,
    after: ArchiveStep,
    what: string,
    next: StepOutcome['next'] = {},
    why?: string,
  ): Then<WorkspaceArchive> | undefined {
    if (current.state !== archive.state || current.round !== archive.round) return undefined;
    const isLocked = step.step === 'lock' && after.state === 'done';
    const dueAt = new Date(now.getTime() + stragglersInMs);
    return {
      what,
      ...(why !== undefined && { why }),
      next: { ...next, steps: current.steps.map((each) => (each.step === step.step ? after : each)) },
      effects: [
        ...showing(current),
        ...(after.state === 'failed' ? lines('halted', askers(current), current.round) : []),
        ...(isLocked ? [{ kind: 'archive.stragglers', dueAt }] : []),
      ],
      detail: { step: step.step, ...after.counts },
    };
  }

  /** What follows when the last step is done. */
  #ended(
    current: WorkspaceArchive,
    { next, effects = [] }: Then<WorkspaceArchive>,
    owners: WorkspaceArchive['people'],
  ) {
    const now = this.#parts.clock.now();
    const told = (what: ArchiveLine) =>
      tookLong(current.startedAt, now) ? lines(what, askers(current), current.round) : [];
    if (current.state === 'closing') {
      const until = later(now, current.terms.retentionDays);
      return {
        what: 'archive.archived',
        next: { ...next, state: 'archived' as const, restorableUntil: until.toISOString() },
        effects: [...effects, ...ending(current, until), ...told('archived')],
      };
    }
    if (current.state === 'deleting')
      return {
        what: 'archive.deleted',
        next: { ...next, state: 'deleted' as const },
        effects: [...effects, ...told('deleted')],
      };
    const returning = owners.filter(
      ({ aadObjectId }) => !current.people.some((one) => one.aadObjectId === aadObjectId),
    );
    return {
      what: 'archive.restored',
      next: { ...next, state: 'open' as const, archivedAt: undefined, restorableUntil: undefined, keeper: undefined },
      effects: [...effects, ...lines('restored', returning, current.round), ...told('back')],
    };
  }
}

function withCounts(counts: StepCounts | undefined): { readonly counts?: StepCounts } {
  return counts ? { counts } : {};
}
