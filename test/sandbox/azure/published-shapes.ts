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

/** network: NetworkInterfaceGet.json */
export const networkInterface: Shape = {
  name: 'string',
  id: id('Microsoft.Network/networkInterfaces'),
  'etag?': 'string',
  type: /^Microsoft\.Network\/networkInterfaces$/,
  location: 'string',
  'tags?': 'object',
  'kind?': 'string',
  properties: {
    provisioningState: /^Succeeded$/,
    'resourceGuid?': 'string',
    ipConfigurations: [
      {
        name: 'string',
        id: /\/ipConfigurations\/[^/]+$/,
        'etag?': 'string',
        'type?': 'string',
        properties: {
          provisioningState: /^Succeeded$/,
          privateIPAddress: /^10(\.\d+){3}$/,
          privateIPAllocationMethod: /^(Dynamic|Static)$/,
          subnet: { id: /\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/ },
          primary: 'boolean',
          privateIPAddressVersion: /^IPv[46]$/,
        },
      },
    ],
    dnsSettings: {
      dnsServers: ['string'],
      appliedDnsServers: ['string'],
      'internalDnsNameLabel?': 'string',
      'internalFqdn?': 'string',
      internalDomainNameSuffix: /\.internal\.cloudapp\.net$/,
    },
    macAddress: /^([0-9A-F]{2}-){5}[0-9A-F]{2}$/,
    enableAcceleratedNetworking: 'boolean',
    disableTcpStateTracking: 'boolean',
    enableIPForwarding: 'boolean',
    networkSecurityGroup: { id: id('Microsoft.Network/networkSecurityGroups') },
    primary: 'boolean',
    virtualMachine: { id: id('Microsoft.Compute/virtualMachines') },
    vnetEncryptionSupported: 'boolean',
    'hostedWorkloads?': ['string'],
    'tapConfigurations?': ['object'],
    'nicType?': 'string',
    'allowPort25Out?': 'boolean',
    'auxiliaryMode?': 'string',
    'auxiliarySku?': 'string',
  },
};

/** compute: ListAvailableResourceSkusForARegion.json */
export const skus: Shape = {
  value: [
    {
      resourceType: /^virtualMachines$/,
      locations: ['string'],
      capabilities: [{ name: 'string', value: 'string' }],
      locationInfo: [{ location: 'string', zones: ['string'], 'zoneDetails?': ['object'] }],
      name: /^Standard_/,
      tier: /^Standard$/,
      size: 'string',
      family: 'string',
      'restrictions?': ['object'],
    },
  ],
};

/** compute: VirtualMachine_ListAvailableVmSizes.json */
export const vmSizes: Shape = {
  value: [
    {
      name: 'string',
      numberOfCores: 'number',
      osDiskSizeInMB: 'number',
      resourceDiskSizeInMB: 'number',
      memoryInMB: 'number',
      maxDataDiskCount: 'number',
    },
  ],
};

/** compute: Usage_List_MaximumSet_Gen.json */
export const usages: Shape = {
  value: [
    { unit: /^Count$/, currentValue: 'number', limit: 'number', name: { value: 'string', localizedValue: 'string' } },
  ],
};

/** resources: CreateResourceGroup.json */
export const resourceGroup: Shape = {
  id: /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+$/,
  name: 'string',
  type: /^Microsoft\.Resources\/resourceGroups$/,
  location: 'string',
  tags: 'object',
  properties: { provisioningState: /^(Succeeded|Deleting)$/ },
};

/** resources: PutDeploymentWithExternalInputs.json, 201 and 200 */
export const deployment: Shape = {
  id: /\/providers\/Microsoft\.Resources\/deployments\/[^/]+$/,
  name: 'string',
  type: /^Microsoft\.Resources\/deployments$/,
  properties: {
    templateHash: /^\d+$/,
    parameters: 'object',
    mode: /^(Incremental|Complete)$/,
    provisioningState: /^(Accepted|Running|Succeeded|Failed|Canceled)$/,
    timestamp: time,
    'duration?': /^PT[\d.]+S$/,
    correlationId: /^[0-9a-f-]{36}$/,
    providers: [{ namespace: 'string', resourceTypes: ['object'] }],
    dependencies: ['object'],
    'outputs?': 'object',
    'outputResources?': [{ id: 'string' }],
    'error?': { code: 'string', message: 'string', details: ['object'] },
  },
};

/** resources: PostDeploymentWhatIfOnResourceGroup.json */
export const whatIf: Shape = {
  status: /^Succeeded$/,
  properties: {
    changes: [
      { resourceId: 'string', changeType: /^(Create|Modify|NoChange)$/, 'before?': 'object', 'after?': 'object' },
    ],
  },
};

/** costmanagement: SubscriptionQueryGrouping.json (`rows` are lists of mixed values) */
export const costQuery: Shape = {
  id: /^subscriptions\/[0-9a-f-]{36}\/providers\/Microsoft\.CostManagement\/Query\/[0-9a-f-]{36}$/,
  name: 'string',
  type: /^microsoft\.costmanagement\/Query$/,
  properties: { nextLink: 'null', columns: [{ name: 'string', type: /^(Number|String)$/ }], rows: ['array'] },
};

/** ARM RPC, Error response content. */
export const error: Shape = { error: { code: 'string', message: 'string' } };
