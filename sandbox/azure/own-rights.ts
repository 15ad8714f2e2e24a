/**
 * What the bot's own identity may, as `Microsoft.Authorization/permissions` tells it (Authorization REST API 2022-04-01, "Permissions -
 * List For Resource Group"): one entry a role.
 */
export const labdeskRole = {
  actions: [
    'Microsoft.Authorization/permissions/read',
    'Microsoft.Compute/disks/read',
    'Microsoft.Compute/locations/operations/read',
    'Microsoft.Compute/virtualMachines/deallocate/action',
    'Microsoft.Compute/virtualMachines/instanceView/read',
    'Microsoft.Compute/virtualMachines/read',
    'Microsoft.Compute/virtualMachines/restart/action',
    'Microsoft.Compute/virtualMachines/start/action',
    'Microsoft.CostManagement/query/action',
    'Microsoft.CostManagement/query/read',
    'Microsoft.Insights/metrics/read',
    'Microsoft.Network/networkInterfaces/read',
    'Microsoft.Resources/deployments/cancel/action',
    'Microsoft.Resources/deployments/operations/read',
    'Microsoft.Resources/deployments/read',
    'Microsoft.Resources/deployments/whatIf/action',
    'Microsoft.Resources/deployments/write',
    'Microsoft.Resources/subscriptions/read',
    'Microsoft.Storage/storageAccounts/blobServices/containers/delete',
    'Microsoft.Storage/storageAccounts/blobServices/containers/read',
    'Microsoft.Storage/storageAccounts/blobServices/containers/write',
    'Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action',
    'Microsoft.Storage/storageAccounts/queueServices/queues/read',
    'Microsoft.Storage/storageAccounts/queueServices/queues/write',
  ],
  notActions: [],
  dataActions: [],
  notDataActions: [],
} as const;

/** The application permissions for Graph, as the `roles` claim of its tokens has them. */
export const graphRoles = [
  'User.Read.All',
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.ReadWrite.All',
  'MailboxSettings.Read',
  'Mail.Send',
  'TeamsAppInstallation.ReadWriteSelfForUser.All',
  'AppCatalog.Read.All',
] as const;
