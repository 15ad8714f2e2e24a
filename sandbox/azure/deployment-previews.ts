import { randomUUID } from 'node:crypto';
import { armError } from './arm-errors.ts';
import { asObject, type JsonObject, jsonBody, type Reply, type RoutedCall } from './http.ts';
import type { Operations } from './operations.ts';
import type { Provisioning } from './provisioning.ts';
import type { State } from './state.ts';
import { type BlobEndpoint, planTemplate, type TemplatePlan, type TemplateResource } from './template.ts';
import { TemplateError } from './template-error.ts';

export const deploymentsPath = 'providers/Microsoft.Resources/deployments';

/** The subscription or resource group that the call's deployment lies in, as the call spells it. */
export function deploymentScope(call: RoutedCall): string {
  return call.path.slice(0, call.path.search(/(\/providers\/microsoft.resources)?\/deployments(\/|$)/i));
}

/** What a request to deploy, validate or preview asks for, or the refusal of it. */
export function readTemplate(
  call: RoutedCall,
  blobEndpoint?: BlobEndpoint,
): { plan: TemplatePlan; properties: JsonObject } | Reply {
  const properties = asObject(jsonBody(call)?.properties);
  const template = asObject(properties?.template);
  if (!properties || !template) {
    return armError(400, 'InvalidRequestContent', 'The request content was invalid: properties.template is required.');
  }
  try {
    const plan = planTemplate(template, asObject(properties.parameters) ?? {}, deploymentScope(call), blobEndpoint);
    return { plan, properties };
  } catch (error) {
    if (error instanceof TemplateError) return armError(400, error.code, error.message);
    throw error;
  }
}

/** What a plan comes to, the deployments within it opened up as Azure's previews do. */
function flat({ resources }: TemplatePlan): TemplateResource[] {
  return resources.flatMap((resource) => (resource.nested ? flat(resource.nested) : [resource]));
}

export interface DeploymentPreviewsOptions {
  readonly state: State;
  readonly operations: Operations;
  readonly provisioning: Provisioning;
}

/** Validation and what-if: what a deployment would do, without doing it. */
export class DeploymentPreviews {
  readonly #options: DeploymentPreviewsOptions;

  constructor(options: DeploymentPreviewsOptions) {
    this.#options = options;
  }

  validate(call: RoutedCall): Reply {
    const read = readTemplate(call);
    if ('status' in read) return read;
    const { mode = 'Incremental' } = read.properties;
    const validatedResources = flat(read.plan).map(({ id }) => ({ id }));
    const properties = { mode, provisioningState: 'Succeeded', correlationId: randomUUID(), validatedResources };
    const id = `${deploymentScope(call)}/${deploymentsPath}/${call.params.deployment}`;
    return {
      status: 200,
      body: { id, name: call.params.deployment, type: 'Microsoft.Resources/deployments', properties },
    };
  }

  whatIf(call: RoutedCall): Reply {
    const read = readTemplate(call);
    if ('status' in read) return read;
    const { operations, provisioning, state } = this.#options;
    const changes = flat(read.plan).map((resource) => {
      const { id, body, type, name } = resource;
      const after = { ...body, id, type, name };
      const exists = provisioning.exists(resource);
      return exists
        ? { resourceId: id, changeType: 'NoChange', before: after, after }
        : { resourceId: id, changeType: 'Create', after };
    });
    const operation = operations.start(0, undefined, { status: 'Succeeded', properties: { changes } });
    state.save();
    return operations.acceptedByResources(operation, call.query.get('api-version') ?? '');
  }
}
