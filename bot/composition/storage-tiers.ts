import { readFileSync } from 'node:fs';
import { AzureDeployments } from '../../services/azure/deployments.ts';
import { AzureStorageTiers } from '../../services/azure/storage-tiers.ts';
import { GrantedStorageTiers } from '../../services/granted-storage-tiers.ts';
import type { StorageTierClient } from '../../services/storage-tiers.ts';
import type { WorkspaceDirectory } from '../../services/workspace-directory.ts';
import { parseLandingZone } from '../landing-zone-file.ts';
import type { Foundation } from './foundation.ts';

const templateFile = new URL('../../infra/workspace/closing.json', import.meta.url);

/** Without a landing zone Labdesk gives itself no rights: whoever made the workspaces gives them. */
export function createStorageTiers(foundation: Foundation, workspaces: WorkspaceDirectory): StorageTierClient {
  const { clock, config, credential } = foundation;
  const tiers = new AzureStorageTiers(credential);
  if (config.LANDING_ZONE_FILE === undefined) return tiers;
  const subscription = { credential, subscriptionId: config.SUBSCRIPTION_ID, endpoint: config.ARM_ENDPOINT };
  return new GrantedStorageTiers({
    ...{ tiers, clock, workspaces, deployments: new AzureDeployments(subscription) },
    template: JSON.parse(readFileSync(templateFile, 'utf8')) as object,
    zone: parseLandingZone(readFileSync(config.LANDING_ZONE_FILE, 'utf8')),
  });
}
