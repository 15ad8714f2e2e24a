import { location, subscriptionId, tenantId } from '../seed.ts';
import type { JsonObject } from './http.ts';
import { instanceView, provisioning } from './machine-state.ts';
import type { DiskRecord, MachineRecord } from './state.ts';

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

export function diskId({ resourceGroup, name }: Pick<DiskRecord, 'resourceGroup' | 'name'>): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/disks/${name}`;
}

/** Every machine has one. */
export function osDisk({ name, resourceGroup, os, createdAt }: MachineRecord): DiskRecord {
  return { name: `${name}-os`, resourceGroup, sku: 'Premium_LRS', sizeGiB: os === 'linux' ? 64 : 128, createdAt };
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
  const disk = osDisk(machine);
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
          name: disk.name,
          createOption: 'FromImage',
          caching: 'ReadWrite',
          managedDisk: { storageAccountType: disk.sku, id: diskId(disk) },
          deleteOption: 'Delete',
          diskSizeGB: disk.sizeGiB,
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
