import { failures, type Invariant, isSame, ofType, properties } from './planned-resources.ts';
import type { Declared } from './workspace-plan.ts';

const noPublicAddress: Invariant = (resources) => [
  ...resources
    .filter(({ type }) => /\/(publicIPAddresses|publicIPPrefixes|natGateways|loadBalancers|bastionHosts)$/i.test(type))
    .map(({ name }) => `${name}: is reachable from the Internet`),
  ...failures(ofType(resources, 'Network/networkInterfaces'), (each) => ({
    'has no public address': properties(each).ipConfigurations.every(
      (one: Declared) => !one.properties.publicIPAddress,
    ),
  })),
  ...failures(ofType(resources, 'Network/virtualNetworks'), (each) => ({
    'has subnets that reach nothing by themselves': properties(each).subnets.every(
      (subnet: Declared) => subnet.properties.defaultOutboundAccess === false,
    ),
    'has a security group at every subnet': properties(each).subnets.every((subnet: Declared) =>
      ofType(resources, 'Network/networkSecurityGroups').some(({ id }) =>
        isSame(subnet.properties.networkSecurityGroup?.id, id),
      ),
    ),
    'has security groups hold for private endpoints': properties(each).subnets.every(
      (subnet: Declared) => subnet.properties.privateEndpointNetworkPolicies === 'Enabled',
    ),
  })),
];

const allowed: Readonly<Record<string, readonly string[]>> = {
  machines: ['allow-access-in', 'allow-endpoints-out', 'allow-entra-out', 'allow-mirror-out'],
  endpoints: ['allow-machines-in'],
};

const closedNetwork: Invariant = (resources) =>
  failures(ofType(resources, 'Network/networkSecurityGroups'), (each) => {
    const rules: Declared[] = properties(each).securityRules;
    const denies = (direction: string) =>
      rules.some(
        ({ properties: rule }) =>
          [rule.access === 'Deny', rule.direction === direction, rule.priority === 4096].every(Boolean) &&
          [
            'protocol',
            'sourceAddressPrefix',
            'sourcePortRange',
            'destinationAddressPrefix',
            'destinationPortRange',
          ].every((field) => rule[field] === '*'),
      );
    const allows = rules.filter(({ properties: rule }) => rule.access === 'Allow');
    const prefixes = allows.flatMap(({ properties: rule }) => [
      rule.sourceAddressPrefix,
      rule.destinationAddressPrefix,
    ]);
    return {
      'denies whatever comes in unnamed': denies('Inbound'),
      'denies whatever goes out unnamed': denies('Outbound'),
      'allows what is named and no more':
        allows.map(({ name }) => name).join() === allowed[each.name.split('-').at(-1) ?? '']?.join(),
      'allows nothing from or to anywhere': prefixes.every(
        (prefix) => typeof prefix === 'string' && !/^(\*|Internet|Any|VirtualNetwork|0\.0\.0\.0.*)$/i.test(prefix),
      ),
    };
  });

/** What must be reached privately, by the group of its endpoint, and under which zone its names are found. */
const endpoints: readonly (readonly [name: string, of: string, group: string, zone: RegExp])[] = [
  ['blob', 'storageAccounts', 'blob', /privatelink\.blob\./],
  ['file', 'storageAccounts', 'file', /privatelink\.file\./],
  ['vault', 'vaults', 'vault', /privatelink\.vaultcore\./],
  ['logs', 'privateLinkScopes', 'azuremonitor', /privatelink\.monitor\./],
  ['labdesk', 'storageAccounts', 'blob', /privatelink\.blob\./],
  ['labdesk-public', 'storageAccounts', 'blob', /privatelink\.blob\./],
];

const privateEndpoints: Invariant = (resources) => {
  const zones = ofType(resources, 'Network/privateDnsZones');
  const links = ofType(resources, 'Network/privateDnsZones/virtualNetworkLinks');
  return [
    ...endpoints.flatMap(([name, of, group, zone]) => {
      const endpoint = ofType(resources, 'Network/privateEndpoints').find((each) => each.name.endsWith(`-${name}`));
      if (!endpoint) return [`${name}: has no private endpoint`];
      const [connection] = properties(endpoint).privateLinkServiceConnections;
      const target = String(connection?.properties.privateLinkServiceId);
      const names = resources.find(({ id }) => isSame(id, `${endpoint.id}/privateDnsZoneGroups/default`));
      const configs: Declared[] = names ? properties(names).privateDnsZoneConfigs : [];
      return failures([endpoint], () => ({
        'leads to what it is for': target.includes(`/${of}/`) && resources.some(({ id }) => isSame(target, id)),
        'leads to the account that it is named for':
          of !== 'storageAccounts' || /pub\w{13}$/.test(target) === name.endsWith('public'),
        'leads to one service': connection?.properties.groupIds.join() === group,
        'has names in zones that stand':
          name.startsWith('labdesk') ||
          configs.every((config) => zones.some(({ id }) => isSame(config.properties.privateDnsZoneId, id))),
        'has its name in a zone': configs.some((config) => zone.test(config.properties.privateDnsZoneId)),
      }));
    }),
    ...failures(zones, (each) => ({
      'is known to the network': links.some(({ name }) => name.startsWith(`${each.name}/`)),
    })),
  ];
};

/** Nothing comes in or goes out but what is named, and what is secure is reached privately. */
export const networkInvariants = { noPublicAddress, closedNetwork, privateEndpoints };
