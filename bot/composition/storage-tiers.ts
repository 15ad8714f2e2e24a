import { readFileSync } from 'node:fs';
import { GrantedStorageTiers, type GrantedStorageTiersParts } from '../../services/archives/granted-storage-tiers.ts';
import type { StorageTierClient } from '../../services/archives/storage-tiers.ts';
import { AzureStorageTiers } from '../../services/azure/storage-tiers.ts';
import type { LandingZone } from '../../services/workspaces/landing-zone.ts';
import type { Foundation } from './foundation.ts';

const templateFile = new URL('../../infra/workspace/closing.json', import.meta.url);

interface StorageTiersParts extends Pick<GrantedStorageTiersParts, 'deployments' | 'workspaces'> {
  readonly zone: LandingZone | undefined;
}

/** Without a landing zone Labdesk gives itself no rights: whoever made the workspaces gives them. */
export function createStorageTiers(
  { clock, credential }: Pick<Foundation, 'clock' | 'credential'>,
  { zone, ...parts }: StorageTiersParts,
): StorageTierClient {
  const tiers = new AzureStorageTiers(credential);
  if (!zone) return tiers;
  const template = JSON.parse(readFileSync(templateFile, 'utf8')) as object;
  return new GrantedStorageTiers({ ...parts, tiers, clock, template, zone });
}
