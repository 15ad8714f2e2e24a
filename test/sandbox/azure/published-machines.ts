import type { Shape } from './shape.ts';

/**
 * Shapes as the examples of Azure's published REST specification have them (repository Azure/azure-rest-api-specs); each
 * names its example. Keys that the examples of other versions add are optional.
 */

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/;
const id = (type: string) => new RegExp(`^/subscriptions/[0-9a-f-]{36}/resourceGroups/[^/]+/providers/${type}/[^/]+$`);
const level = /^(Info|Warning|Error)$/;
const status: Shape = { code: 'string', level, displayStatus: 'string', 'message?': 'string', 'time?': time };

/** compute: VirtualMachine_Get_InstanceView.json */
export const instanceView: Shape = {
  'computerName?': 'string',
  'osName?': 'string',
  'osVersion?': 'string',
  'vmAgent?': { vmAgentVersion: 'string', statuses: [status], extensionHandlers: ['object'] },
  disks: [{ name: 'string', statuses: [status] }],
  hyperVGeneration: /^V[12]$/,
  statuses: [status],
};

const machineProperties = {
  vmId: /^[0-9a-f-]{36}$/,
  hardwareProfile: { vmSize: /^Standard_/ },
  storageProfile: {
    imageReference: {
      publisher: 'string',
      offer: 'string',
      sku: 'string',
      version: 'string',
      'exactVersion?': 'string',
    },
    osDisk: {
      osType: /^(Linux|Windows)$/,
      name: 'string',
      createOption: /^(FromImage|Attach|Empty)$/,
      caching: /^(None|ReadOnly|ReadWrite)$/,
      managedDisk: { storageAccountType: /^(Premium|Standard|StandardSSD)_LRS$/, id: id('Microsoft.Compute/disks') },
      'deleteOption?': /^(Delete|Detach)$/,
      diskSizeGB: 'number',
    },
    dataDisks: ['object'],
    'diskControllerType?': /^(SCSI|NVMe)$/,
  },
  osProfile: {
    computerName: 'string',
    adminUsername: 'string',
    'windowsConfiguration?': {
      provisionVMAgent: 'boolean',
      enableAutomaticUpdates: 'boolean',
      'patchSettings?': { patchMode: 'string', assessmentMode: 'string' },
    },
    'linuxConfiguration?': {
      disablePasswordAuthentication: 'boolean',
      provisionVMAgent: 'boolean',
      'patchSettings?': { patchMode: 'string', assessmentMode: 'string' },
    },
    secrets: ['object'],
    'allowExtensionOperations?': 'boolean',
    'requireGuestProvisionSignal?': 'boolean',
  },
  'securityProfile?': {
    uefiSettings: { secureBootEnabled: 'boolean', vTpmEnabled: 'boolean' },
    securityType: /^(TrustedLaunch|ConfidentialVM)$/,
    'encryptionAtHost?': 'boolean',
  },
  networkProfile: {
    networkInterfaces: [
      {
        id: id('Microsoft.Network/networkInterfaces'),
        'properties?': { primary: 'boolean', deleteOption: /^(Delete|Detach)$/ },
      },
    ],
  },
  diagnosticsProfile: { bootDiagnostics: { enabled: 'boolean' } },
  provisioningState: /^(Succeeded|Updating|Failed|Creating|Deleting)$/,
  timeCreated: time,
} as const satisfies Shape;

/** compute: VirtualMachine_Get.json; with `$expand=instanceView` or `statusOnly=true` the view lies in the properties. */
export function machine(withInstanceView: boolean): Shape {
  return {
    name: 'string',
    id: id('Microsoft.Compute/virtualMachines'),
    type: /^Microsoft\.Compute\/virtualMachines$/,
    location: 'string',
    tags: 'object',
    'etag?': 'string',
    'identity?': { type: /^SystemAssigned$/, principalId: 'string', tenantId: 'string' },
    properties: withInstanceView ? { ...machineProperties, instanceView } : machineProperties,
    'resources?': [
      {
        name: 'string',
        id: 'string',
        type: /^Microsoft\.Compute\/virtualMachines\/extensions$/,
        location: 'string',
        properties: {
          autoUpgradeMinorVersion: 'boolean',
          provisioningState: 'string',
          publisher: 'string',
          type: 'string',
          typeHandlerVersion: 'string',
        },
      },
    ],
  };
}

/** compute: VirtualMachine_ListAll_MaximumSet_Gen.json */
export const machineList = (withInstanceView: boolean): Shape => ({
  value: [machine(withInstanceView)],
  'nextLink?': /^https:\/\//,
});

/** ARM RPC, Asynchronous Operations: the operation resource. */
export const operation: Shape = {
  name: /^[0-9a-f-]{36}$/,
  startTime: time,
  'endTime?': time,
  status: /^(InProgress|Succeeded|Failed|Canceled)$/,
  'error?': { code: 'string', message: 'string' },
};
