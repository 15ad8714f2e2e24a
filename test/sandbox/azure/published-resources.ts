import type { Shape } from './shape.ts';

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/;
const id = (type: string) => new RegExp(`^/subscriptions/[0-9a-f-]{36}/resourceGroups/[^/]+/providers/${type}/[^/]+$`);

/** Shapes of Network, Resources and Cost Management; see published-machines.ts. */

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
