import { readFileSync } from 'node:fs';
import { AzureDeployments } from '../../services/azure/deployments.ts';
import { AzureQuotas } from '../../services/azure/quotas.ts';
import { AzureTeardown } from '../../services/azure/teardown.ts';
import type { Budgets } from '../../services/budgets/budgets.ts';
import type { Changes } from '../../services/change/change.ts';
import type { PriceBook } from '../../services/costs/prices.ts';
import { sharedSecret } from '../../services/credentials/keys.ts';
import type { Effects } from '../../services/effects/effects.ts';
import type { Machines } from '../../services/machines/machines.ts';
import type { Members } from '../../services/roles/members.ts';
import { AddressPool } from '../../services/setups/address-pool.ts';
import { SetupAnnouncements } from '../../services/setups/setup-announcement.ts';
import { WorkspaceSetupCheck } from '../../services/setups/workspace-setup-check.ts';
import { WorkspaceSetupRemoval } from '../../services/setups/workspace-setup-removal.ts';
import { WorkspaceSetupRun } from '../../services/setups/workspace-setup-run.ts';
import { WorkspaceSetups } from '../../services/setups/workspace-setups.ts';
import type { LandingZone } from '../../services/workspaces/landing-zone.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import { LandingZoneError, parseLandingZone } from '../landing-zone-file.ts';
import type { Foundation } from './foundation.ts';

interface SetupParts {
  readonly budgets: Budgets;
  readonly changes: Changes;
  readonly effects: Effects;
  readonly machines: Machines;
  readonly members: Members;
  readonly prices: PriceBook;
  readonly workspaces: WorkspaceDirectory;
  readonly zone: LandingZone | undefined;
}

/** The making of workspaces. Without a landing zone none are made, and what was begun with one waits for it. */
export function createWorkspaceSetups(foundation: Foundation, { zone, ...parts }: SetupParts): WorkspaceSetups {
  const { clock, groupClient: groups, store, subscription } = foundation;
  const { effects, members } = parts;
  new SetupAnnouncements(members).register(effects);
  if (zone) {
    const common = {
      ...parts,
      ...{ zone, clock, groups, addresses: new AddressPool(store, zone.addressPool) },
      template: readTemplate(),
      deployments: new AzureDeployments(subscription),
      quotas: new AzureQuotas(subscription),
      teardown: new AzureTeardown(subscription),
      secret: async () => await sharedSecret(store),
    };
    new WorkspaceSetupCheck(common).register(effects);
    new WorkspaceSetupRun(common).register(effects);
    new WorkspaceSetupRemoval(common).register(effects);
  }
  return new WorkspaceSetups({ ...parts, zone, store, groups, clock });
}

/** The template of a workspace (`infra/workspace`). */
export function readTemplate(): object {
  return JSON.parse(readFileSync(templateFile, 'utf8')) as object;
}

/** @throws {LandingZoneError} naming all that is wrong with it */
export function readLandingZone(file: string): LandingZone {
  try {
    return parseLandingZone(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof LandingZoneError) throw error;
    throw new LandingZoneError(`The landing zone file (LANDING_ZONE_FILE) cannot be read: ${(error as Error).message}`);
  }
}

const templateFile = new URL('../../infra/workspace/workspace.json', import.meta.url);
