import type { TemplateResource } from '../../sandbox/azure/template.ts';
import { networkInvariants } from './network-invariants.ts';
import { failures, type Invariant, isSame, ofType, properties } from './planned-resources.ts';
import type { Declared } from './workspace-plan.ts';

const storage: Invariant = (resources) => {
  const accounts = ofType(resources, 'Storage/storageAccounts');
  const secure = accounts.filter(({ name }) => name.includes('sec'));
  const below = (account: TemplateResource, type: string) =>
    resources.find(({ id }) => isSame(id, `${account.id}/${type}/default`));
  return [
    ...(accounts.length === 2 && secure.length === 1 ? [] : ['storage: is one public and one secure account']),
    ...failures(accounts, (each) => {
      const account = properties(each);
      const blobs = below(each, 'blobServices');
      const service = blobs ? properties(blobs) : {};
      return {
        'has no shared keys': account.allowSharedKeyAccess === false && account.isLocalUserEnabled === false,
        'has no anonymous blobs': account.allowBlobPublicAccess === false,
        'speaks https, TLS 1.2 at least':
          account.supportsHttpsTrafficOnly === true && account.minimumTlsVersion === 'TLS1_2',
        'copies nothing to other tenants':
          account.allowCrossTenantReplication === false && account.allowedCopyScope === 'AAD',
        'lets only named addresses in':
          account.networkAcls.defaultAction === 'Deny' && account.networkAcls.bypass === 'None',
        'keeps versions': service.isVersioningEnabled === true,
        'keeps what is deleted':
          service.deleteRetentionPolicy?.enabled === true && service.deleteRetentionPolicy.days >= 7,
        'keeps containers that are deleted': service.containerDeleteRetentionPolicy?.enabled === true,
      };
    }),
    ...failures(secure, (each) => {
      const files = below(each, 'fileServices');
      const smb = files && properties(files).protocolSettings?.smb;
      return {
        'cannot be reached from outside':
          properties(each).publicNetworkAccess === 'Disabled' && properties(each).networkAcls.ipRules.length === 0,
        'keeps shares that are deleted':
          files !== undefined && properties(files).shareDeleteRetentionPolicy?.enabled === true,
        'has shares that speak SMB 3.1.1 with Kerberos':
          smb?.versions === 'SMB3.1.1' && smb.authenticationMethods === 'Kerberos',
      };
    }),
    ...failures(ofType(resources, 'Storage/storageAccounts/blobServices/containers'), (each) => ({
      'is not public': properties(each).publicAccess === 'None',
    })),
  ];
};

const vault: Invariant = (resources) => {
  const vaults = ofType(resources, 'KeyVault/vaults');
  return vaults.length === 0
    ? ['vault: is missing']
    : failures(vaults, (each) => ({
        'cannot be reached from outside':
          properties(each).publicNetworkAccess === 'Disabled' && properties(each).networkAcls.defaultAction === 'Deny',
        'asks roles': properties(each).enableRbacAuthorization === true,
        'keeps what is deleted':
          properties(each).enableSoftDelete === true && properties(each).enablePurgeProtection === true,
      }));
};

const machines: Invariant = (resources) =>
  failures(ofType(resources, 'Compute/virtualMachines'), (each) => {
    const { securityProfile, osProfile } = properties(each);
    const has = (path: string) => resources.some(({ id }) => isSame(id, `${each.id}/${path}`));
    const linux = osProfile.linuxConfiguration;
    return {
      'is encrypted at its host': securityProfile?.encryptionAtHost === true,
      'is launched as trusted':
        securityProfile?.securityType === 'TrustedLaunch' &&
        securityProfile.uefiSettings?.secureBootEnabled === true &&
        securityProfile.uefiSettings.vTpmEnabled === true,
      'has an identity of its own': (each.body.identity as Declared)?.type === 'SystemAssigned',
      'takes no passwords on Linux': linux
        ? linux.disablePasswordAuthentication === true && !osProfile.adminPassword
        : true,
      'has sign-in with Entra ID': has('extensions/sign-in'),
      'has its environment': has('extensions/environment'),
      'is watched':
        has('extensions/monitoring') &&
        has('providers/Microsoft.Insights/dataCollectionRuleAssociations/logs') &&
        has('providers/Microsoft.Insights/dataCollectionRuleAssociations/configurationAccessEndpoint'),
    };
  });

const budget: Invariant = (resources) => {
  const budgets = ofType(resources, 'Consumption/budgets');
  if (budgets.length !== 1) return ['budget: is missing'];
  return failures(budgets, (each) => {
    const notifications: Declared[] = Object.values(properties(each).notifications);
    const groups = notifications.flatMap(({ contactGroups }) => contactGroups ?? []);
    const reached = ofType(resources, 'Insights/actionGroups').filter(({ id }) =>
      groups.some((group) => isSame(group, id)),
    );
    const hooks = reached.flatMap((group) => properties(group).webhookReceivers ?? []);
    return {
      'warns before and when the money is gone':
        notifications.length > 1 && notifications.some(({ threshold }) => threshold === 100),
      'reports each threshold to an action group': notifications.every(
        ({ enabled, thresholdType, contactGroups }) =>
          enabled === true && thresholdType === 'Actual' && contactGroups?.length === 1,
      ),
      'reaches Labdesk, and Entra vouches for it': hooks.some(
        (hook) =>
          hook.serviceUri.startsWith('https://') &&
          hook.serviceUri.endsWith('/hooks/budget') &&
          hook.useAadAuth &&
          hook.useCommonAlertSchema,
      ),
    };
  });
};

/** Types of which Azure Monitor takes logs or metrics; of machines the agent tells besides. */
const observed =
  /^microsoft\.(storage\/storageaccounts(\/(blob|file)services)?|keyvault\/vaults|network\/(virtualnetworks|networksecuritygroups|networkinterfaces)|operationalinsights\/workspaces|compute\/virtualmachines)$/i;

const diagnostics: Invariant = (resources) => {
  const [logs] = ofType(resources, 'OperationalInsights/workspaces');
  if (!logs) return ['logs: are missing'];
  const settings = ofType(resources, 'Insights/diagnosticSettings');
  return [
    ...failures(
      resources.filter(({ type }) => observed.test(type)),
      (each) => ({
        'tells the logs': settings.some(
          (setting) =>
            setting.id.toLowerCase().startsWith(`${each.id}/providers/microsoft.insights/`.toLowerCase()) &&
            isSame(properties(setting).workspaceId, logs.id) &&
            [...(properties(setting).logs ?? []), ...(properties(setting).metrics ?? [])].some(
              ({ enabled }) => enabled,
            ),
        ),
      }),
    ),
    ...failures([logs], (each) => ({
      'take nothing from outside':
        properties(each).publicNetworkAccessForIngestion === 'Disabled' &&
        properties(each).features.disableLocalAuth === true,
    })),
    ...failures(ofType(resources, 'Insights/privateLinkScopes'), (each) => ({
      'take nothing from outside': properties(each).accessModeSettings.ingestionAccessMode === 'PrivateOnly',
    })),
  ];
};

const invariants: readonly Invariant[] = [
  ...Object.values(networkInvariants),
  ...[storage, vault, machines, budget, diagnostics],
];

/** Everything that is wrong. */
export function findings(resources: readonly TemplateResource[]): string[] {
  return invariants.flatMap((invariant) => invariant(resources));
}
