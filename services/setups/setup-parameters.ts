import { Decimal } from 'decimal.js';
import { isFormer } from '../people/former-member.ts';
import type { Person } from '../people/people.ts';
import type { LandingZone } from '../workspaces/landing-zone.ts';
import type { DeploymentRequest } from './deployments.ts';
import type { WorkspaceSetup } from './workspace-setup.ts';

/** Nobody's id. */
export const nobody = '00000000-0000-0000-0000-000000000000';

/** What only the making knows. */
export interface SetupSecrets {
  readonly groupId: string;
  readonly addressPrefix: string;
  readonly sshKey: string;
  readonly budgetStart: string;
  readonly password: string;
}

/** The name under which Azure knows the deployment. At most 64 characters. */
export function deploymentName({ workspace, attempt }: Pick<WorkspaceSetup, 'workspace' | 'attempt'>): string {
  return `labdesk-${workspace}-${attempt}`;
}

/** As the template names it. */
export function resourceGroupOf(workspace: string): string {
  return `rg-${workspace}`;
}

/** The deployment of a workspace's template, filled in (`infra/workspace/README.md`, "Parameters"). */
export function deploymentOf(
  { workspace, plan, attempt, round }: Pick<WorkspaceSetup, 'workspace' | 'plan' | 'attempt' | 'round'>,
  {
    zone,
    template,
    secrets,
  }: { readonly zone: LandingZone; readonly template: object; readonly secrets: SetupSecrets },
): DeploymentRequest {
  const used = new Set(plan.machines.map(({ image }) => image));
  const images = Object.entries(zone.images).filter(([name]) => used.has(name));
  return {
    name: deploymentName({ workspace, attempt }),
    location: zone.location,
    template,
    parameters: {
      ...zone.parameters,
      ...{ workspace, round, displayName: plan.name, owner: ownerOf(plan.owner), costCentre: plan.costCentre },
      ...{ location: zone.location, groupId: secrets.groupId, addressPrefix: secrets.addressPrefix },
      ...{ adminSshKey: secrets.sshKey, adminPassword: secrets.password },
      images: Object.fromEntries(images.map(([name, { os, reference }]) => [name, { os, reference }])),
      machines: plan.machines.map(({ name, size, image, environment }) => {
        return { name, size, image, environment, diskGiB: diskOf(zone, image) };
      }),
      // Azure counts in whole units; the exact amount is Labdesk's own budget.
      budgetAmount: new Decimal(plan.budget.amount).ceil().toNumber(),
      ...{ budgetStart: secrets.budgetStart, budgetEnd: budgetEndOf(secrets.budgetStart) },
      budgetThresholds: plan.thresholds,
    },
  };
}

/** For the tag alone: of an owner who was forgotten, nobody. */
function ownerOf(owner: Person): string {
  return isFormer(owner) ? nobody : owner.aadObjectId;
}

const usualDiskGiB = 128;

export function diskOf({ images }: LandingZone, image: string): number {
  return images[image]?.diskGiB ?? usualDiskGiB;
}

const budgetYears = 10;

/**
 * Not the workspace's last day: that can be put off, what goes on after it still costs money, and nobody deploys the budget again for
 * either. Ten years is what Azure itself takes where no end is said (Consumption, 2024-08-01, `BudgetTimePeriod.endDate`).
 */
function budgetEndOf(start: string): string {
  return `${Number(start.slice(0, 4)) + budgetYears}${start.slice(4)}`;
}

/** The first day of the month, as the template takes it. */
export function monthOf(now: Date): string {
  return `${now.toISOString().slice(0, 7)}-01`;
}
