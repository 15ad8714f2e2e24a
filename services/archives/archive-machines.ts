import type { Changes } from '../change/change.ts';
import { mayPass, WorkspaceError } from '../errors.ts';
import type { Machines } from '../machines/machines.ts';
import { type BegunDeploymentParts, begunDeployment } from '../setups/begun-deployment.ts';
import type { DeploymentProgress } from '../setups/deployments.ts';
import { setupAddress, type WorkspaceSetup, workspaceSetup } from '../setups/workspace-setup.ts';
import { growingPause } from '../time/growing-pause.ts';
import type { StepOutcome, StepPass } from './archive-work.ts';

export interface ArchiveMachinesParts extends BegunDeploymentParts {
  readonly changes: Changes;
  readonly machines: Pick<Machines, 'forget'>;
}

/** Between two looks at Azure. */
const pauses = { part: 8, shortest: 2_000, longest: 20_000 };

/**
 * Deploys a workspace that Labdesk made once more, as it was asked for: what stands is left as it is, and the machines are made anew.
 * Where Azure refuses, the workspace comes back without machines, and its card says why.
 */
export class ArchiveMachines {
  readonly #parts: ArchiveMachinesParts;

  constructor(parts: ArchiveMachinesParts) {
    this.#parts = parts;
  }

  /** One pass, as a step's; `counts.machines` says how many there are, 0 where nobody knows how they were made. */
  async remake(pass: StepPass): Promise<StepOutcome> {
    const { archive, workspace, now } = pass;
    const setup = await this.#parts.changes.get(workspaceSetup, setupAddress(workspace.id));
    const count = setup?.plan.machines.length ?? 0;
    if (!setup || !wasMade(setup) || count === 0) return { isDone: true, counts: { machines: 0 } };
    try {
      const progress = await this.#progress(pass, setup);
      if (progress.state === 'running') {
        const elapsed = now.getTime() - Date.parse(archive.startedAt!);
        return { isDone: false, pauseInMs: growingPause(elapsed, pauses) };
      }
      this.#parts.machines.forget();
      if (progress.state === 'succeeded') return { isDone: true, counts: { machines: count } };
      return without(progress.state === 'failed' ? progress.failure.message : 'Somebody cancelled it in Azure.');
    } catch (error) {
      if (!(error instanceof WorkspaceError) || mayPass(error, 'resource')) throw error;
      return without(error.message);
    }
  }

  /** Each proposal has a deployment of its own. */
  async #progress({ archive, workspace }: StepPass, setup: WorkspaceSetup): Promise<DeploymentProgress> {
    const name = `labdesk-${workspace.id}-again-${archive.round}`;
    return await begunDeployment(name, { ...setup, groupId: workspace.groupId }, this.#parts);
  }
}

function wasMade({ state, addressPrefix, sshKey, budgetStart }: WorkspaceSetup): boolean {
  return state === 'ready' && Boolean(addressPrefix && sshKey && budgetStart);
}

function without(problem: string): StepOutcome {
  return { isDone: true, counts: { machines: 0 }, problem };
}
