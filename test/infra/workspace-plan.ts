import { readFileSync } from 'node:fs';
import { planTemplate, type TemplatePlan, type TemplateResource } from '../../sandbox/azure/template.ts';
import { subscriptionId } from '../../sandbox/seed.ts';
import { sampleParameters } from './sample-parameters.ts';

/** A declared resource, read loosely: the tests take things out of it. */
// biome-ignore lint/suspicious/noExplicitAny: whatever stands in the template.
export type Declared = any;

export interface Template {
  readonly parameters: Record<string, Declared>;
  readonly definitions: Record<string, Declared>;
  readonly variables: Record<string, Declared>;
  readonly resources: Record<string, Declared>;
  readonly outputs: Record<string, Declared>;
}

/** A copy of the template as it is in the repository. */
export function workspaceTemplate(): Template {
  return JSON.parse(readFileSync(new URL('../../infra/workspace/workspace.json', import.meta.url), 'utf8'));
}

/** A copy of the template that is deployed at the end of a workspace. */
export function closingTemplate(): Template {
  return JSON.parse(readFileSync(new URL('../../infra/workspace/closing.json', import.meta.url), 'utf8'));
}

/** The template of what lies in the resource group. */
export function contentOf(template: Template, key = 'content'): Template {
  return template.resources[key].properties.template;
}

function flat({ resources }: TemplatePlan): TemplateResource[] {
  return resources.flatMap((resource) => [resource, ...(resource.nested ? flat(resource.nested) : [])]);
}

/** All resources of a deployment with the sample's parameters, their expressions computed. */
export function planned(template: Template, parameters = sampleParameters): readonly TemplateResource[] {
  const sent = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, { value }]));
  return flat(planTemplate({ ...template }, sent, `/subscriptions/${subscriptionId}`));
}

/** The resources as they would be had the template said something else of one of them, or nothing (`undefined`). */
export function altered(
  resources: readonly TemplateResource[],
  key: string,
  change?: (body: Declared) => void,
): readonly TemplateResource[] {
  if (!resources.some((each) => each.key === key)) throw new Error(`The template has no ${key}.`);
  if (!change) return resources.filter((each) => each.key !== key);
  return resources.map((each) => {
    if (each.key !== key) return each;
    const body: Declared = structuredClone(each.body);
    change(body);
    return { ...each, body };
  });
}
