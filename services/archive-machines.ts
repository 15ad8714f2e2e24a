import type { MachineRemaking } from './archive-restoring.ts';
import type { StepOutcome, StepPass } from './archive-work.ts';
import type { Changes } from './change.ts';
import type { DeploymentClient, DeploymentProgress, DeploymentRequest } from './deployments.ts';
import { mayPass, WorkspaceError } from './errors.ts';
import type { LandingZone } from './landing-zone.ts';
import type { Machines } from './machines.ts';
import { adminPassword } from './setup-keys.ts';
import { deploymentOf } from './setup-parameters.ts';
import { setupAddress, type WorkspaceSetup, workspaceSetup } from './workspace-setup.ts';

export interface ArchiveMachinesParts {
  readonly changes: Changes;
  readonly deployments: Pick<DeploymentClient, 'begin' | 'poll'>;
  readonly machines: Pick<Machines, 'forget'>;
  readonly zone: LandingZone;
  readonly template: object;
  /** Labdesk's own, from which passwords follow. */
  readonly secret: () => Promise<Buffer>;
}

const shortestPauseInMs = 2_000;
const longestPauseInMs = 20_000;

/**
 * Deploys a workspace that Labdesk made once more, as it was asked for: what stands is left as it is, and the machines are made anew.
 * Where Azure refuses, the workspace comes back without machines, and its card says why.
 */
export class ArchiveMachines implements MachineRemaking {
  readonly #parts: ArchiveMachinesParts;

  constructor(parts: ArchiveMachinesParts) {
    this.#parts = parts;
  }

  async remake(pass: StepPass): Promise<StepOutcome> {
    const { archive, workspace, now } = pass;
    const setup = await this.#parts.changes.get(workspaceSetup, setupAddress(workspace.id));
    const count = setup?.plan.machines.length ?? 0;
    if (!setup || !wasMade(setup) || count === 0) return { isDone: true, counts: { machines: 0 } };
    try {
      const progress = await this.#progress(pass, setup);
      if (progress.state === 'running') {
        const elapsed = now.getTime() - Date.parse(archive.startedAt!);
        return { isDone: false, pauseInMs: Math.min(Math.max(elapsed / 8, shortestPauseInMs), longestPauseInMs) };
      }
      this.#parts.machines.forget();
      if (progress.state === 'succeeded') return { isDone: true, counts: { machines: count } };
      return without(progress.state === 'failed' ? progress.failure.message : 'Somebody cancelled it in Azure.');
    } catch (error) {
      if (!(error instanceof WorkspaceError) || mayPass(error, 'resource')) throw error;
      return without(error.message);
    }
  }

  /** Asked first, since it may have been begun before a crash. Each proposal has a deployment of its own. */
  async #progress({ archive, workspace }: StepPass, setup: WorkspaceSetup): Promise<DeploymentProgress> {
    const { deployments } = this.#parts;
    const name = `labdesk-${workspace.id}-again-${archive.round}`;
    try {
      return await deployments.poll(name);
    } catch (error) {
      if (!(error instanceof WorkspaceError) || error.code !== 'not-found') throw error;
    }
    await deployments.begin({ ...(await this.#request(setup, workspace.groupId)), name });
    return { state: 'running' };
  }

  async #request(setup: WorkspaceSetup, groupId: string): Promise<DeploymentRequest> {
    const { zone, template, secret } = this.#parts;
    const { addressPrefix, sshKey, budgetStart, workspace } = setup;
    const password = adminPassword(await secret(), workspace);
    const secrets = { groupId, addressPrefix: addressPrefix!, sshKey: sshKey!, budgetStart: budgetStart!, password };
    return deploymentOf(setup, { zone, template, secrets });
  }
}

function wasMade({ state, addressPrefix, sshKey, budgetStart }: WorkspaceSetup): boolean {
  return state === 'ready' && Boolean(addressPrefix && sshKey && budgetStart);
}

function without(problem: string): StepOutcome {
  return { isDone: true, counts: { machines: 0 }, problem };
}
