import assert from 'node:assert/strict';
import example from '../../infra/landing-zone.example.json' with { type: 'json' };
import { landingZone } from '../../sandbox/landing-zone.ts';
import { sampleParameters } from './sample-parameters.ts';
import { findings } from './workspace-invariants.ts';
import { altered, type Declared, planned, workspaceTemplate } from './workspace-plan.ts';

type Change = readonly [key: string, change?: (body: Declared) => void];

/** Sets what stands at a path of a resource's properties. */
function set(key: string, path: string, value: unknown): Change {
  return [
    key,
    ({ properties }) => {
      const parts = path.split('.');
      const last = parts.pop() ?? '';
      const at = parts.reduce((part: Declared, name) => part[name], properties);
      at[last] = value;
    },
  ];
}

function withoutRule(key: string, rule: string): Change {
  return [
    key,
    ({ properties }) => {
      properties.securityRules = properties.securityRules.filter(({ name }: Declared) => name !== rule);
    },
  ];
}

function withRule(key: string, rule: Record<string, string | number>): Change {
  const any = { sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '*', protocol: '*' };
  const properties = { priority: 300, access: 'Allow', ...any, ...rule };
  return [key, (body) => body.properties.securityRules.push({ name: 'open', properties })];
}

const kept =
  /Endpoint(Names)?$|Diagnostics$|Rules$|Blobs$|^(zoneLinks|zones|budget|alerts|vault|secureAccount|publicAccount|secureFiles|logs|signIn|monitoring|environments|collectionAssociations|endpointAssociations)$/;

/** Where workspaces are made by Labdesk. */
const zones = { 'the example of a landing zone': example, 'the landing zone of the sandbox': landingZone };

describe('what every workspace is, closed, kept, watched and paid for', () => {
  const resources = planned(workspaceTemplate());
  const keys = [...new Set(resources.map(({ key }) => key))].filter(
    (key) => kept.test(key) && key !== 'collectionEndpoint',
  );
  const rules = resources
    .filter(({ key }) => /^(machines|endpoints)Rules$/.test(key))
    .flatMap(({ key, body }) => (body.properties as Declared).securityRules.map(({ name }: Declared) => [key, name]));
  const hook = 'webhookReceivers.0';
  const changes: Readonly<Record<string, Change>> = {
    ...Object.fromEntries(keys.map((key): [string, Change] => [`without ${key}`, [key]])),
    ...Object.fromEntries(
      rules.map(([key, name]): [string, Change] => [`without ${name} of ${key}`, withoutRule(key, name)]),
    ),
    'with a rule that lets the Internet in': withRule('machinesRules', {
      direction: 'Inbound',
      sourceAddressPrefix: 'Internet',
    }),
    'with a rule that lets everything out': withRule('endpointsRules', {
      direction: 'Outbound',
      sourceAddressPrefix: '10.0.0.0/8',
    }),
    'with a public address': set('interfaces', 'ipConfigurations.0.properties.publicIPAddress', { id: 'x' }),
    'with a way out by default': set('network', 'subnets.0.properties.defaultOutboundAccess', true),
    'without a security group': set('network', 'subnets.1.properties.networkSecurityGroup', undefined),
    'with endpoints that rules do not hold for': set(
      'network',
      'subnets.1.properties.privateEndpointNetworkPolicies',
      'Disabled',
    ),
    'with shared keys': set('publicAccount', 'allowSharedKeyAccess', true),
    'with anonymous blobs': set('publicAccount', 'allowBlobPublicAccess', true),
    'with a public container': set('dataContainer', 'publicAccess', 'Blob'),
    'with a secure account open to all': set('secureAccount', 'publicNetworkAccess', 'Enabled'),
    'with a secure account open to an address': set('secureAccount', 'networkAcls.ipRules', [{ value: '203.0.113.1' }]),
    'with a public account open to all': set('publicAccount', 'networkAcls.defaultAction', 'Allow'),
    'with http': set('secureAccount', 'supportsHttpsTrafficOnly', false),
    'with old TLS': set('publicAccount', 'minimumTlsVersion', 'TLS1_0'),
    'without versions': set('secureBlobs', 'isVersioningEnabled', false),
    'without soft delete': set('secureBlobs', 'deleteRetentionPolicy.enabled', false),
    'without soft delete of containers': set('publicBlobs', 'containerDeleteRetentionPolicy.enabled', false),
    'without soft delete of shares': set('secureFiles', 'shareDeleteRetentionPolicy.enabled', false),
    'with a vault open to all': set('vault', 'publicNetworkAccess', 'Enabled'),
    'with a vault that can be purged': set('vault', 'enablePurgeProtection', false),
    'with a vault that asks no roles': set('vault', 'enableRbacAuthorization', false),
    'with disks that are not encrypted': set('machines', 'securityProfile.encryptionAtHost', false),
    'without trusted launch': set('machines', 'securityProfile.securityType', 'Standard'),
    'with a budget that tells nobody': set('budget', 'notifications', {}),
    'with a threshold that nobody hears of': set('budget', 'notifications.actual-75.contactGroups', []),
    'without the last threshold': set('budget', 'notifications.actual-100', { enabled: true, threshold: 99 }),
    'with an action group that reaches nobody': set('alerts', 'webhookReceivers', []),
    'with an alert that nobody vouches for': set('alerts', `${hook}.useAadAuth`, false),
    'with an alert that goes elsewhere': set('alerts', `${hook}.serviceUri`, 'https://desk.labdesk.example/hooks/else'),
    'with an endpoint for something else': set('fileEndpoint', 'privateLinkServiceConnections.0.properties.groupIds', [
      'blob',
    ]),
    'with an endpoint that leads elsewhere': set(
      'blobEndpoint',
      'privateLinkServiceConnections.0.properties.privateLinkServiceId',
      '/x',
    ),
    'with an endpoint of Labdesk that leads to the other account': set(
      'labdeskPublicEndpoint',
      'privateLinkServiceConnections.0.properties.privateLinkServiceId',
      resources.find(({ key }) => key === 'secureAccount')!.id,
    ),
    'with logs from outside': set('logs', 'publicNetworkAccessForIngestion', 'Enabled'),
    'with logs to elsewhere': set('vaultDiagnostics', 'workspaceId', '/elsewhere'),
  };

  it('holds of the template', () => {
    assert.deepEqual(findings(resources), []);
  });

  const { publicAddresses: _, ...others } = sampleParameters;
  for (const [of, { parameters }] of Object.entries(zones))
    it(`holds of what ${of} comes to`, () => {
      const deployed = planned(workspaceTemplate(), { ...others, ...parameters });
      assert.deepEqual(findings(deployed), []);
    });

  const openings = (publicAddresses?: readonly string[]) => {
    const deployed = planned(workspaceTemplate(), { ...others, ...(publicAddresses && { publicAddresses }) });
    const account = deployed.find(({ key }) => key === 'publicAccount')!.body.properties as Declared;
    const { defaultAction, ipRules } = account.networkAcls;
    return { defaultAction, addresses: ipRules.map(({ value }: Declared) => value), wrong: findings(deployed) };
  };

  it('lets nobody in from outside where no address is named', () => {
    const closed = { defaultAction: 'Deny', addresses: [], wrong: [] };
    assert.deepEqual([openings(), openings([])], [closed, closed]);
    assert.deepEqual(openings(['203.0.113.7', '198.51.100.0/24']).addresses, ['203.0.113.7', '198.51.100.0/24']);
  });

  it('is not closed where everybody is let in by name', () => {
    const { defaultAction, addresses, wrong } = openings(['any']);
    assert.deepEqual([defaultAction, addresses, wrong.length], ['Allow', [], 1]);
    assert.match(wrong[0]!, /lets only named addresses in/);
  });

  for (const [name, [key, change]] of Object.entries(changes)) {
    it(`does not hold ${name}`, () => {
      assert.notDeepEqual(findings(altered(resources, key, change)), []);
    });
  }
});
