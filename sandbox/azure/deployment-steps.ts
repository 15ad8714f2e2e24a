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

/** How many resources stand by now: one after the other, while a deployment within the deployment waits for all of its own. */
function doneBy(now: number, { resources }: DeploymentRecord, { startedAt, endsAt }: OperationRecord): number {
  const within = resources.findIndex(({ type }) => type.toLowerCase() === deploymentType);
  if (within >= 0) return within;
  return Math.floor(((now - startedAt) / Math.max(1, endsAt - startedAt)) * resources.length);
}

/** What Azure has taken up of a deployment so far, and how each of it stands; what was not begun is not among it. */
export function stepsOf(
  deployment: DeploymentRecord,
  operation: OperationRecord | undefined,
  status: StepStatus,
): readonly { readonly resource: Resource; readonly status: StepStatus }[] {
  const { resources } = deployment;
  const fails = operation?.error ? failsAt(resources, operation.error.at) : resources.length;
  const done =
    status === 'Succeeded' || status === 'Failed' || !operation
      ? fails
      : Math.min(fails, doneBy(Math.min(operation.canceledAt ?? Date.now(), operation.endsAt), deployment, operation));
  return resources
    .slice(0, done + 1)
    .map((resource, index) => ({ resource, status: index < done ? 'Succeeded' : status }));
}
