import type { DeploymentRecord, OperationRecord } from './state.ts';

type Resource = DeploymentRecord['resources'][number];
export type StepStatus = 'Accepted' | 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled';

const deploymentType = 'microsoft.resources/deployments';

/** Which resource it fails at: the one that the fault names by type or name, else the last. */
function failsAt(resources: readonly Resource[], at: string | undefined): number {
  const wanted = at?.toLowerCase();
  const found = resources.findIndex(({ type, name }) =>
    [type.toLowerCase(), name.toLowerCase()].includes(wanted ?? ''),
  );
  return found < 0 ? resources.length - 1 : found;
}

/**
 * When each resource stands, in epoch milliseconds: one after the other, over the whole time. A deployment within the deployment takes
 * all of the time, and what comes before it none.
 */
function ends({ resources }: DeploymentRecord, { startedAt, endsAt }: OperationRecord): number[] {
  const within = resources.findIndex(({ type }) => type.toLowerCase() === deploymentType);
  return resources.map((_, index) => {
    if (within >= 0) return index < within ? startedAt : endsAt;
    return startedAt + ((endsAt - startedAt) * (index + 1)) / resources.length;
  });
}

/** A step, and since when it is as it is (epoch milliseconds). */
export interface Step {
  readonly resource: Resource;
  readonly status: StepStatus;
  readonly at: number;
}

/** What Azure has taken up of a deployment so far, and how each of it stands; what was not begun is not among it. */
export function stepsOf(
  deployment: DeploymentRecord,
  operation: OperationRecord | undefined,
  status: StepStatus,
): readonly Step[] {
  const { resources } = deployment;
  if (!operation) return resources.map((resource) => ({ resource, status, at: Date.now() }));
  const { error, canceledAt, startedAt, endsAt } = operation;
  const end = ends(deployment, operation);
  const fails = error ? failsAt(resources, error.at) : resources.length;
  const now = Math.min(canceledAt ?? Date.now(), endsAt);
  const hasEnded = status === 'Succeeded' || status === 'Failed';
  const stand = hasEnded ? fails : Math.min(fails, end.filter((at) => at <= now).length);
  return resources.slice(0, stand + 1).map((resource, index) => {
    if (index < stand) return { resource, status: 'Succeeded', at: end[index] ?? endsAt };
    return { resource, status, at: status === 'InProgress' ? (end[index - 1] ?? startedAt) : now };
  });
}
