/**
 * What an answer looks like: a type's name, a pattern for text, a list of one shape, or an object's keys. A key that ends
 * in `?` may be missing; a key that is not named may not be there.
 */
export type Shape =
  | 'string'
  | 'number'
  | 'boolean'
  | 'object'
  | 'array'
  | 'null'
  | RegExp
  | readonly [Shape]
  | { readonly [key: string]: Shape };

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Where and how a value departs from its shape; empty where it does not. */
export function departures(value: unknown, shape: Shape, at = '$'): string[] {
  if (typeof shape === 'string') return typeOf(value) === shape ? [] : [`${at} is ${typeOf(value)}, not ${shape}`];
  if (shape instanceof RegExp) {
    return typeof value === 'string' && shape.test(value) ? [] : [`${at} is ${JSON.stringify(value)}, not ${shape}`];
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [`${at} is ${typeOf(value)}, not an array`];
    return value.flatMap((item, index) => departures(item, shape[0] as Shape, `${at}[${index}]`));
  }
  if (typeOf(value) !== 'object') return [`${at} is ${typeOf(value)}, not an object`];
  const known = new Map(
    Object.entries(shape).map(([key, part]) => [key.replace(/\?$/, ''), { part, optional: key.endsWith('?') }]),
  );
  const object = value as Record<string, unknown>;
  const surplus = Object.keys(object).filter((key) => !known.has(key));
  return [
    ...surplus.map((key) => `${at}.${key} is not in the example`),
    ...[...known].flatMap(([key, { part, optional }]) => {
      if (key in object) return departures(object[key], part as Shape, `${at}.${key}`);
      return optional ? [] : [`${at}.${key} is missing`];
    }),
  ];
}
