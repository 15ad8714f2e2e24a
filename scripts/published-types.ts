import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { planTemplate, type TemplatePlan, type TemplateResource } from '../sandbox/azure/template.ts';
import { subscriptionId } from '../sandbox/seed.ts';
import type { PublishedTypes, Shape } from '../test/infra/published-shape.ts';
import { sampleParameters } from '../test/infra/sample-parameters.ts';

/**
 * Writes down what Azure publishes of the resources in the workspace's templates: `node scripts/published-types.ts <clone>`, where
 * `<clone>` is a git clone of https://github.com/Azure/bicep-types-az. Only what the template sets is opened up; of what stands beside
 * it there are names and kinds alone. To be run again when the template sets something new.
 */
const [clone] = process.argv.slice(2);
if (!clone) throw new Error('Say where the clone of Azure/bicep-types-az is.');

const target = new URL('../test/infra/published-types.json', import.meta.url);
const mostValues = 40;

/** An entry of a `types.json` there; which members it has depends on `$type`. */
interface Entry {
  readonly $type: string;
  readonly name?: string;
  readonly value?: string;
  readonly body?: Reference;
  readonly itemType?: Reference;
  readonly elements?: readonly Reference[];
  readonly properties?: Readonly<Record<string, { readonly type: Reference; readonly flags: number }>>;
  readonly additionalProperties?: Reference;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
}
interface Reference {
  readonly $ref: string;
}

function git(...command: string[]): string {
  return execFileSync('git', ['-C', String(clone), ...command], { encoding: 'utf8', maxBuffer: 1 << 28 });
}

function range(least: number | undefined, most: number | undefined): string {
  return least === undefined && most === undefined ? '' : ` ${least ?? ''}..${most ?? ''}`;
}

function entryAt(entries: readonly Entry[], { $ref }: Reference): Entry {
  const entry = entries[Number($ref.split('/').at(-1))];
  if (!entry) throw new Error(`There is no ${$ref}.`);
  return entry;
}

function shapeOf(entries: readonly Entry[], reference: Reference, set: readonly unknown[]): Shape {
  const entry = entryAt(entries, reference);
  const { minLength, maxLength, minValue, maxValue } = entry;
  switch (entry.$type) {
    case 'StringType':
      return `string${range(minLength, maxLength)}`;
    case 'IntegerType':
      return `int${range(minValue, maxValue)}`;
    case 'BooleanType':
      return 'bool';
    case 'AnyType':
      return 'any';
    case 'StringLiteralType':
      return [String(entry.value)];
    case 'UnionType': {
      const elements = (entry.elements ?? []).map((element) => entryAt(entries, element));
      const values = elements.flatMap(({ $type, value }) =>
        $type === 'StringLiteralType' && value !== undefined ? [value] : [],
      );
      return values.length > 0 && values.length <= mostValues ? values : 'string';
    }
    case 'ArrayType': {
      const inside = set.flatMap((value) => (Array.isArray(value) ? value : []));
      return entry.itemType ? { '[]': shapeOf(entries, entry.itemType, inside) } : 'any';
    }
    case 'ObjectType':
      return objectShape(entries, entry, set);
    default:
      throw new Error(`${entry.$type} is not known here.`);
  }
}

function objectShape(entries: readonly Entry[], entry: Entry, set: readonly unknown[]): Shape {
  const objects = set.filter((value): value is Record<string, unknown> => typeof value === 'object' && value !== null);
  if (objects.length === 0) return 'object';
  const shape: Record<string, Shape> = {};
  for (const [name, { type, flags }] of Object.entries(entry.properties ?? {})) {
    // What is fixed and nobody's to set: the id, the type, its version.
    if (flags & 8 && flags & 2) continue;
    const inside = objects.flatMap((object) => (object[name] === undefined ? [] : [object[name]]));
    // Flags there: 1 required, 2 read-only.
    shape[`${name}${flags & 1 ? '!' : ''}${flags & 2 ? '~' : ''}`] =
      inside.length > 0 || flags & 1 ? shapeOf(entries, type, inside) : kindOf(entryAt(entries, type));
  }
  if (entry.additionalProperties) {
    const others = objects.flatMap((object) =>
      Object.keys(object).flatMap((key) => (entry.properties?.[key] ? [] : [object[key]])),
    );
    shape['*'] = shapeOf(entries, entry.additionalProperties, others);
  }
  return shape;
}

function kindOf({ $type }: Entry): Shape {
  const kinds: Readonly<Record<string, string>> = {
    ArrayType: 'array',
    BooleanType: 'bool',
    IntegerType: 'int',
    ObjectType: 'object',
  };
  return kinds[$type] ?? 'string';
}

function flat({ resources }: TemplatePlan): TemplateResource[] {
  return resources.flatMap((resource) => [resource, ...(resource.nested ? flat(resource.nested) : [])]);
}

function resourcesOf(file: string, parameters: Readonly<Record<string, unknown>>): TemplateResource[] {
  const template = JSON.parse(readFileSync(new URL(`../infra/workspace/${file}`, import.meta.url), 'utf8'));
  const sent = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, { value }]));
  return flat(planTemplate(template, sent, `/subscriptions/${subscriptionId}`));
}

const closing = { resourceGroup: 'rg-cardio-2', labdeskPrincipalId: sampleParameters.labdeskPrincipalId };
const bodies = Map.groupBy(
  [...resourcesOf('workspace.json', sampleParameters), ...resourcesOf('closing.json', closing)],
  ({ type, body }) => `${type}@${body.apiVersion}`,
);
const paths = git('ls-tree', '-r', '--name-only', 'HEAD:generated').split('\n');
const documents = new Set<string>();
const types: Record<string, Shape> = {};
for (const [key, resources] of [...bodies].sort(([one], [other]) => one.localeCompare(other))) {
  const [type = '', version] = key.split('@');
  const end = `/${type.split('/')[0]?.toLowerCase()}/${version}/types.json`;
  for (const path of paths.filter((each) => each.endsWith(end))) {
    const entries: readonly Entry[] = JSON.parse(git('show', `HEAD:generated/${path}`));
    const found = entries.find(
      ({ $type, name }) => $type === 'ResourceType' && name?.toLowerCase() === key.toLowerCase(),
    );
    if (!found?.body) continue;
    documents.add(`generated/${path}`);
    types[key] = shapeOf(
      entries,
      found.body,
      resources.map(({ body }) => body),
    );
  }
  if (!types[key]) throw new Error(`Azure publishes no ${key}.`);
}
const facts: PublishedTypes = {
  source: {
    repository: 'https://github.com/Azure/bicep-types-az',
    commit: git('rev-parse', 'HEAD').trim(),
    documents: [...documents].sort(),
  },
  types,
};
writeFileSync(target, `${JSON.stringify(facts, null, 1)}\n`);
process.stdout.write(`${Object.keys(types).length} types are written down.\n`);
