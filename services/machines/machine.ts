import type { WorkspaceError } from '../errors.ts';

export type MachineState = 'Started' | 'Starting' | 'Stopped' | 'Stopping' | 'Failed' | 'Unknown';
export type MachineVerb = 'start' | 'stop' | 'restart';

/** A virtual machine as Azure tells of it. */
export interface AzureMachine {
  /** Lower case: Azure does not keep to one spelling. */
  readonly resourceGroup: string;
  readonly name: string;
  readonly os: 'Windows' | 'Linux';
  /** Azure's name, for example `Standard_D4s_v5`. */
  readonly size: string;
  readonly state: MachineState;
  /** True where Azure holds hardware for it, so that it costs: running, and also stopped from inside or failed without being deallocated. */
  readonly allocated?: boolean;
  /** When it came into this state; undefined where Azure does not say. */
  readonly since?: Date;
  readonly location: string;
  readonly hostName: string;
  readonly networkInterfaceId?: string;
}

/** How an operation in Azure goes on. */
export type OperationProgress = { readonly done: false } | { readonly done: true; readonly failure?: WorkspaceError };

/** What the rules need of Azure; `azure/machines.ts` provides it. Every method throws WorkspaceErrors only. */
export interface MachineClient {
  /** All machines that Labdesk can see, of every workspace, with their states. A signal takes the place of the usual time limit: nobody waits. */
  list(signal?: AbortSignal): Promise<readonly AzureMachine[]>;
  get(resourceGroup: string, name: string): Promise<AzureMachine | undefined>;
  /** Asks Azure to begin and returns the poller's serialised state; does not wait for the end. */
  begin(verb: MachineVerb, resourceGroup: string, name: string): Promise<string>;
  poll(verb: MachineVerb, serialisedPoller: string): Promise<OperationProgress>;
  /** The private IPv4 address of a network interface. */
  privateAddress(networkInterfaceId: string): Promise<string | undefined>;
}

/** True where Azure has its hardware back, so that only its disks cost: not yet while it is being deallocated. */
export function isDeallocated({ state, allocated }: Pick<AzureMachine, 'state' | 'allocated'>): boolean {
  if (allocated) return false;
  return state === 'Stopped' || (state === 'Failed' && allocated === false);
}
