/**
 * What Azure publishes of a value. Text is a kind (`string`, `int`, `bool`, `any`, `object`, `array`, with a range of lengths or
 * values behind it), a list of text the values that may stand there, `{ "[]": … }` an array. An object's keys are properties,
 * `!` behind one that is required, `~` behind one that is read-only; `*` is any other property.
 */
export type Shape = string | readonly string[] | { readonly [key: string]: Shape };

export interface PublishedTypes {
  readonly source: { readonly repository: string; readonly commit: string; readonly documents: readonly string[] };
  /** By `type@apiVersion`. */
  readonly types: Readonly<Record<string, Shape>>;
}

/** What the language of templates adds to every resource. */
const ofTemplates = new Set(['type', 'apiVersion', 'dependsOn', 'scope', 'resourceGroup']);
const kind = /^(\w+)(?: (\d*)\.\.(\d*))?$/;

function fits(shape: string, value: unknown): boolean {
  const [, name = '', least = '', most = ''] = kind.exec(shape) ?? [];
  const size = typeof value === 'string' ? value.length : Number(value);
  const isInside = (least === '' || size >= Number(least)) && (most === '' || size <= Number(most));
  switch (name) {
    case 'string':
      return typeof value === 'string' && isInside;
    case 'int':
      return Number.isInteger(value) && isInside;
    case 'bool':
      return typeof value === 'boolean';
    case 'any':
      return true;
    default:
      // What was not set when the facts were written is not opened up: they are to be written anew.
      return false;
  }
}

/** Where a value departs from what is published of it, as `path: why`. */
export function departuresFrom(shape: Shape, value: unknown, path: string): string[] {
  if (typeof shape === 'string') return fits(shape, value) ? [] : [`${path}: is not published as ${shape}`];
  if (Array.isArray(shape)) {
    return shape.includes(String(value)) ? [] : [`${path}: ${JSON.stringify(value)} is none of ${shape.join(', ')}`];
  }
  const properties = shape as Readonly<Record<string, Shape>>;
  const items = properties['[]'];
  if (items !== undefined) {
    if (!Array.isArray(value)) return [`${path}: is no array`];
    return value.flatMap((item, index) => departuresFrom(items, item, `${path}[${index}]`));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: is no object`];
  return objectDepartures(properties, value as Readonly<Record<string, unknown>>, path);
}

function objectDepartures(
  shape: Readonly<Record<string, Shape>>,
  value: Readonly<Record<string, unknown>>,
  path: string,
): string[] {
  const missing = Object.keys(shape)
    .filter((key) => key.endsWith('!') && value[key.slice(0, -1)] === undefined)
    .map((key) => `${path}.${key.slice(0, -1)}: is required`);
  const wrong = Object.entries(value).flatMap(([name, item]) => {
    const own = shape[name] ?? shape[`${name}!`] ?? shape['*'];
    if (own !== undefined) return departuresFrom(own, item, `${path}.${name}`);
    return [`${path}.${name}: ${`${name}~` in shape || `${name}!~` in shape ? 'is read-only' : 'is not published'}`];
  });
  return [...missing, ...wrong];
}

/** Where a resource, its expressions computed, departs from what is published of its type. */
export function resourceDepartures(
  { types }: PublishedTypes,
  resource: { readonly type: string; readonly name: string; readonly body: Readonly<Record<string, unknown>> },
): string[] {
  const { type, name, body } = resource;
  const shape = types[`${type}@${body.apiVersion}`];
  if (!shape) return [`${type}@${body.apiVersion}: is not published`];
  const own = Object.fromEntries(Object.entries(body).filter(([key]) => !ofTemplates.has(key)));
  return departuresFrom(shape, { ...own, name: name.split('/').at(-1) }, `${type} ${name}`);
}
