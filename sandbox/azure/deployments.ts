import { randomUUID } from 'node:crypto';
import { armError } from './arm-errors.ts';
import { deploymentFailed, deploymentModel, operationModel } from './deployment-model.ts';
import { DeploymentPreviews, deploymentScope, deploymentsPath as prefix, readTemplate } from './deployment-previews.ts';
import { stepsOf } from './deployment-steps.ts';
import type { Faults } from './faults.ts';
import type { JsonObject, Reply, RoutedCall } from './http.ts';
import type { Operations } from './operations.ts';
import type { Provisioning } from './provisioning.ts';
import type { Router } from './router.ts';
import type { DeploymentRecord, State } from './state.ts';
import type { BlobEndpoint, TemplatePlan } from './template.ts';

export interface DeploymentsOptions {
  readonly origin: string;
  readonly state: State;
  readonly operations: Operations;
  readonly faults: Faults;
  readonly provisioning: Provisioning;
  /** How long a deployment takes. */
  readonly deploySeconds: number;
  /** Default Azure's own. */
  readonly blobEndpoint?: BlobEndpoint | undefined;
}

type Common = Pick<DeploymentRecord, 'operationId' | 'correlationId' | 'mode' | 'applied'>;

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The deployment, and each within it, which Azure keeps as one of its own in the group that it is for. */
function recordsOf(name: string, plan: TemplatePlan, common: Common): [DeploymentRecord, ...DeploymentRecord[]] {
  const resources = plan.resources.map(({ id, type, name, body }) => ({ id, type, name, body }));
  const { scope, parameters, outputs } = plan;
  return [
    { name, scope, parameters, outputs, resources, ...common },
    ...plan.resources.flatMap((resource) => (resource.nested ? recordsOf(resource.name, resource.nested, common) : [])),
  ];
}

/** Microsoft.Resources/deployments at a subscription and at a resource group. */
export class Deployments {
  readonly #options: DeploymentsOptions;

  constructor(options: DeploymentsOptions) {
    this.#options = options;
  }

  register(router: Router): void {
    const previews = new DeploymentPreviews(this.#options);
    // Resource Manager REST, Deployment Operations - List: of a resource group's deployment it has no provider in its path.
    router.add(
      'GET',
      '/subscriptions/{subscription}/resourceGroups/{group}/deployments/{deployment}/operations',
      (call) => this.#with(call, (deployment) => this.#operations(deployment)),
    );
    for (const scope of ['/subscriptions/{subscription}', '/subscriptions/{subscription}/resourceGroups/{group}']) {
      const path = `${scope}/${prefix}/{deployment}`;
      router
        .add('GET', `${scope}/${prefix}`, (call) => this.#list(call))
        .add('PUT', path, (call) => this.#create(call))
        .add('GET', path, (call) => this.#with(call, (deployment) => ({ status: 200, body: this.#model(deployment) })))
        .add('HEAD', path, (call) => ({ status: this.#find(call) ? 204 : 404 }))
        .add('DELETE', path, (call) => this.#delete(call))
        .add('GET', `${path}/operations`, (call) => this.#with(call, (deployment) => this.#operations(deployment)))
        .add('GET', `${path}/operationStatuses/{id}`, (call) => this.#status(call))
        .add('POST', `${path}/cancel`, (call) => this.#with(call, (deployment) => this.#cancel(deployment)))
        .add('POST', `${path}/validate`, (call) => previews.validate(call))
        .add('POST', `${path}/whatIf`, (call) => previews.whatIf(call));
    }
  }

  #find(call: RoutedCall): DeploymentRecord | undefined {
    const scope = deploymentScope(call).toLowerCase();
    return this.#options.state.data.deployments.find(
      (deployment) => deployment.scope.toLowerCase() === scope && deployment.name === call.params.deployment,
    );
  }

  #with(call: RoutedCall, answer: (deployment: DeploymentRecord) => Reply): Reply {
    const found = this.#find(call);
    if (found) return answer(found);
    return armError(404, 'DeploymentNotFound', `Deployment '${call.params.deployment}' could not be found.`);
  }

  #model(deployment: DeploymentRecord): JsonObject {
    const { operations } = this.#options;
    const operation = operations.find(deployment.operationId);
    return deploymentModel(deployment, operation, operation ? operations.status(operation) : 'Succeeded');
  }

  async #create(call: RoutedCall): Promise<Reply> {
    const read = readTemplate(call, this.#options.blobEndpoint);
    if ('status' in read) return read;
    const { deploySeconds, faults, operations, origin, provisioning, state } = this.#options;
    const before = this.#find(call);
    const running = before && operations.find(before.operationId);
    if (running && operations.status(running) === 'InProgress') {
      const message = `Unable to edit or replace deployment '${before.name}': previous deployment from '${new Date(running.startedAt).toISOString()}' is still active.`;
      return armError(409, 'DeploymentActive', message);
    }
    const error = faults.takeOperation('arm', call);
    const operation = operations.start((error?.seconds ?? deploySeconds) * 1000, error);
    const name = call.params.deployment ?? '';
    const records = recordsOf(name, read.plan, {
      ...{ operationId: operation.id, correlationId: randomUUID(), applied: false },
      mode: String(read.properties.mode ?? 'Incremental'),
    });
    const isReplaced = (other: DeploymentRecord) =>
      records.some(({ name: made, scope }) => made === other.name && isSame(scope, other.scope));
    state.data.deployments = [...state.data.deployments.filter((other) => !isReplaced(other)), ...records];
    const [deployment] = records;
    // A group is there at once: what is deployed into it is asked for below it.
    const groups = deployment.resources.filter(
      ({ type }) => type.toLowerCase() === 'microsoft.resources/resourcegroups',
    );
    for (const group of groups) await provisioning.apply(group);
    state.save();
    const status = `${origin}${deployment.scope}/${prefix}/${deployment.name}/operationStatuses/${operation.id}`;
    return {
      status: before ? 200 : 201,
      headers: {
        'Azure-AsyncOperation': `${status}?api-version=${call.query.get('api-version')}`,
        'Retry-After': String(Math.max(1, Math.min(10, Math.ceil(deploySeconds / 3)))),
      },
      body: deploymentModel(deployment, operation, 'Accepted'),
    };
  }

  #list(call: RoutedCall): Reply {
    const scope = deploymentScope(call).toLowerCase();
    const found = this.#options.state.data.deployments.filter((deployment) => deployment.scope.toLowerCase() === scope);
    return { status: 200, body: { value: found.map((deployment) => this.#model(deployment)) } };
  }

  #delete(call: RoutedCall): Reply {
    const { operations, state } = this.#options;
    const found = this.#find(call);
    if (!found) return { status: 204 };
    state.data.deployments = state.data.deployments.filter((other) => other !== found);
    const operation = operations.start(0);
    state.save();
    return operations.acceptedByResources(operation, call.query.get('api-version') ?? '');
  }

  #operations(deployment: DeploymentRecord): Reply {
    const { operations } = this.#options;
    const operation = operations.find(deployment.operationId);
    const status = operation ? operations.status(operation) : 'Succeeded';
    const value = stepsOf(deployment, operation, status).map((step) => operationModel(deployment, step, operation));
    return { status: 200, body: { value } };
  }

  #status(call: RoutedCall): Reply {
    const { operations } = this.#options;
    const operation = operations.find(call.params.id);
    if (!operation) return armError(404, 'DeploymentOperationNotFound', 'The operation could not be found.');
    const status = operations.status(operation);
    if (status === 'InProgress') return { status: 200, headers: { 'Retry-After': '1' }, body: { status: 'Running' } };
    return { status: 200, body: { status, ...(status === 'Failed' && { error: deploymentFailed(operation) }) } };
  }

  /** As somebody does in the portal: the deployment of this name, wherever it lies. */
  cancel(name: string): Reply {
    const found = this.#options.state.data.deployments.find((deployment) => deployment.name === name);
    return found
      ? this.#cancel(found)
      : armError(404, 'DeploymentNotFound', `Deployment '${name}' could not be found.`);
  }

  #cancel(deployment: DeploymentRecord): Reply {
    const { operations, state } = this.#options;
    const operation = operations.find(deployment.operationId);
    if (!operation || operations.status(operation) !== 'InProgress') {
      const message = `The deployment '${deployment.name}' cannot be cancelled, since it is not running.`;
      return armError(409, 'DeploymentCannotBeCancelled', message);
    }
    operation.canceledAt = Date.now();
    state.save();
    return { status: 204 };
  }
}
