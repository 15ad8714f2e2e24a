import { type BegunDeploymentParts, begunDeployment } from './begun-deployment.ts';
import type { DeploymentClient, DeploymentProgress } from './deployments.ts';
import { deploymentName } from './setup-parameters.ts';
import { begun, deployedSteps, deploymentFailure, expectedOf } from './setup-steps.ts';
import { currentStep, type SetupStep, type SetupStepName, type WorkspaceSetup } from './workspace-setup.ts';

export interface SetupDeploymentParts extends BegunDeploymentParts {
  readonly deployments: Pick<DeploymentClient, 'begin' | 'poll' | 'cancel' | 'operations'>;
}

/** How far a setup's deployment is, and how its steps stand by that; `step` and `problem` say what failed, in a finished sentence. */
export type SetupDeployed = { readonly steps: readonly SetupStep[] } & (
  | { readonly state: 'running' }
  | { readonly state: 'succeeded'; readonly outputs: NonNullable<WorkspaceSetup['outputs']> }
  | { readonly state: 'failed'; readonly step: SetupStepName; readonly problem: string }
);

/** The one deployment in the middle of a setup: begun, watched, and cancelled where it takes too long. */
export class SetupDeployment {
  readonly #parts: SetupDeploymentParts;
  readonly #expected: ReturnType<typeof expectedOf>;

  constructor(parts: SetupDeploymentParts) {
    this.#parts = parts;
    this.#expected = expectedOf(parts.template);
  }

  /** @param isLate it has gone on for longer than anybody waits. @throws {WorkspaceError} the deployment's */
  async look(setup: WorkspaceSetup, isLate: boolean): Promise<SetupDeployed> {
    const { deployments } = this.#parts;
    const name = deploymentName(setup);
    const progress = await begunDeployment(name, setup, this.#parts);
    if (progress.state === 'running' && isLate) {
      await deployments.cancel(name).catch(() => undefined);
      const problem =
        'Azure was not done with it after 90 minutes, so it was cancelled. Try again, or take away what was made.';
      return { state: 'failed', steps: setup.steps, step: runningStep(setup.steps), problem };
    }
    const steps = await this.#steps(setup, name, progress.state === 'succeeded');
    if (progress.state === 'running') return { state: 'running', steps };
    if (progress.state === 'succeeded') return { state: 'succeeded', steps, outputs: textsOf(progress.outputs) };
    return { state: 'failed', steps, ...(await this.#failure(name, steps, progress)) };
  }

  async #steps(setup: WorkspaceSetup, name: string, isOver: boolean): Promise<readonly SetupStep[]> {
    // Right after its begin Azure may know of none; which of them are done is for showing alone.
    const operations = isOver ? [] : await this.#parts.deployments.operations(name).catch(() => []);
    const machines = setup.plan.machines.length;
    const steps = deployedSteps(setup.steps, { operations, expected: this.#expected, machines, isOver });
    return begun(steps, currentStep({ steps })!.step);
  }

  async #failure(
    name: string,
    steps: readonly SetupStep[],
    progress: Extract<DeploymentProgress, { readonly state: 'canceled' | 'failed' }>,
  ): Promise<{ readonly step: SetupStepName; readonly problem: string }> {
    const step = runningStep(steps);
    if (progress.state === 'canceled')
      return { step, problem: 'Somebody cancelled it in Azure. Try again, or take away what was made.' };
    const failure = deploymentFailure(await this.#parts.deployments.operations(name));
    return failure ?? { step, problem: progress.failure.message };
  }
}

function runningStep(steps: readonly SetupStep[]): SetupStepName {
  return (steps.find(({ state }) => state === 'running') ?? currentStep({ steps }))?.step ?? 'network';
}

function textsOf(outputs: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const wanted = ['resourceGroup', 'publicStorage', 'secureStorage'];
  return Object.fromEntries(
    wanted.flatMap((name) => (typeof outputs[name] === 'string' ? [[name, outputs[name]]] : [])),
  );
}
