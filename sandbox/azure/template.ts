import { subscriptionId, tenantId } from '../seed.ts';
import { asObject, type JsonObject } from './http.ts';
import { TemplateError } from './template-error.ts';
import { type Locals, resourceId, TemplateEvaluation } from './template-evaluation.ts';
import { templateFunctions } from './template-functions.ts';
import { parameterValues, secureParameters } from './template-parameters.ts';

/** A resource that a template asks for, its name and type resolved. */
export interface TemplateResource {
  /** Its symbolic name, or which one it is in a list. */
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
  /** What a deployment within the deployment asks for. */
  readonly nested?: TemplatePlan;
}

/** What a template comes to: all it asks for, and what it answers. */
export interface TemplatePlan {
  readonly scope: string;
  /** As they were sent, without the values of secure ones. */
  readonly parameters: JsonObject;
  readonly resources: readonly TemplateResource[];
  readonly outputs: JsonObject;
}

const deploymentType = 'microsoft.resources/deployments';
/** "Resource iteration in ARM templates": a copy has at most 800 turns. */
const longestCopy = 800;

/** Where the blobs of a storage account are, with a slash at its end as Azure writes it. */
export type BlobEndpoint = (account: string) => string;

const azuresBlobs: BlobEndpoint = (account) => `https://${account}.blob.core.windows.net/`;

/** What its provider knows of a resource once it stands, as `reference()` answers. */
function referenceOf(
  { id, type, name, body, nested }: TemplateResource,
  full: boolean,
  blobEndpoint: BlobEndpoint,
): unknown {
  const known: Readonly<Record<string, JsonObject>> = {
    [deploymentType]: { outputs: nested?.outputs },
    'microsoft.storage/storageaccounts': { primaryEndpoints: { blob: blobEndpoint(name) } },
    'microsoft.keyvault/vaults': { vaultUri: `https://${name}.vault.azure.net/` },
  };
  const properties = { ...asObject(body.properties), ...known[type.toLowerCase()] };
  if (!full) return properties;
  const identity = asObject(body.identity) && {
    ...asObject(body.identity),
    principalId: templateFunctions.guid?.(id, 'identity'),
    tenantId,
  };
  return { ...body, id, properties, ...(identity && { identity }) };
}

/** One template at one place. */
class Planning {
  readonly #scope: string;
  readonly #declared: ReadonlyMap<string, JsonObject>;
  readonly #evaluation: TemplateEvaluation;
  readonly #planned = new Map<string, TemplateResource>();
  readonly #blobEndpoint: BlobEndpoint;

  constructor(template: JsonObject, sent: JsonObject, scope: string, blobEndpoint: BlobEndpoint) {
    this.#scope = scope;
    this.#blobEndpoint = blobEndpoint;
    const listed = template.resources;
    const entries = Array.isArray(listed)
      ? listed.map((item, index) => [String(index), item] as const)
      : Object.entries(asObject(listed) ?? {});
    this.#declared = new Map(entries.map(([key, item]) => [key, asObject(item) ?? {}]));
    const defaults = new TemplateEvaluation({ scope, parameters: {}, variables: {} });
    const parameters = parameterValues(template, sent, (value) => defaults.resolve(value));
    const variables = asObject(template.variables) ?? {};
    const reference = (target: string, full: boolean) => this.#reference(target, full);
    this.#evaluation = new TemplateEvaluation({ scope, parameters, variables, reference });
    for (const key of this.#declared.keys()) this.#planAll(key);
  }

  get resources(): readonly TemplateResource[] {
    return [...this.#planned.values()];
  }

  outputs(template: JsonObject): JsonObject {
    const declared = Object.entries(asObject(template.outputs) ?? {});
    return Object.fromEntries(
      declared.map(([name, output]) => {
        const { type, value } = asObject(output) ?? {};
        return [name, { type: String(type ?? 'string'), value: this.#evaluation.resolve(value) }];
      }),
    );
  }

  /** By symbolic name, `name[turn]` for one of a copy, or by id. */
  #reference(target: string, full: boolean): unknown {
    const [, key = '', turn] = /^(\w+)(?:\[(\d+)\])?$/.exec(target) ?? [];
    if (this.#declared.has(key)) {
      if (turn === undefined) this.#planAll(key);
      else this.#plan(key, Number(turn));
    }
    const found =
      this.#planned.get(target) ?? this.resources.find(({ id }) => id.toLowerCase() === target.toLowerCase());
    return found && referenceOf(found, full, this.#blobEndpoint);
  }

  #planAll(key: string): void {
    const declared = this.#declared.get(key);
    this.#checkDependencies(key, declared?.dependsOn);
    const copy = asObject(declared?.copy);
    if (!copy) {
      this.#plan(key);
      return;
    }
    const count = Number(this.#evaluation.resolve(copy.count));
    if (!Number.isInteger(count) || count < 0 || count > longestCopy) {
      throw new TemplateError(`Deployment template validation failed: 'The copy count of '${key}' is not valid.'`);
    }
    for (let turn = 0; turn < count; turn += 1) this.#plan(key, turn);
  }

  /** A dependency by a symbolic name has to be there; by id it may have been deployed before. */
  #checkDependencies(key: string, dependsOn: unknown): void {
    for (const dependency of Array.isArray(dependsOn) ? dependsOn : []) {
      if (/^\w+$/.test(String(dependency)) && !this.#declared.has(String(dependency))) {
        throw new TemplateError(
          `Deployment template validation failed: 'The resource '${dependency}', on which '${key}' depends, is not defined in the template.'`,
        );
      }
    }
  }

  #plan(key: string, turn?: number): void {
    const planned = turn === undefined ? key : `${key}[${turn}]`;
    if (this.#planned.has(planned)) return;
    const declared = this.#declared.get(key);
    if (!declared || typeof declared.type !== 'string' || typeof declared.name !== 'string') {
      throw new TemplateError("Deployment template validation failed: 'A resource needs a type and a name.'");
    }
    const locals: Locals = turn === undefined ? {} : { copyIndex: turn };
    if (declared.condition !== undefined && this.#evaluation.resolve(declared.condition, locals) !== true) return;
    // The template of a deployment within this one is computed there, with parameters of its own.
    const { properties = {}, copy: _, ...rest } = declared;
    const isDeployment = declared.type.toLowerCase() === deploymentType;
    const { template, ...own } = asObject(properties) ?? {};
    const body = asObject(
      this.#evaluation.resolve(isDeployment ? { ...rest, properties: own } : { ...rest, properties }, locals),
    );
    const { type, name } = { type: String(body?.type), name: String(body?.name) };
    const nested = isDeployment ? this.#nested(asObject(template) ?? {}, body ?? {}) : undefined;
    const id = resourceId(this.#placeOf(body ?? {}), type, name);
    this.#planned.set(planned, { key, id, type, name, body: body ?? {}, ...(nested && { nested }) });
  }

  /** An extension resource lies below what it extends, a deployment in the group that it names. */
  #placeOf(body: JsonObject): string {
    if (typeof body.resourceGroup === 'string')
      return `/subscriptions/${subscriptionId}/resourceGroups/${body.resourceGroup}`;
    if (typeof body.scope !== 'string') return this.#scope;
    return body.scope.startsWith('/') ? body.scope : `${this.#scope}/providers/${body.scope}`;
  }

  #nested(template: JsonObject, body: JsonObject): TemplatePlan {
    const sent = asObject(asObject(body.properties)?.parameters) ?? {};
    return planTemplate(template, sent, this.#placeOf(body), this.#blobEndpoint);
  }
}

/** All that a template asks for where it is deployed. @throws {TemplateError} where the preflight would refuse */
export function planTemplate(
  template: JsonObject,
  sent: JsonObject,
  scope: string,
  blobEndpoint = azuresBlobs,
): TemplatePlan {
  const planning = new Planning(template, sent, scope, blobEndpoint);
  const secure = secureParameters(template);
  const parameters = Object.fromEntries(
    Object.entries(sent).map(([name, item]) => [name, secure.has(name) ? {} : item]),
  );
  return { scope, parameters, resources: planning.resources, outputs: planning.outputs(template) };
}
