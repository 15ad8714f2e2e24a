import { WorkspaceError } from '../errors.ts';
import type { TeardownClient } from '../setups/teardown.ts';
import { ArmClients, type AzureSubscription } from './arm-clients.ts';
import { toWorkspaceError } from './errors.ts';
import { unlessAborted } from './rest.ts';

const callTimeoutInMs = 20_000;
/** Another 404 says nothing of the thing itself: the whole subscription may be out of sight. */
const missing = ['ResourceGroupNotFound', 'ResourceNotFound', 'NotFound'];

interface Refusal {
  readonly statusCode?: number;
  readonly code?: string;
}

/** Deletes through Azure Resource Manager, and does not wait for the end of it. The SDKs load at their first use. */
export class AzureTeardown implements TeardownClient {
  readonly #arm: ArmClients;

  constructor(subscription: AzureSubscription) {
    this.#arm = new ArmClients(subscription);
  }

  async begin(resourceGroup: string): Promise<void> {
    await gone(async (abortSignal) => {
      const { resourceGroups } = await this.#arm.resources();
      await resourceGroups.delete(resourceGroup, { abortSignal }).submitted();
    });
  }

  async isGone(resourceGroup: string): Promise<boolean> {
    return await gone(async (abortSignal) => {
      const { resourceGroups } = await this.#arm.resources();
      await resourceGroups.get(resourceGroup, { abortSignal });
    });
  }

  async removeMachine(resourceGroup: string, name: string): Promise<void> {
    await gone(async (abortSignal) => {
      const { virtualMachines } = await this.#arm.compute();
      await virtualMachines.delete(resourceGroup, name, { abortSignal }).submitted();
    });
  }

  async machineIsGone(resourceGroup: string, name: string): Promise<boolean> {
    return await gone(async (abortSignal) => {
      const { virtualMachines } = await this.#arm.compute();
      await virtualMachines.get(resourceGroup, name, { abortSignal });
    });
  }
}

/** True where Azure says that there is no such thing. */
async function gone(work: (abortSignal: AbortSignal) => Promise<void>): Promise<boolean> {
  const abortSignal = AbortSignal.timeout(callTimeoutInMs);
  try {
    await unlessAborted(abortSignal, work(abortSignal));
    return false;
  } catch (error) {
    const { statusCode, code } = error as Refusal;
    if (statusCode === 404 && missing.includes(code ?? '')) return true;
    // It is on its way already.
    if (code === 'ResourceGroupBeingDeleted') return false;
    if (code === 'ScopeLocked') {
      throw new WorkspaceError(
        'refused',
        'A lock in Azure keeps this from being deleted. Ask an admin to take the lock away, then try again.',
        { cause: error },
      );
    }
    throw toWorkspaceError(error);
  }
}
