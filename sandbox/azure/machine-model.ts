import { location, subscriptionId, tenantId } from '../seed.ts';
import type { JsonObject } from './http.ts';
import type { MachineRecord, Power } from './state.ts';

const displayed: Readonly<Record<string, string>> = {
  starting: 'VM starting',
  running: 'VM running',
  stopping: 'VM stopping',
  stopped: 'VM stopped',
  deallocating: 'VM deallocating',
  deallocated: 'VM deallocated',
};

const images = {
  linux: { publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
  windows: {
    publisher: 'MicrosoftWindowsServer',
    offer: 'WindowsServer',
    sku: '2022-datacenter-g2',
    version: 'latest',
  },
} as const;

export function machineId({ resourceGroup, name }: Pick<MachineRecord, 'resourceGroup' | 'name'>): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/virtualMachines/${name}`;
}

export function interfaceName(machine: Pick<MachineRecord, 'name'>): string {
  return `${machine.name}-nic`;
}

export function interfaceId(machine: Pick<MachineRecord, 'resourceGroup' | 'name'>): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${machine.resourceGroup}/providers/Microsoft.Network/networkInterfaces/${interfaceName(machine)}`;
}

/** Makes what is over by `now` true: the machine's new power state, or the failure that kept it in the old one. */
export function settle(machine: MachineRecord, now: number): void {
  const { transition } = machine;
  if (!transition || transition.endsAt > now) return;
  machine.transition = undefined;
  machine.failure = transition.error;
  if (transition.error) return;
  machine.power = transition.to;
  machine.changedAt = transition.endsAt;
}

/** Azure's power state at `now`, with the states in between. */
export function powerState(machine: MachineRecord, now: number): Power | 'starting' | 'stopping' | 'deallocating' {
  const { transition } = machine;
  if (!transition) return machine.power;
  if (transition.verb === 'start') return machine.power === 'running' ? 'running' : 'starting';
  if (transition.verb === 'deallocate') return machine.power === 'deallocated' ? 'deallocated' : 'deallocating';
  if (transition.verb === 'powerOff') return machine.power === 'stopped' ? 'stopped' : 'stopping';
  // A restart goes down in the first half and comes up in the second.
  return now < (transition.startedAt + transition.endsAt) / 2 ? 'stopping' : 'starting';
}

function provisioning(machine: MachineRecord): { state: string; status: JsonObject } {
  const time = new Date(machine.transition?.startedAt ?? machine.changedAt).toISOString();
  if (machine.transition) {
    const status = { code: 'ProvisioningState/updating', level: 'Info', displayStatus: 'Updating', time };
    return { state: 'Updating', status };
  }
  if (machine.failure) {
    const { code, message } = machine.failure;
    return {
      state: 'Failed',
      status: {
        code: `ProvisioningState/failed/${code}`,
        level: 'Error',
        displayStatus: 'Provisioning failed',
        message,
        time,
      },
    };
  }
  const status = { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded', time };
  return { state: 'Succeeded', status };
}

/** `VirtualMachineInstanceView`. A machine without a running guest has no agent, name or version to report. */
export function instanceView(machine: MachineRecord, now: number): JsonObject {
  const power = powerState(machine, now);
  const ready = { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Ready' };
  const time = new Date(now).toISOString();
  const guest =
    power === 'running'
      ? {
          computerName: machine.name,
          osName: machine.os === 'linux' ? 'ubuntu' : 'Windows Server 2022 Datacenter',
          osVersion: machine.os === 'linux' ? '24.04' : '10.0.20348.0',
          vmAgent: {
            vmAgentVersion: machine.os === 'linux' ? '2.12.0.4' : '2.7.41491.1172',
            statuses: [{ ...ready, message: 'Guest Agent is running', time }],
            extensionHandlers: [],
          },
        }
      : {};
  return {
    ...guest,
    disks: [
      {
        name: `${machine.name}-os`,
        statuses: [{ ...ready, displayStatus: 'Provisioning succeeded', time: machine.createdAt }],
      },
    ],
    hyperVGeneration: 'V2',
    statuses: [
      provisioning(machine).status,
      { code: `PowerState/${power}`, level: 'Info', displayStatus: displayed[power] },
    ],
  };
}

function osProfile(machine: MachineRecord): JsonObject {
  const configuration =
    machine.os === 'linux'
      ? {
          linuxConfiguration: {
            disablePasswordAuthentication: true,
            provisionVMAgent: true,
            patchSettings: { patchMode: 'ImageDefault', assessmentMode: 'ImageDefault' },
          },
        }
      : {
          windowsConfiguration: {
            provisionVMAgent: true,
            enableAutomaticUpdates: true,
            patchSettings: { patchMode: 'AutomaticByOS', assessmentMode: 'ImageDefault' },
          },
        };
  return {
    computerName: machine.name,
    adminUsername: 'labadmin',
    ...configuration,
    secrets: [],
    allowExtensionOperations: true,
    requireGuestProvisionSignal: true,
  };
}

/** `VirtualMachine`, with its instance view where that was asked for. */
export function machineModel(machine: MachineRecord, now: number, withInstanceView: boolean): JsonObject {
  const id = machineId(machine);
  const disk = `${machine.name}-os`;
  const disks = `/subscriptions/${subscriptionId}/resourceGroups/${machine.resourceGroup}/providers/Microsoft.Compute/disks`;
  const signIn = machine.os === 'linux' ? 'AADSSHLoginForLinux' : 'AADLoginForWindows';
  return {
    name: machine.name,
    id,
    type: 'Microsoft.Compute/virtualMachines',
    location,
    tags: machine.tags,
    identity: { type: 'SystemAssigned', principalId: machine.vmId, tenantId },
    properties: {
      vmId: machine.vmId,
      hardwareProfile: { vmSize: machine.size },
      storageProfile: {
        imageReference: { ...images[machine.os], exactVersion: '1.0.0' },
        osDisk: {
          osType: machine.os === 'linux' ? 'Linux' : 'Windows',
          name: disk,
          createOption: 'FromImage',
          caching: 'ReadWrite',
          managedDisk: { storageAccountType: 'Premium_LRS', id: `${disks}/${disk}` },
          deleteOption: 'Delete',
          diskSizeGB: machine.os === 'linux' ? 64 : 128,
        },
        dataDisks: [],
        diskControllerType: 'SCSI',
      },
      osProfile: osProfile(machine),
      securityProfile: {
        uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
        securityType: 'TrustedLaunch',
        encryptionAtHost: true,
      },
      networkProfile: {
        networkInterfaces: [{ id: interfaceId(machine), properties: { primary: true, deleteOption: 'Delete' } }],
      },
      diagnosticsProfile: { bootDiagnostics: { enabled: true } },
      provisioningState: provisioning(machine).state,
      timeCreated: machine.createdAt,
      ...(withInstanceView ? { instanceView: instanceView(machine, now) } : {}),
    },
    resources: [
      {
        name: signIn,
        id: `${id}/extensions/${signIn}`,
        type: 'Microsoft.Compute/virtualMachines/extensions',
        location,
        properties: {
          autoUpgradeMinorVersion: true,
          provisioningState: 'Succeeded',
          publisher: 'Microsoft.Azure.ActiveDirectory',
          type: signIn,
          typeHandlerVersion: machine.os === 'linux' ? '1.0' : '2.0',
        },
      },
    ],
  };
}
