import { stepsOf } from './deployment-steps.ts';
import type { Operations } from './operations.ts';
import type { Provisioning } from './provisioning.ts';
import type { DeploymentRecord, State } from './state.ts';

export interface DeploymentSettlingOptions {
  readonly state: State;
  readonly operations: Operations;
  readonly provisioning: Provisioning;
}

/** Brings into being what deployments have come to: one resource after the other, and what stood when they ended. */
export class DeploymentSettling {
  readonly #options: DeploymentSettlingOptions;
  #settling = Promise.resolve();

  constructor(options: DeploymentSettlingOptions) {
    this.#options = options;
  }

  /** Resolves when all is there that is to be there by now. */
  settle(): Promise<void> {
    const due = this.#options.state.data.deployments.filter(({ applied }) => !applied);
    if (due.length > 0) this.#settling = this.#settling.catch(() => {}).then(() => this.#settle(due));
    return this.#settling;
  }

  async #settle(due: readonly DeploymentRecord[]): Promise<void> {
    const { operations, provisioning, state } = this.#options;
    for (const deployment of due) {
      const operation = operations.find(deployment.operationId);
      const status = operation && operations.status(operation);
      if (!status || deployment.applied) continue;
      const { made = 0 } = deployment;
      const stands = stepsOf(deployment, operation, status).filter((step) => step.status === 'Succeeded');
      // Once each: what somebody deletes meanwhile stays away.
      for (const { resource } of stands.slice(made)) await provisioning.apply(resource);
      deployment.made = stands.length;
      deployment.applied = status !== 'InProgress';
      if (stands.length > made || deployment.applied) state.save();
    }
  }
}
