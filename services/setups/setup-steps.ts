import type { WorkspaceError } from '../errors.ts';
import type { DeploymentStep } from './deployments.ts';
import { type SetupStep, type SetupStepName, setupSteps } from './workspace-setup.ts';

/** The steps that the one deployment takes, in their order. */
export const deployed = [
  'network',
  'storage',
  'vault',
  'machines',
  'budget',
] as const satisfies readonly SetupStepName[];
type DeployedStep = (typeof deployed)[number];

/** By the beginning of the resource type, in lower case; the longest that fits counts. */
const stepByType: Readonly<Record<string, DeployedStep>> = {
  'microsoft.resources/': 'network',
  'microsoft.network/': 'network',
  'microsoft.network/networkinterfaces': 'machines',
  'microsoft.storage/': 'storage',
  'microsoft.keyvault/': 'vault',
  'microsoft.operationalinsights/': 'vault',
  'microsoft.insights/': 'vault',
  'microsoft.authorization/': 'vault',
  'microsoft.insights/datacollectionruleassociations': 'machines',
  'microsoft.compute/': 'machines',
  'microsoft.consumption/': 'budget',
  'microsoft.insights/actiongroups': 'budget',
};

/** To which step a resource of the template belongs; undefined for a type that nobody placed. */
export function stepOfType(type: string): DeployedStep | undefined {
  const wanted = type.toLowerCase();
  const fitting = Object.keys(stepByType).filter((prefix) =>
    prefix.endsWith('/') ? wanted.startsWith(prefix) : wanted === prefix,
  );
  const longest = fitting.toSorted((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : stepByType[longest];
}

/** How many resources belong to a step: those that are there once, and those that are there for each machine or so. */
interface Expected {
  readonly once: number;
  readonly copied: number;
}

/** What a template makes, by step, templates within it included. */
export function expectedOf(template: object): ReadonlyMap<SetupStepName, Expected> {
  const all = new Map<SetupStepName, Expected>();
  for (const { type, copy, properties } of resourcesOf(template)) {
    const step = properties?.template ? undefined : stepOfType(type);
    if (!step) continue;
    const { once, copied } = all.get(step) ?? { once: 0, copied: 0 };
    all.set(step, copy ? { once, copied: copied + 1 } : { once: once + 1, copied });
  }
  return all;
}

interface TemplateResource {
  readonly type: string;
  readonly copy?: unknown;
  readonly properties?: { readonly template?: object };
}

/** In version 2 of the language they stand under symbolic names, before that in a list. */
export function resourcesOf(template: object): readonly TemplateResource[] {
  const { resources = {} } = template as { readonly resources?: Readonly<Record<string, TemplateResource>> };
  return Object.values(resources).flatMap((resource) => {
    const within = resource.properties?.template;
    return within ? [resource, ...resourcesOf(within)] : [resource];
  });
}

export interface DeployedFacts {
  readonly operations: readonly DeploymentStep[];
  readonly expected: ReadonlyMap<SetupStepName, Expected>;
  readonly machines: number;
  /** The deployment succeeded. */
  readonly isOver: boolean;
}

/**
 * How the deployment's steps stand by what Azure has taken up so far. Azure works on several at once; a step is done when as much of it
 * stands as the template makes, and the last of them when Azure is through with all.
 */
export function deployedSteps(before: readonly SetupStep[], facts: DeployedFacts): readonly SetupStep[] {
  const { operations, expected, machines, isOver } = facts;
  const steps = before.map((each): SetupStep => {
    if (!isDeployed(each.step) || each.state === 'done') return each;
    const own = operations.filter(({ type }) => stepOfType(type) === each.step);
    const { once = 0, copied = 0 } = expected.get(each.step) ?? {};
    const stands = own.filter(({ state }) => state === 'succeeded').length;
    const isDone = stands === own.length && stands >= once + (machines > 0 ? copied : 0) && stands > 0;
    if (isOver || isDone) return { step: each.step, state: 'done' };
    return { step: each.step, state: own.length > 0 ? 'running' : 'waiting' };
  });
  const last = steps.findLastIndex(({ step }) => isDeployed(step));
  const isThrough = steps.every(({ step, state }) => !isDeployed(step) || state === 'done');
  if (isOver || !isThrough) return steps;
  return steps.map((each, at) => (at === last ? { step: each.step, state: 'running' } : each));
}

function isDeployed(step: SetupStepName): boolean {
  return (deployed as readonly SetupStepName[]).includes(step);
}

const longestProblem = 300;
const longestWords = 180;

/** The steps with one that failed: those that Azure had not finished wait again. */
export function withFailure(
  before: readonly SetupStep[],
  failed: SetupStepName,
  problem: string,
): readonly SetupStep[] {
  const at = setupSteps.indexOf(failed);
  return before.map((each) => {
    if (each.step === failed) return { step: failed, state: 'failed', problem: shortened(problem, longestProblem) };
    if (each.state === 'done' && setupSteps.indexOf(each.step) < at) return each;
    return { step: each.step, state: each.state === 'done' ? 'done' : 'waiting' };
  });
}

/** What failed in a deployment, with Azure's own words: the step, and a finished sentence. */
export function deploymentFailure(
  operations: readonly DeploymentStep[],
): { readonly step: SetupStepName; readonly problem: string } | undefined {
  const failed = operations.find(({ state, failure }) => state === 'failed' && failure);
  if (!failed?.failure) return undefined;
  const { code, message } = failed.failure;
  const says = shortened(message.replace(/\s+/g, ' ').trim(), longestWords).replace(/[.\s]+$/, '');
  const what = `Azure could not make ${failed.name.split('/').at(-1)}: ${says || code}${says ? ` (${code})` : ''}.`;
  return { step: stepOfType(failed.type) ?? 'network', problem: what };
}

/** What Azure itself said of something that it does not take, for whoever has to change it; nothing where it said nothing. */
export function azureWords({ cause }: WorkspaceError): string {
  const { message = '' } = (cause ?? {}) as { readonly message?: string };
  const words = message
    .replace(/\s+/g, ' ')
    .replace(/^Deployment template validation failed: /, '')
    .trim();
  return words === '' ? '' : ` Azure says: ${shortened(words, longestWords)}`;
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}

/** None has begun. */
export const noStepDone: readonly SetupStep[] = setupSteps.map((step) => ({ step, state: 'waiting' }));

/** With a step under way that waited, or failed. */
export function begun(steps: readonly SetupStep[], name: SetupStepName): readonly SetupStep[] {
  return steps.map((each) => (each.step === name && each.state !== 'done' ? { step: name, state: 'running' } : each));
}

/** With a step that is through; `problem` says what it left out. */
export function done(steps: readonly SetupStep[], name: SetupStepName, problem?: string): readonly SetupStep[] {
  return steps.map((each) =>
    each.step === name ? { step: name, state: 'done', ...(problem !== undefined && { problem }) } : each,
  );
}
