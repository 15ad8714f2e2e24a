import { randomUUID } from 'node:crypto';
import { armError } from './arm-errors.ts';
import { deploymentModel, operationModel } from './deployment-model.ts';
import type { Faults } from './faults.ts';
import { asObject, type JsonObject, jsonBody, type Reply, type RoutedCall } from './http.ts';
import type { Operations } from './operations.ts';
import type { Provisioning } from './provisioning.ts';
import type { Router } from './router.ts';
import type { DeploymentRecord, State } from './state.ts';
import { TemplateError, type TemplateResource, templateResources } from './template.ts';

export interface DeploymentsOptions {
  readonly origin: string;
  readonly state: State;
  readonly operations: Operations;
  readonly faults: Faults;
  readonly provisioning: Provisioning;
  /** How long a deployment takes. */
  readonly deploySeconds: number;
}

const prefix = 'providers/Microsoft.Resources/deployments';

/** Microsoft.Resources/deployments at a subscription and at a resource group. */
export class Deployments {
  readonly #options: DeploymentsOptions;

  constructor(options: DeploymentsOptions) {
    this.#options = options;
  }

  register(router: Router): void {
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
        .add('POST', `${path}/validate`, (call) => this.#validate(call))
        .add('POST', `${path}/whatIf`, (call) => this.#whatIf(call));
    }
  }

  #scope(call: RoutedCall): string {
    return call.path.slice(0, call.path.toLowerCase().indexOf('/providers/microsoft.resources'));
  }

  #find(call: RoutedCall): DeploymentRecord | undefined {
    const scope = this.#scope(call).toLowerCase();
    return this.#options.state.data.deployments.find(
      (deployment) => deployment.scope.toLowerCase() === scope && deployment.name === call.params.deployment,
    );
  }

  #with(call: RoutedCall, answer: (deployment: DeploymentRecord) => Reply): Reply {
    const found = this.#find(call);
    if (found) return answer(found);
    return armError(404, 'DeploymentNotFound', `Deployment '${call.params.deployment}' could not be found.`);
  }

  /** Brings into being what deployments asked for that have succeeded by now. */
  settle(): void {
    const { operations, provisioning, state } = this.#options;
    for (const deployment of state.data.deployments) {
      if (deployment.applied) continue;
      const operation = operations.find(deployment.operationId);
      if (!operation || operations.status(operation) !== 'Succeeded') continue;
      deployment.applied = true;
      for (const resource of deployment.resources) provisioning.apply(deployment.scope, resource);
      state.save();
    }
  }

  #model(deployment: DeploymentRecord): JsonObject {
    const { operations } = this.#options;
    const operation = operations.find(deployment.operationId);
    return deploymentModel(deployment, operation, operation ? operations.status(operation) : 'Succeeded');
  }

  #resources(call: RoutedCall): { resources: TemplateResource[]; properties: JsonObject } | Reply {
    const properties = asObject(jsonBody(call)?.properties);
    const template = asObject(properties?.template);
    if (!properties || !template) {
      return armError(
        400,
        'InvalidRequestContent',
        'The request content was invalid: properties.template is required.',
      );
    }
    try {
      const resources = templateResources(template, asObject(properties.parameters) ?? {}, this.#scope(call));
      return { resources, properties };
    } catch (error) {
      if (error instanceof TemplateError) return armError(400, error.code, error.message);
      throw error;
    }
  }

  #create(call: RoutedCall): Reply {
    const read = this.#resources(call);
    if ('status' in read) return read;
    const { deploySeconds, faults, operations, origin, state } = this.#options;
    const before = this.#find(call);
    const running = before && operations.find(before.operationId);
    if (running && operations.status(running) === 'InProgress') {
      const message = `Unable to edit or replace deployment '${before.name}': previous deployment from '${new Date(running.startedAt).toISOString()}' is still active.`;
      return armError(409, 'DeploymentActive', message);
    }
    const operation = operations.start(deploySeconds * 1000, faults.takeOperation('arm', call));
    const deployment: DeploymentRecord = {
      name: call.params.deployment ?? '',
      scope: this.#scope(call),
      operationId: operation.id,
      correlationId: randomUUID(),
      mode: String(read.properties.mode ?? 'Incremental'),
      parameters: asObject(read.properties.parameters) ?? {},
      resources: read.resources,
      applied: false,
    };
    state.data.deployments = [...state.data.deployments.filter((other) => other !== before), deployment];
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
    const scope = this.#scope(call).toLowerCase();
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
    const value = deployment.resources.map((resource) => operationModel(deployment, resource, operation, status));
    return { status: 200, body: { value } };
  }

  #status(call: RoutedCall): Reply {
    const { operations } = this.#options;
    const operation = operations.find(call.params.id);
    if (!operation) return armError(404, 'DeploymentOperationNotFound', 'The operation could not be found.');
    const status = operations.status(operation);
    if (status === 'InProgress') return { status: 200, headers: { 'Retry-After': '1' }, body: { status: 'Running' } };
    const error = status === 'Failed' && {
      error: {
        code: 'DeploymentFailed',
        message: 'At least one resource deployment operation failed. Please list deployment operations for details.',
        details: [operation.error],
      },
    };
    return { status: 200, body: { status, ...(error || {}) } };
  }

  #cancel(deployment: DeploymentRecord): Reply {
    const { operations, state } = this.#options;
    const operation = operations.find(deployment.operationId);
    if (!operation || operations.status(operation) !== 'InProgress') {
      const message = `The deployment '${deployment.name}' cannot be cancelled, since it is not running.`;
      return armError(409, 'DeploymentCannotBeCancelled', message);
    }
    operation.canceled = true;
    operation.endsAt = Date.now();
    state.save();
    return { status: 204 };
  }

  #validate(call: RoutedCall): Reply {
    const read = this.#resources(call);
    if ('status' in read) return read;
    const { mode = 'Incremental' } = read.properties;
    const validatedResources = read.resources.map(({ id }) => ({ id }));
    const properties = { mode, provisioningState: 'Succeeded', correlationId: randomUUID(), validatedResources };
    const id = `${this.#scope(call)}/${prefix}/${call.params.deployment}`;
    return {
      status: 200,
      body: { id, name: call.params.deployment, type: 'Microsoft.Resources/deployments', properties },
    };
  }

  #whatIf(call: RoutedCall): Reply {
    const read = this.#resources(call);
    if ('status' in read) return read;
    const { operations, provisioning, state } = this.#options;
    const changes = read.resources.map(({ id, body, type, name }) => {
      const after = { ...body, id, type, name };
      const exists = provisioning.exists(this.#scope(call), { id, type, name, body });
      return exists
        ? { resourceId: id, changeType: 'NoChange', before: after, after }
        : { resourceId: id, changeType: 'Create', after };
    });
    const operation = operations.start(0, undefined, { status: 'Succeeded', properties: { changes } });
    state.save();
    return operations.acceptedByResources(operation, call.query.get('api-version') ?? '');
  }
}
