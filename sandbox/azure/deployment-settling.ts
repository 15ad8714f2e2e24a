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
      let isNew = false;
      for (const { resource, status: step } of stepsOf(deployment, operation, status)) {
        if (step === 'Succeeded' && (await provisioning.apply(resource))) isNew = true;
      }
      deployment.applied = status !== 'InProgress';
      if (isNew || deployment.applied) state.save();
    }
  }
}
