import type { JsonObject, Own } from '../change/aggregate.ts';
import type { StepCounts } from '../records/deletion-certificate.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { ArchiveStep, WorkspaceArchive } from './workspace-archive.ts';

/** One pass of a step: what it is about, and where the pass before stopped. */
export interface StepPass {
  readonly archive: WorkspaceArchive;
  readonly workspace: Workspace;
  readonly step: ArchiveStep;
  /** What the pass before left; empty at the first. */
  readonly cursor: JsonObject;
  readonly signal: AbortSignal;
  readonly now: Date;
}

/** What a pass came to: `counts` so far in all; `next` is written together with it. */
export interface StepOutcome {
  readonly isDone: boolean;
  readonly counts?: StepCounts;
  readonly cursor?: JsonObject;
  /** Before the next pass; default none. */
  readonly pauseInMs?: number;
  readonly next?: Partial<Own<WorkspaceArchive>>;
  /** What could not be done, where the step is done without it: a finished sentence. */
  readonly problem?: string;
}

/**
 * Does as much of a step as is done in seconds. It may be called again with the same cursor, after a crash, and then does nothing twice.
 * What it throws is a try that failed.
 */
export type StepWork = (pass: StepPass) => Promise<StepOutcome>;

/** The key of what a step changes in another document: the same however often it is done. */
export function stepKey({ archive }: Pick<StepPass, 'archive'>, what: string): string {
  return `archive/${archive.round}/${what}`;
}

/** The accounts of a workspace, each once; those of its data first. */
export function accountsOf({ storage }: Workspace): readonly string[] {
  return storage ? [...new Set([storage.secure, storage.public])] : [];
}
