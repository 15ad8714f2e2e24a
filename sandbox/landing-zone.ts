import { clientId, location, servicePrincipalId, subscriptionId } from './seed.ts';

const platform = `/subscriptions/${subscriptionId}/resourceGroups/rg-platform/providers/Microsoft.Network`;

/** Where, and of what, new workspaces are made in the sandbox. */
export const landingZone = {
  location,
  currency: 'EUR',
  addressPool: '10.64.0.0/14',
  parameters: {
    labdeskPrincipalId: servicePrincipalId,
    labdeskSubnetId: `${platform}/virtualNetworks/vnet-labdesk/subnets/endpoints`,
    labdeskBlobZoneId: `${platform}/privateDnsZones/privatelink.blob.core.windows.net`,
    hubNetworkId: `${platform}/virtualNetworks/vnet-hub`,
    accessPrefix: '10.0.1.0/26',
    mirrorUrl: 'https://packages.labdesk.example',
    mirrorPrefix: '10.0.2.4/32',
    publicAddresses: ['203.0.113.0/24'],
    hookUrl: 'https://desk.labdesk.example/hooks/budget',
    hookApplicationId: clientId,
    hookApplicationObjectId: '5b0e7c7e-8f58-4a7f-9a53-0c0d3f8c4a11',
  },
  images: {
    ubuntu: {
      label: 'Ubuntu 24.04',
      os: 'linux',
      reference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
    },
    windows: {
      label: 'Windows 11',
      os: 'windows',
      reference: {
        publisher: 'MicrosoftWindowsDesktop',
        offer: 'windows-11',
        sku: 'win11-24h2-ent',
        version: 'latest',
      },
    },
  },
  sizes: [
    { name: 'Standard_D2s_v5', label: '2 cores, 8 GiB' },
    { name: 'Standard_D4s_v5', label: '4 cores, 16 GiB' },
    { name: 'Standard_D8s_v5', label: '8 cores, 32 GiB' },
    { name: 'Standard_E8s_v5', label: '8 cores, 64 GiB' },
    { name: 'Standard_NC4as_T4_v3', label: '4 cores, 28 GiB, one T4' },
  ],
  presets: {
    standard: {
      label: 'Standard: nothing leaves without approval',
      rules: { desktop: {}, requests: { accessDays: 30 } },
    },
    open: {
      label: 'Open: guests and the clipboard are allowed',
      rules: { desktop: { clipboard: true }, members: { guests: true } },
    },
  },
};
