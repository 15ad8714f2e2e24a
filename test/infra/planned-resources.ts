import type { TemplateResource } from '../../sandbox/azure/template.ts';
import type { Declared } from './workspace-plan.ts';

/** What must hold of everything that a workspace's template comes to: what is wrong, in words, or nothing. */
export type Invariant = (resources: readonly TemplateResource[]) => string[];

export const properties = ({ body }: TemplateResource): Declared => body.properties ?? {};

export function ofType(resources: readonly TemplateResource[], type: string): TemplateResource[] {
  return resources.filter((each) => each.type.toLowerCase() === `microsoft.${type}`.toLowerCase());
}

export function isSame(one: unknown, other: string): boolean {
  return String(one).toLowerCase() === other.toLowerCase();
}

/** Each thing that does not hold, with the name of whose it is. */
export function failures(
  of: readonly TemplateResource[],
  holds: (each: TemplateResource) => Record<string, boolean>,
): string[] {
  return of.flatMap((each) =>
    Object.entries(holds(each)).flatMap(([what, isSo]) => (isSo ? [] : [`${each.name}: ${what}`])),
  );
}
