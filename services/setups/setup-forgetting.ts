import { withoutTraces } from '../people/forgetting.ts';
import { isOver, type WorkspaceSetup, workspaceSetup } from './workspace-setup.ts';

/** What has to be done before somebody can be gone from a setup: `withdraw` what they asked for and nobody decided, `wait` for what goes on. */
export function beforeForgetting(setup: WorkspaceSetup, person: string): 'withdraw' | 'wait' | undefined {
  const { state, askedBy, plan } = setup;
  if (state === 'creating' || state === 'removing') return 'wait';
  const isTheirs = [askedBy, plan.owner].some(({ aadObjectId }) => aadObjectId === person);
  return isTheirs && (state === 'checking' || state === 'waiting') ? 'withdraw' : undefined;
}

/** The setup without what one person left in it. What the workspace is for stays: it is the workspace's. */
export function setupWithoutPerson(setup: WorkspaceSetup, person: string): WorkspaceSetup {
  const next = withoutTraces(workspaceSetup, setup, { person });
  const isTheirs = setup.decidedBy?.aadObjectId === person;
  return isTheirs && next.reason !== undefined ? { ...next, reason: '' } : next;
}

/** A setup that ended before that time (ISO), without names and words; as it is where it goes on, or ended later. */
export function setupWithoutAnybody(setup: WorkspaceSetup, before: string): WorkspaceSetup {
  // What was withdrawn since its author was to be forgotten says in its history alone when that was.
  const { endedAt = setup.history.at(-1)?.at ?? setup.askedAt } = setup;
  const hasEnded = (isOver(setup) || setup.state === 'ready') && endedAt < before;
  if (!hasEnded || setup.effects.length > 0) return setup;
  const next = withoutTraces(workspaceSetup, setup, { before }, true);
  const plan = isOver(setup) ? { ...next.plan, name: next.workspace, purpose: '' } : next.plan;
  return { ...next, plan, ...(next.reason !== undefined && { reason: '' }) };
}
