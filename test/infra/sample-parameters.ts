import { location, servicePrincipalId, subscriptionId } from '../../sandbox/seed.ts';

const platform = `/subscriptions/${subscriptionId}/resourceGroups/rg-platform/providers/Microsoft.Network`;

/** What a deployment of the workspace's template hands in: two machines, one of each system. */
export const sampleParameters: Readonly<Record<string, unknown>> = {
  workspace: 'cardio-2',
  displayName: 'Cardiology 2',
  location,
  owner: 'ae1049bd-3093-49e9-8e66-4d6816952419',
  costCentre: 'CC-4711',
  groupId: '0d4b3a4e-13a2-4e4f-8f1c-6c3f1d8a7b60',
  labdeskPrincipalId: servicePrincipalId,
  labdeskSubnetId: `${platform}/virtualNetworks/vnet-labdesk/subnets/endpoints`,
  labdeskBlobZoneId: `${platform}/privateDnsZones/privatelink.blob.core.windows.net`,
  hubNetworkId: `${platform}/virtualNetworks/vnet-hub`,
  accessPrefix: '10.0.1.0/26',
  mirrorUrl: 'https://packages.labdesk.example',
  mirrorPrefix: '10.0.2.4/32',
  addressPrefix: '10.20.7.0/24',
  publicAddresses: ['203.0.113.0/24'],
  adminPassword: 'a-password-that-only-tests-know-1',
  adminSshKey: `ssh-ed25519 ${'A'.repeat(68)} tests`,
  images: {
    ubuntu: {
      os: 'linux',
      reference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
    },
    windows: { os: 'windows', reference: { id: `/subscriptions/${subscriptionId}/images/windows` } },
  },
  machines: [
    { name: 'cardio2-python', size: 'Standard_D4s_v5', image: 'ubuntu', environment: 'python', diskGiB: 128 },
    { name: 'cardio2-sql', size: 'Standard_E4s_v5', image: 'windows', environment: 'sql', diskGiB: 256 },
  ],
  budgetAmount: 1000,
  budgetStart: '2026-11-01',
  budgetEnd: '2027-10-31',
  hookUrl: 'https://desk.labdesk.example/hooks/budget',
  hookApplicationId: '832cc727-9661-4ca9-a837-ffedefe3fc55',
  hookApplicationObjectId: '5b0e7c7e-8f58-4a7f-9a53-0c0d3f8c4a11',
};
