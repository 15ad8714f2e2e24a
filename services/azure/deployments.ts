import type { DeploymentOperation, DeploymentsClient, ErrorResponse } from '@azure/arm-resourcesdeployments';
import { WorkspaceError } from '../errors.ts';
import type {
  DeploymentClient,
  DeploymentProgress,
  DeploymentRequest,
  DeploymentStep,
  PlannedChange,
} from '../setups/deployments.ts';
import { ArmClients, type AzureSubscription } from './arm-clients.ts';
import { toWorkspaceError } from './errors.ts';

const callTimeoutInMs = 30_000;
const previewTimeoutInMs = 120_000;
const deploymentType = 'microsoft.resources/deployments';

/** DeploymentExtended, `provisioningState`; every other word of it means that it goes on. */
const ended: Readonly<Record<string, 'succeeded' | 'failed' | 'canceled'>> = {
  Succeeded: 'succeeded',
  Failed: 'failed',
  Canceled: 'canceled',
};

const changes: Readonly<Record<string, PlannedChange['change']>> = {
  Create: 'create',
  Deploy: 'modify',
  Modify: 'modify',
  Delete: 'delete',
  NoChange: 'nothing',
  NoEffect: 'nothing',
  Ignore: 'nothing',
};

/** Deployments through Azure Resource Manager. The SDK loads at its first use. */
export class AzureDeployments implements DeploymentClient {
  readonly #arm: ArmClients;

  constructor(subscription: AzureSubscription) {
    this.#arm = new ArmClients(subscription);
  }

  async begin(request: DeploymentRequest): Promise<void> {
    await this.#call(async ({ deployments }, abortSignal) => {
      try {
        const options = { abortSignal };
        await deployments.createOrUpdateAtSubscriptionScope(request.name, bodyOf(request), options).submitted();
      } catch (error) {
        // Somebody began it before, or we did and heard nothing of it.
        if ((error as { code?: string }).code !== 'DeploymentActive') throw error;
      }
    });
  }

  async poll(name: string): Promise<DeploymentProgress> {
    return await this.#call(async ({ deployments }, abortSignal) => {
      const { properties } = await deployments.getAtSubscriptionScope(name, { abortSignal });
      const state = ended[properties?.provisioningState ?? ''] ?? 'running';
      if (state === 'failed') return { state, failure: failureOf(properties?.error) };
      if (state !== 'succeeded') return { state };
      const outputs: Record<string, { value?: unknown }> = properties?.outputs ?? {};
      return { state, outputs: Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value])) };
    });
  }

  async cancel(name: string): Promise<void> {
    await this.#call(async ({ deployments }, abortSignal) => {
      try {
        await deployments.cancelAtSubscriptionScope(name, { abortSignal });
      } catch (error) {
        if ((error as { statusCode?: number }).statusCode !== 409) throw error;
      }
    });
  }

  async operations(name: string): Promise<readonly DeploymentStep[]> {
    const steps = await this.#call(async ({ deploymentOperations }, abortSignal) => {
      const listed = deploymentOperations.listAtSubscriptionScope(name, { abortSignal });
      return await this.#steps(await Array.fromAsync(listed), abortSignal);
    });
    return steps.sort((one, other) => (one.at?.getTime() ?? 0) - (other.at?.getTime() ?? 0));
  }

  async whatIf(request: DeploymentRequest): Promise<readonly PlannedChange[]> {
    return await this.#call(async ({ deployments }, abortSignal) => {
      const preview = await deployments.whatIfAtSubscriptionScope(request.name, bodyOf(request), { abortSignal });
      if (preview.error) throw failureOf(preview.error);
      return (preview.changes ?? []).flatMap(({ resourceId, changeType }) =>
        resourceId === undefined ? [] : [{ resourceId, change: changes[changeType] ?? 'unknown' }],
      );
    }, previewTimeoutInMs);
  }

  /** A deployment within the deployment is no step of its own: its steps are. */
  async #steps(found: readonly DeploymentOperation[], abortSignal: AbortSignal): Promise<DeploymentStep[]> {
    const { deploymentOperations } = await this.#arm.deployments();
    const steps = found.map(async (operation) => {
      const { resourceType, resourceName, id } = operation.properties?.targetResource ?? {};
      const group = /\/resourceGroups\/([^/]+)/i.exec(id ?? '')?.[1];
      if (resourceType?.toLowerCase() !== deploymentType || !group || !resourceName) return stepOf(operation);
      try {
        const inside = await Array.fromAsync(deploymentOperations.list(group, resourceName, { abortSignal }));
        return await this.#steps(inside, abortSignal);
      } catch (error) {
        // It was not begun yet.
        if ((error as { statusCode?: number }).statusCode === 404) return stepOf(operation);
        throw error;
      }
    });
    return (await Promise.all(steps)).flat();
  }

  async #call<T>(
    work: (client: DeploymentsClient, abortSignal: AbortSignal) => Promise<T>,
    timeoutInMs = callTimeoutInMs,
  ): Promise<T> {
    try {
      return await work(await this.#arm.deployments(), AbortSignal.timeout(timeoutInMs));
    } catch (error) {
      throw refusalOf(error);
    }
  }
}

function bodyOf({ location, template, parameters }: DeploymentRequest) {
  const values = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, { value }]));
  return { location, properties: { mode: 'Incremental' as const, template, parameters: values } };
}

function stepOf({ properties }: DeploymentOperation): DeploymentStep[] {
  const { targetResource, provisioningState, statusMessage, timestamp } = properties ?? {};
  // What has no target is Azure's own: it evaluates outputs, for instance.
  if (!targetResource?.id) return [];
  const error = statusMessage?.error && innermost(statusMessage.error);
  return [
    {
      resourceId: targetResource.id,
      type: targetResource.resourceType ?? '',
      name: targetResource.resourceName ?? '',
      state: ended[provisioningState ?? ''] ?? 'running',
      ...(timestamp && { at: timestamp }),
      ...(error && { failure: { code: error.code ?? 'Unknown', message: error.message ?? '' } }),
    },
  ];
}

/** Azure wraps what went wrong in "at least one operation failed", as often as deployments lie in one another. */
function innermost(error: ErrorResponse): ErrorResponse {
  const [first] = error.details ?? [];
  return first ? innermost(first) : error;
}

function failureOf(error: ErrorResponse | undefined): WorkspaceError {
  const cause = error && innermost(error);
  const known = toWorkspaceError({ code: cause?.code, message: cause?.message });
  if (known.code !== 'unavailable') return known;
  return new WorkspaceError(
    'unavailable',
    'Azure could not make all of it. Look at the step that failed, then try again.',
    {
      cause,
    },
  );
}

function refusalOf(error: unknown): WorkspaceError {
  const { statusCode } = error as { statusCode?: number };
  if (statusCode !== 400 && statusCode !== 422) return toWorkspaceError(error);
  return new WorkspaceError(
    'invalid',
    'Azure does not take the template as it was filled in. Look at what was written.',
    {
      cause: error,
    },
  );
}
