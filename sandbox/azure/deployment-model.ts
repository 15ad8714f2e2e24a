import { createHash } from 'node:crypto';
import type { StepStatus as Status, Step } from './deployment-steps.ts';
import { asObject, type JsonObject } from './http.ts';
import type { DeploymentRecord, OperationRecord } from './state.ts';

function provisioningState(status: Status): string {
  return status === 'InProgress' ? 'Running' : status;
}

function hash(deployment: DeploymentRecord): string {
  const digest = createHash('sha256').update(JSON.stringify(deployment.resources)).digest();
  return digest.readBigUInt64BE(0).toString();
}

/** How long it took or takes, in ISO 8601. */
function duration(operation: OperationRecord | undefined): string {
  if (!operation) return 'PT0S';
  const end = Math.min(operation.canceledAt ?? operation.endsAt, Date.now());
  return `PT${Math.max(0, (end - operation.startedAt) / 1000).toFixed(3)}S`;
}

/** What an operation ends with, as everybody sees it. */
function errorShown(operation: OperationRecord | undefined): JsonObject | undefined {
  return operation?.error && { code: operation.error.code, message: operation.error.message };
}

/** The same as the end of the whole deployment. */
export function deploymentFailed(operation: OperationRecord): JsonObject {
  return {
    code: 'DeploymentFailed',
    message: 'At least one resource deployment operation failed. Please list deployment operations for details.',
    details: [errorShown(operation)],
  };
}

function parametersShown(parameters: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, given]) => {
      const value = asObject(given)?.value;
      if (value === undefined) return [name, { type: 'SecureString' }];
      const kind = Array.isArray(value) ? 'Array' : typeof value === 'number' ? 'Int' : typeof value;
      return [name, { type: kind.charAt(0).toUpperCase() + kind.slice(1), value }];
    }),
  );
}

/** `DeploymentExtended`. */
export function deploymentModel(
  deployment: DeploymentRecord,
  operation: OperationRecord | undefined,
  status: Status,
): JsonObject {
  const namespaces = [...new Set(deployment.resources.map(({ type }) => type.split('/')[0] ?? ''))];
  const providers = namespaces.map((namespace) => ({
    namespace,
    resourceTypes: deployment.resources
      .filter(({ type }) => type.startsWith(`${namespace}/`))
      .map(({ type }) => ({ resourceType: type.slice(namespace.length + 1), locations: [null] })),
  }));
  return {
    id: `${deployment.scope}/providers/Microsoft.Resources/deployments/${deployment.name}`,
    name: deployment.name,
    type: 'Microsoft.Resources/deployments',
    properties: {
      templateHash: hash(deployment),
      parameters: parametersShown(deployment.parameters),
      mode: deployment.mode,
      provisioningState: provisioningState(status),
      timestamp: new Date(operation?.startedAt ?? Date.now()).toISOString(),
      duration: duration(operation),
      correlationId: deployment.correlationId,
      providers,
      dependencies: [],
      ...(status === 'Succeeded'
        ? { outputs: deployment.outputs ?? {}, outputResources: deployment.resources.map(({ id }) => ({ id })) }
        : {}),
      ...(status === 'Failed' && operation?.error ? { error: deploymentFailed(operation) } : {}),
    },
  };
}

/** `DeploymentOperation` of one resource. */
export function operationModel(
  deployment: DeploymentRecord,
  { resource, status, at }: Step,
  operation: OperationRecord | undefined,
): JsonObject {
  const operationId = createHash('sha256').update(resource.id).digest('hex').slice(0, 16).toUpperCase();
  return {
    id: `${deployment.scope}/providers/Microsoft.Resources/deployments/${deployment.name}/operations/${operationId}`,
    operationId,
    properties: {
      provisioningOperation: 'Create',
      provisioningState: provisioningState(status),
      timestamp: new Date(at).toISOString(),
      duration: duration(operation),
      trackingId: deployment.correlationId,
      statusCode: status === 'Failed' ? 'Conflict' : status === 'InProgress' ? 'Accepted' : 'OK',
      ...(status === 'Failed' ? { statusMessage: { status: 'Failed', error: errorShown(operation) } } : {}),
      targetResource: { id: resource.id, resourceType: resource.type, resourceName: resource.name },
    },
  };
}
