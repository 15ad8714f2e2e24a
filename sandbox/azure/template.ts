import { location, subscriptionId } from '../seed.ts';
import { asObject, type JsonObject } from './http.ts';

/** A resource that a template asks for, its name and type resolved. */
export interface TemplateResource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
}

export interface TemplateContext {
  /** `/subscriptions/…` or `/subscriptions/…/resourceGroups/…`. */
  readonly scope: string;
  readonly parameters: JsonObject;
  readonly variables: JsonObject;
}

/** The template cannot be deployed; `code` and message as Azure's preflight says them. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly code = 'InvalidTemplate';
}

/** Values of the parameters: what was sent, else the template's defaults. */
export function parameterValues(template: JsonObject, sent: JsonObject): JsonObject {
  const declared = asObject(template.parameters) ?? {};
  const unknown = Object.keys(sent).find((name) => !(name in declared));
  if (unknown) {
    throw new TemplateError(
      `Deployment template validation failed: 'The following parameters were supplied, but do not correspond to any parameters defined in the template: '${unknown}'.`,
    );
  }
  return Object.fromEntries(
    Object.entries(declared).map(([name, declaration]) => {
      const value = asObject(sent[name])?.value ?? asObject(declaration)?.defaultValue;
      if (value === undefined) {
        throw new TemplateError(
          `Deployment template validation failed: 'The value for the template parameter '${name}' is not provided.'`,
        );
      }
      return [name, value];
    }),
  );
}

/** Text that reads as a call or a literal of the template language; nested at most as deep as templates are. */
function resolveExpression(text: string, context: TemplateContext): unknown {
  const source = text.trim();
  if (/^'.*'$/.test(source) && !/[^']'[^']/.test(source.slice(1, -1))) return source.slice(1, -1).replaceAll("''", "'");
  if (/^-?\d+$/.test(source)) return Number(source);
  const call = /^(\w+)\((.*)\)((?:\.\w+)*)$/s.exec(source);
  if (!call) throw new TemplateError(`Unable to parse template language expression '${source}'.`);
  const [, name = '', inner = '', path = ''] = call;
  const values = splitArguments(inner).map((argument) => resolveExpression(argument, context));
  const result = callFunction(name, values, context);
  return path
    .split('.')
    .filter(Boolean)
    .reduce<unknown>((value, key) => asObject(value)?.[key], result);
}

function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let [depth, quoted, start] = [0, false, 0];
  for (const [index, character] of [...text].entries()) {
    if (character === "'") quoted = !quoted;
    else if (!quoted && character === '(') depth += 1;
    else if (!quoted && character === ')') depth -= 1;
    else if (!quoted && depth === 0 && character === ',') {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return text.trim() === '' ? [] : [...parts, text.slice(start)];
}

function callFunction(name: string, values: readonly unknown[], context: TemplateContext): unknown {
  const [first] = values;
  switch (name.toLowerCase()) {
    case 'parameters':
      return context.parameters[String(first)];
    case 'variables':
      return resolve(context.variables[String(first)], context);
    case 'concat':
      return values.map(String).join('');
    case 'format':
      return String(first).replace(/\{(\d+)\}/g, (_, index) => String(values[Number(index) + 1] ?? ''));
    case 'tolower':
      return String(first).toLowerCase();
    case 'resourcegroup':
      return { name: context.scope.split('/').at(-1), location, id: context.scope };
    case 'subscription':
      return { subscriptionId, id: `/subscriptions/${subscriptionId}` };
    case 'resourceid':
      return resourceId(context.scope, String(first), values.slice(1).map(String).join('/'));
    default:
      // What the simulation cannot compute stays as it was written; Azure itself would compute it.
      return `[${name}(…)]`;
  }
}

/** The value with every `[expression]` in it computed (ARM template syntax). */
export function resolve(value: unknown, context: TemplateContext): unknown {
  if (typeof value === 'string') {
    if (value.startsWith('[[')) return value.slice(1);
    return value.startsWith('[') && value.endsWith(']') ? resolveExpression(value.slice(1, -1), context) : value;
  }
  if (Array.isArray(value)) return value.map((item) => resolve(item, context));
  const object = asObject(value);
  if (!object) return value;
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, resolve(item, context)]));
}

export function resourceId(scope: string, type: string, name: string): string {
  const [namespace, ...types] = type.split('/');
  const names = name.split('/');
  if (type.toLowerCase() === 'microsoft.resources/resourcegroups') return `${scope}/resourceGroups/${name}`;
  return `${scope}/providers/${namespace}/${types.map((part, index) => `${part}/${names[index] ?? ''}`).join('/')}`;
}

/** The template's resources with names and values computed. @throws {TemplateError} where the preflight would refuse. */
export function templateResources(template: JsonObject, sent: JsonObject, scope: string): TemplateResource[] {
  const listed = template.resources;
  const resources = Array.isArray(listed) ? listed : Object.values(asObject(listed) ?? {});
  const context = { scope, parameters: parameterValues(template, sent), variables: asObject(template.variables) ?? {} };
  return resources.map((item) => {
    const declared = asObject(item);
    if (!declared || typeof declared.type !== 'string' || typeof declared.name !== 'string') {
      throw new TemplateError("Deployment template validation failed: 'A resource needs a type and a name.'");
    }
    const body = asObject(resolve(declared, context)) ?? {};
    const { type, name } = { type: String(body.type), name: String(body.name) };
    return { id: resourceId(scope, type, name), type, name, body };
  });
}
