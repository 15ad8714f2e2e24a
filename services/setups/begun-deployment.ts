import { WorkspaceError } from '../errors.ts';
import type { LandingZone } from '../workspaces/landing-zone.ts';
import type { DeploymentClient, DeploymentProgress } from './deployments.ts';
import { adminPassword } from './setup-keys.ts';
import { deploymentOf } from './setup-parameters.ts';
import type { WorkspaceSetup } from './workspace-setup.ts';

export interface BegunDeploymentParts {
  readonly zone: LandingZone;
  readonly template: object;
  readonly deployments: Pick<DeploymentClient, 'begin' | 'poll'>;
  /** Labdesk's own, which all instances share, and from which passwords follow. */
  readonly secret: () => Promise<Buffer>;
}

/**
 * How far the deployment of this name is, which is begun where there is none: asked first, since it may have been begun, and even be over,
 * before a crash. The setup says what is deployed; its group and network are made by then. @throws {WorkspaceError} the deployment's
 */
export async function begunDeployment(
  name: string,
  setup: WorkspaceSetup,
  { deployments, secret, template, zone }: BegunDeploymentParts,
): Promise<DeploymentProgress> {
  try {
    return await deployments.poll(name);
  } catch (error) {
    if (!(error instanceof WorkspaceError) || error.code !== 'not-found') throw error;
  }
  const { groupId, addressPrefix, sshKey, budgetStart, workspace } = setup;
  const password = adminPassword(await secret(), workspace);
  const secrets = {
    groupId: groupId!,
    addressPrefix: addressPrefix!,
    sshKey: sshKey!,
    budgetStart: budgetStart!,
    password,
  };
  await deployments.begin({ ...deploymentOf(setup, { zone, template, secrets }), name });
  return { state: 'running' };
}
