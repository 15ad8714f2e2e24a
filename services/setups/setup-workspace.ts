import { WorkspaceError } from '../errors.ts';
import type { LandingZone } from '../workspaces/landing-zone.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { resourceGroupOf } from './setup-parameters.ts';
import type { WorkspaceSetup } from './workspace-setup.ts';

/** The workspace that a setup comes to. @throws {WorkspaceError} refused where the landing zone has its rules no more */
export function workspaceOf(
  { workspace, plan, outputs, groupId }: WorkspaceSetup,
  { presets }: Pick<LandingZone, 'presets'>,
): Workspace {
  const { publicStorage, secureStorage, resourceGroup = resourceGroupOf(workspace) } = outputs ?? {};
  const { rules } = presets[plan.preset] ?? {};
  if (!rules)
    throw new WorkspaceError(
      'refused',
      `The landing zone file has no rules ${plan.preset} any more. Ask an operator to put them back, then try again.`,
    );
  const isStored = publicStorage !== undefined && secureStorage !== undefined;
  return {
    ...{ id: workspace, name: plan.name, resourceGroup, groupId: groupId!, ...rules },
    ...(isStored && { storage: { public: blobService(publicStorage), secure: blobService(secureStorage) } }),
    ...{ purpose: plan.purpose, endsOn: plan.endsOn },
  };
}

function blobService(url: string): string {
  return url.replace(/\/$/, '');
}
