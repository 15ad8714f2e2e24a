import { asObject, type JsonObject } from './http.ts';
import { TemplateError } from './template-error.ts';

function refused(reason: string): TemplateError {
  return new TemplateError(`Deployment template validation failed: '${reason}'`);
}

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  securestring: (value) => typeof value === 'string',
  int: Number.isInteger,
  bool: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: (value) => asObject(value) !== undefined,
  secureobject: (value) => asObject(value) !== undefined,
};

/** What a parameter or a part of one is declared as, a reference to a definition followed. */
function declarationOf(template: JsonObject, declared: JsonObject): JsonObject {
  const name = /^#\/definitions\/(\w+)$/.exec(String(declared.$ref ?? ''))?.[1];
  const definition = name === undefined ? undefined : asObject(asObject(template.definitions)?.[name]);
  if (declared.$ref !== undefined && !definition) throw refused(`The definition '${declared.$ref}' is not found.`);
  return { ...definition, ...declared };
}

/** Azure Resource Manager, "Parameters in ARM templates" and "Type definitions". */
function check(template: JsonObject, named: JsonObject, value: unknown, path: string): void {
  const declared = declarationOf(template, named);
  const type = String(declared.type).toLowerCase();
  const { allowedValues, minValue, maxValue, minLength, maxLength } = declared;
  if (kinds[type]?.(value) !== true) throw refused(`Template parameter '${path}' expects a value of type '${type}'.`);
  if (Array.isArray(allowedValues) && !allowedValues.includes(value)) {
    throw refused(`The provided value for the template parameter '${path}' is not valid: it is not among the allowed.`);
  }
  const size = typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
  const isOutside =
    (size !== undefined && (size < Number(minLength ?? 0) || size > Number(maxLength ?? Number.POSITIVE_INFINITY))) ||
    (typeof value === 'number' && (value < Number(minValue ?? value) || value > Number(maxValue ?? value)));
  if (isOutside) throw refused(`The provided value for the template parameter '${path}' is too small or too large.`);
  const items = asObject(declared.items);
  if (items && Array.isArray(value)) {
    for (const [index, item] of value.entries()) check(template, items, item, `${path}[${index}]`);
  }
  checkProperties(template, declared, value, path);
}

function checkProperties(template: JsonObject, declared: JsonObject, value: unknown, path: string): void {
  const properties = asObject(declared.properties) ?? {};
  const given = asObject(value) ?? {};
  for (const [name, property] of Object.entries(properties)) {
    const wanted = asObject(property) ?? {};
    if (given[name] !== undefined) check(template, wanted, given[name], `${path}.${name}`);
    else if (wanted.nullable !== true) throw refused(`Template parameter '${path}' lacks the property '${name}'.`);
  }
  const others = asObject(declared.additionalProperties);
  if (!others) return;
  for (const [name, item] of Object.entries(given)) {
    if (!(name in properties)) check(template, others, item, `${path}.${name}`);
  }
}

/** Names of parameters whose values Azure tells nobody. */
export function secureParameters(template: JsonObject): Set<string> {
  const declared = Object.entries(asObject(template.parameters) ?? {});
  return new Set(declared.filter(([, item]) => /^secure/i.test(String(asObject(item)?.type))).map(([name]) => name));
}

/**
 * Values of the parameters: what was sent, else the template's defaults, which `compute` works out.
 * @throws {TemplateError} where one is missing, unknown, or not as it is declared
 */
export function parameterValues(
  template: JsonObject,
  sent: JsonObject,
  compute: (value: unknown) => unknown = (value) => value,
): JsonObject {
  const declared = asObject(template.parameters) ?? {};
  const unknown = Object.keys(sent).find((name) => !(name in declared));
  if (unknown) {
    throw refused(
      `The following parameters were supplied, but do not correspond to any parameters defined in the template: '${unknown}'.`,
    );
  }
  return Object.fromEntries(
    Object.entries(declared).map(([name, item]) => {
      const declaration = asObject(item) ?? {};
      const value = asObject(sent[name])?.value ?? compute(declaration.defaultValue);
      if (value === undefined && declaration.nullable === true) return [name, null];
      if (value === undefined) throw refused(`The value for the template parameter '${name}' is not provided.`);
      check(template, declaration, value, name);
      return [name, value];
    }),
  );
}
