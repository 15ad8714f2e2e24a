import { createHash } from 'node:crypto';
import { asObject } from './http.ts';
import { TemplateError } from './template-error.ts';

/** A function of a template that was handed to another: its variables' names are bound in `call`. */
export interface Lambda {
  readonly call: (...values: readonly unknown[]) => unknown;
}

type TemplateFunction = (...values: readonly unknown[]) => unknown;

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TemplateError(`The template language function expects an array, not '${JSON.stringify(value)}'.`);
}

function lambdaOf(value: unknown): Lambda['call'] {
  const lambda = value as Lambda | undefined;
  if (typeof lambda?.call !== 'function') throw new TemplateError('The template language function expects a lambda.');
  return lambda.call;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function digest(values: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(values)).digest();
}

/** Thirteen characters that depend on the values alone, as Azure's; the same thirteen they are not. */
function uniqueString(...values: readonly unknown[]): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  return [...digest(values).subarray(0, 13)].map((byte) => alphabet[byte & 31]).join('');
}

function guid(...values: readonly unknown[]): string {
  const hex = digest(values).toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-');
}

function numberOf(address: string): number {
  const bytes = address.split('.').map(Number);
  if (bytes.length !== 4 || bytes.some((byte) => !(byte >= 0 && byte <= 255))) {
    throw new TemplateError(`The IPv4 address '${address}' is not valid.`);
  }
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** IPv4 alone. */
function cidrSubnet(network: unknown, size: unknown, index: unknown): string {
  const [address = '', length = ''] = String(network).split('/');
  const [from, to, step] = [Number(length), Number(size), Number(index)];
  if (!(from >= 0 && to >= from && to <= 32 && step >= 0 && step < 2 ** (to - from))) {
    throw new TemplateError(`The network '${network}' has no subnet ${step} of size /${to}.`);
  }
  const block = 2 ** (32 - from);
  const start = Math.floor(numberOf(address) / block) * block + step * 2 ** (32 - to);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join('.')}/${to}`;
}

function union(...values: readonly unknown[]): unknown {
  if (values.every(Array.isArray)) return [...new Set(values.flat())];
  return Object.assign({}, ...values.map(asObject));
}

function createObject(...values: readonly unknown[]): unknown {
  const pairs = Array.from({ length: values.length / 2 }, (_, index) => [
    text(values[index * 2]),
    values[index * 2 + 1],
  ]);
  return Object.fromEntries(pairs);
}

function take(value: unknown, count: unknown): unknown {
  return typeof value === 'string' ? value.slice(0, Number(count)) : listOf(value).slice(0, Number(count));
}

function contains(value: unknown, item: unknown): boolean {
  if (typeof value === 'string') return value.includes(String(item));
  return Array.isArray(value) ? value.includes(item) : String(item) in (asObject(value) ?? {});
}

/** The functions that depend on their values alone (Azure Resource Manager, "ARM template functions"), in lower case. */
export const templateFunctions: Readonly<Record<string, TemplateFunction>> = {
  base64: (value) => Buffer.from(String(value)).toString('base64'),
  cidrsubnet: cidrSubnet,
  coalesce: (...values) => values.find((value) => value !== null && value !== undefined) ?? null,
  concat: (...values) => (Array.isArray(values[0]) ? values.flatMap(listOf) : values.map(String).join('')),
  contains,
  createarray: (...values) => values,
  createobject: createObject,
  empty: isEmpty,
  equals: (one, other) => JSON.stringify(one) === JSON.stringify(other),
  fail: (message) => {
    throw new TemplateError(`The template function 'fail' was called: '${message}'`);
  },
  false: () => false,
  filter: (list, lambda) => listOf(list).filter((item) => lambdaOf(lambda)(item) === true),
  format: (pattern, ...values) =>
    String(pattern).replace(/\{(\d+)\}/g, (_, index) => text(values[Number(index)] ?? '')),
  guid,
  length: (value) => (typeof value === 'object' && value ? Object.keys(value).length : String(value).length),
  join: (list, separator) => listOf(list).map(text).join(String(separator)),
  map: (list, lambda) => listOf(list).map((item) => lambdaOf(lambda)(item)),
  not: (value) => value !== true,
  null: () => null,
  range: (start, count) => Array.from({ length: Number(count) }, (_, index) => Number(start) + index),
  replace: (value, old, by) => String(value).replaceAll(String(old), String(by)),
  startswith: (value, start) => String(value).toLowerCase().startsWith(String(start).toLowerCase()),
  string: text,
  substring: (value, start, length) => String(value).substring(Number(start), Number(start) + Number(length)),
  take,
  tolower: (value) => String(value).toLowerCase(),
  toobject: (list, key, value) =>
    Object.fromEntries(listOf(list).map((item) => [text(lambdaOf(key)(item)), value ? lambdaOf(value)(item) : item])),
  toupper: (value) => String(value).toUpperCase(),
  true: () => true,
  union,
  uniquestring: uniqueString,
};
