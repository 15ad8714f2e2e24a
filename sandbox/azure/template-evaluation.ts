import { location, subscriptionId, tenantId } from '../seed.ts';
import { asObject, type JsonObject } from './http.ts';
import { TemplateError } from './template-error.ts';
import { type Expression, expressionOf } from './template-expression.ts';
import { type Lambda, templateFunctions } from './template-functions.ts';

/** What holds in one place of a template: which turn of a `copy` it is, and what lambdas have bound. */
export interface Locals {
  readonly copyIndex?: number;
  readonly bound?: Readonly<Record<string, unknown>>;
}

export interface TemplateContext {
  /** `/subscriptions/…` or `/subscriptions/…/resourceGroups/…`. */
  readonly scope: string;
  readonly parameters: JsonObject;
  readonly variables: JsonObject;
  /** What `reference()` of a symbolic name or an id answers; undefined for what the simulation does not know. */
  readonly reference?: (target: string, full: boolean) => unknown;
}

/** What the simulation cannot compute is passed on as it was written; Azure itself would compute it. */
const notComputed = /^\[\w+\(…\)\]$/;

type Special = (values: readonly Expression[], locals: Locals) => unknown;

export function resourceId(scope: string, type: string, name: string): string {
  const [namespace, ...types] = type.split('/');
  const names = name.split('/');
  if (type.toLowerCase() === 'microsoft.resources/resourcegroups') return `${scope}/resourceGroups/${name}`;
  return `${scope}/providers/${namespace}/${types.map((part, index) => `${part}/${names[index] ?? ''}`).join('/')}`;
}

/** Computes the expressions of a template where it is deployed. */
export class TemplateEvaluation {
  readonly #context: TemplateContext;
  readonly #variables = new Map<string, unknown>();
  readonly #special: Readonly<Record<string, Special>>;

  constructor(context: TemplateContext) {
    this.#context = context;
    this.#special = this.#specials();
  }

  /** The value with every `[expression]` in it computed. @throws {TemplateError} */
  resolve(value: unknown, locals: Locals = {}): unknown {
    if (typeof value === 'string') {
      const expression = expressionOf(value);
      if (expression) return this.#compute(expression, locals);
      return value.startsWith('[[') ? value.slice(1) : value;
    }
    if (Array.isArray(value)) return value.map((item) => this.resolve(item, locals));
    const object = asObject(value);
    if (!object) return value;
    return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, this.resolve(item, locals)]));
  }

  #compute(expression: Expression, locals: Locals): unknown {
    if (expression.kind === 'literal') return expression.value;
    if (expression.kind === 'member') return this.#member(expression, locals);
    const name = expression.name.toLowerCase();
    const special = this.#special[name];
    if (special) return special(expression.values, locals);
    const known = templateFunctions[name];
    const values = expression.values.map((value) => this.#compute(value, locals));
    return known ? known(...values) : `[${expression.name}(…)]`;
  }

  #member({ of, key }: Extract<Expression, { kind: 'member' }>, locals: Locals): unknown {
    const value = this.#compute(of, locals);
    const wanted = this.#compute(key, locals);
    if (typeof value === 'string' && notComputed.test(value)) return value;
    if (Array.isArray(value)) return value[Number(wanted)];
    const object = asObject(value);
    // Names of properties are found whatever their case is.
    const found = Object.keys(object ?? {}).find((name) => name.toLowerCase() === String(wanted).toLowerCase());
    if (object && found !== undefined) return object[found];
    throw new TemplateError(`The language expression property '${wanted}' doesn't exist.`);
  }

  #named(kind: 'parameter' | 'variable', values: JsonObject, name: unknown): unknown {
    if (typeof name === 'string' && Object.hasOwn(values, name)) return values[name];
    throw new TemplateError(`Deployment template validation failed: 'The template ${kind} '${name}' is not found.'`);
  }

  #variable(name: unknown): unknown {
    const key = String(name);
    if (!this.#variables.has(key)) {
      this.#variables.set(key, this.resolve(this.#named('variable', this.#context.variables, name)));
    }
    return this.#variables.get(key);
  }

  #lambda(values: readonly Expression[], locals: Locals): Lambda {
    const names = values.slice(0, -1).map((value) => String(this.#compute(value, locals)));
    const body = values.at(-1);
    const call = (...given: readonly unknown[]) => {
      const bound = { ...locals.bound, ...Object.fromEntries(names.map((name, index) => [name, given[index]])) };
      return body && this.#compute(body, { ...locals, bound });
    };
    return { call };
  }

  /** Those that ask where they stand, or do not need all of their values. */
  #specials(): Readonly<Record<string, Special>> {
    const { scope, parameters, reference } = this.#context;
    const text = (value: Expression | undefined, locals: Locals) => String(value ? this.#compute(value, locals) : '');
    const isTrue = (value: Expression, locals: Locals) => this.#compute(value, locals) === true;
    const id = (at: string, values: readonly Expression[], locals: Locals) => {
      const parts = values.map((value) => text(value, locals));
      const type = parts.findIndex((part) => part.includes('/') && !part.startsWith('/'));
      if (type < 0) throw new TemplateError(`Unable to evaluate template language function 'resourceId'.`);
      const group = type > 0 ? `/subscriptions/${subscriptionId}/resourceGroups/${parts[type - 1]}` : at;
      return resourceId(group, parts[type] ?? '', parts.slice(type + 1).join('/'));
    };
    return {
      parameters: ([name], locals) => this.#named('parameter', parameters, text(name, locals)),
      variables: ([name], locals) => this.#variable(text(name, locals)),
      if: ([condition, one, other], locals) => {
        const chosen = condition && isTrue(condition, locals) ? one : other;
        return chosen && this.#compute(chosen, locals);
      },
      and: (values, locals) => values.every((value) => isTrue(value, locals)),
      or: (values, locals) => values.some((value) => isTrue(value, locals)),
      lambda: (values, locals) => this.#lambda(values, locals),
      lambdavariables: ([name], locals) => this.#named('variable', { ...locals.bound }, text(name, locals)),
      copyindex: (_, { copyIndex }) => {
        if (copyIndex !== undefined) return copyIndex;
        throw new TemplateError("The template function 'copyIndex' is not expected at this location.");
      },
      resourcegroup: () => ({ name: scope.split('/').at(-1), location, id: scope }),
      subscription: () => ({ subscriptionId, tenantId, id: `/subscriptions/${subscriptionId}` }),
      tenant: () => ({ tenantId }),
      deployment: () => ({ name: 'deployment', location }),
      environment: () => ({ suffixes: { storage: 'core.windows.net', keyvaultDns: '.vault.azure.net' } }),
      utcnow: ([format], locals) => {
        const now = new Date().toISOString();
        const [year = '', month = '', day = ''] = now.slice(0, 10).split('-');
        const wanted = format ? text(format, locals) : undefined;
        return wanted?.replace('yyyy', year).replace('MM', month).replace('dd', day) ?? now;
      },
      resourceid: (values, locals) => id(scope, values, locals),
      subscriptionresourceid: (values, locals) => id(`/subscriptions/${subscriptionId}`, values, locals),
      reference: ([target, , full], locals) =>
        reference?.(text(target, locals), text(full, locals).toLowerCase() === 'full') ?? '[reference(…)]',
    };
  }
}
