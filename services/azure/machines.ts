import { setTimeout as delay } from 'node:timers/promises';
import type { VirtualMachine } from '@azure/arm-compute';
import type { AzureMachine, MachineClient, MachineState, MachineVerb, OperationProgress } from '../machines/machine.ts';
import { ArmClients, type AzureSubscription } from './arm-clients.ts';
import { toWorkspaceError } from './errors.ts';
import { parseResourceId } from './resource-id.ts';
import { unlessAborted } from './rest.ts';

/** How long one call may take; a turn must answer within seconds. */
const callTimeoutInMs = 6_000;
const retryAfterInMs = 250;

const stateByPowerState: Readonly<Record<string, MachineState>> = {
  'PowerState/running': 'Started',
  'PowerState/starting': 'Starting',
  'PowerState/deallocating': 'Stopping',
  'PowerState/stopping': 'Stopping',
  'PowerState/deallocated': 'Stopped',
  'PowerState/stopped': 'Stopped',
};

/** Of an operation under way, as far as is asked for here. */
type Poller = { readonly operationState?: { readonly status: string } };

const operations = { start: 'start', stop: 'deallocate', restart: 'restart' } as const;

/** Machines through Azure Resource Manager. Errors are WorkspaceErrors. The SDKs are large and load at their first use. */
export class AzureMachines implements MachineClient {
  readonly #arm: ArmClients;

  constructor(subscription: AzureSubscription) {
    this.#arm = new ArmClients(subscription);
  }

  /** Every machine of the subscription with its run-time status: one call a page of Azure's, whatever the workspace. */
  async list(signal?: AbortSignal): Promise<readonly AzureMachine[]> {
    return await this.#read(async (abortSignal) => {
      const { virtualMachines } = await this.#arm.compute();
      const machines: AzureMachine[] = [];
      // statusOnly is Azure's way to run-time status for many machines at once (Compute REST, Virtual Machines - List All).
      for await (const machine of virtualMachines.listAll({ statusOnly: 'true', abortSignal }))
        machines.push(toMachine(machine));
      return machines;
    }, signal);
  }

  async get(resourceGroup: string, name: string): Promise<AzureMachine | undefined> {
    try {
      return await this.#read(async (abortSignal) => {
        const { virtualMachines } = await this.#arm.compute();
        return toMachine(await virtualMachines.get(resourceGroup, name, { expand: 'instanceView', abortSignal }));
      });
    } catch (error) {
      const code = (error as { cause?: { code?: string } }).cause?.code;
      if (code === 'ResourceNotFound' || code === 'NotFound') return undefined;
      throw error;
    }
  }

  async begin(verb: MachineVerb, resourceGroup: string, name: string): Promise<string> {
    try {
      const { virtualMachines } = await this.#arm.compute();
      return await withTimeout(() => virtualMachines[operations[verb]](resourceGroup, name).serialize());
    } catch (error) {
      throw toWorkspaceError(error);
    }
  }

  async poll(verb: MachineVerb, serialisedPoller: string): Promise<OperationProgress> {
    let poller: Poller | undefined;
    try {
      const compute = await this.#arm.compute();
      const { restorePoller } = await import('@azure/arm-compute');
      const restored = restorePoller(compute, serialisedPoller, compute.virtualMachines[operations[verb]]);
      poller = restored;
      const state = await withTimeout((abortSignal) => restored.poll({ abortSignal }));
      if (state.status === 'succeeded') return { done: true };
      return { done: false };
    } catch (error) {
      // core-lro says "failed" of an operation too when only the question how far it is was not answered.
      const hasEnded = ['failed', 'canceled'].includes(poller?.operationState?.status ?? '') && !isRestError(error);
      if (hasEnded) return { done: true, failure: toWorkspaceError(lroError(error)) };
      throw toWorkspaceError(error);
    }
  }

  async privateAddress(networkInterfaceId: string): Promise<string | undefined> {
    return await this.#read(async (abortSignal) => {
      const { resourceGroup, name } = parseResourceId(networkInterfaceId);
      const { networkInterfaces } = await this.#arm.network();
      const { ipConfigurations } = await networkInterfaces.get(resourceGroup, name, { abortSignal });
      const primary = ipConfigurations?.find((configuration) => configuration.primary) ?? ipConfigurations?.[0];
      return primary?.privateIPAddress;
    });
  }

  /** Resolves where Resource Manager lets us in. */
  async check(): Promise<void> {
    await this.#arm.check();
  }

  /** Loads what the first command needs, so that nobody waits for it. */
  async warm(): Promise<void> {
    await this.#arm.compute();
  }

  /** Reading twice does no harm, so what may pass is tried once more before anybody hears of it. */
  async #read<T>(work: (abortSignal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const read = async (abortSignal: AbortSignal) =>
      await work(abortSignal).catch(async (error: unknown) => {
        const status = (error as { statusCode?: number }).statusCode;
        if (abortSignal.aborted || (status !== undefined && status < 500)) throw error;
        await delay(retryAfterInMs, undefined, { signal: abortSignal });
        return await work(abortSignal);
      });
    try {
      return await withTimeout(read, signal);
    } catch (error) {
      throw toWorkspaceError(error);
    }
  }
}

function toMachine(machine: VirtualMachine): AzureMachine {
  const { resourceGroup, name } = parseResourceId(machine.id ?? '');
  const { hardwareProfile, instanceView, networkProfile, osProfile, storageProfile } = machine;
  const powerState = instanceView?.statuses?.find((status) => status.code?.startsWith('PowerState/'));
  const interfaces = networkProfile?.networkInterfaces ?? [];
  const primary = interfaces.find((card) => card.primary) ?? interfaces[0];
  return {
    resourceGroup: resourceGroup.toLowerCase(),
    name: machine.name ?? name,
    os: storageProfile?.osDisk?.osType === 'Windows' ? 'Windows' : 'Linux',
    size: hardwareProfile?.vmSize ?? 'unknown size',
    state: stateOf(machine.provisioningState, powerState?.code),
    allocated: isAllocated(powerState?.code),
    since: powerState?.time,
    location: machine.location,
    hostName: osProfile?.computerName ?? instanceView?.computerName ?? machine.name ?? name,
    networkInterfaceId: primary?.id,
  };
}

/** Azure bills a machine until it is deallocated (Compute, "States and billing status of Azure Virtual Machines"). */
function isAllocated(powerState: string | undefined): boolean {
  return (
    powerState !== undefined && powerState !== 'PowerState/deallocated' && powerState !== 'PowerState/deallocating'
  );
}

/** A failed provisioning counts only where the machine does not run: a started one can be used all the same. */
function stateOf(provisioningState: string | undefined, powerState: string | undefined): MachineState {
  const state = stateByPowerState[powerState ?? ''];
  if (provisioningState === 'Failed' && state !== 'Started') return 'Failed';
  return state ?? 'Unknown';
}

/** The operation's own error, of which core-lro 3 keeps only a sentence: "The long-running operation has failed. <code>. <message>". */
function lroError(error: unknown): unknown {
  const message = error instanceof Error ? error.message : '';
  const code = /has failed\. (\w+)\. /.exec(message)?.[1];
  return Object.assign(new Error(message, { cause: error }), { code });
}

function isRestError(error: unknown): boolean {
  return error instanceof Error && error.name === 'RestError';
}

/** Also where the work does not heed its signal: what signs in before a call, for one. */
async function withTimeout<T>(
  work: (abortSignal: AbortSignal) => Promise<T>,
  signal = AbortSignal.timeout(callTimeoutInMs),
): Promise<T> {
  return await unlessAborted(signal, work(signal));
}
