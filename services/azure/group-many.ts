import { GraphError } from '@microsoft/microsoft-graph-client';
import type { WorkspaceError } from '../errors.ts';
import type { FailedChange } from '../roles/membership.ts';
import type { BatchCall, Graph } from './graph.ts';
import { beforeTheSecondTry, mayPass } from './second-try.ts';

/** Of each batch; nobody waits for them. */
const callTimeoutInMs = 8_000;
/** Graph, "Combine multiple HTTP requests using JSON batching", "Batch size limitations". */
const atOnce = 20;

export interface ManyChanges {
  /** What is asked for one person. */
  readonly call: (aadObjectId: string) => BatchCall;
  /** True where a refusal says that it is so already. */
  readonly isSoAlready: (failure: GraphError) => boolean;
  readonly toError: (failure: unknown) => WorkspaceError;
}

/**
 * The same change for many people, 20 with a request, each for itself: one who cannot be changed keeps nobody else from it. What may
 * pass is tried once more. Where Graph asks to slow down, nothing more is asked: the rest fails as the first did.
 */
export async function changeMany(
  graph: Graph,
  aadObjectIds: readonly string[],
  changes: ManyChanges,
): Promise<readonly FailedChange[]> {
  const ids = [...new Set(aadObjectIds)];
  const failed: FailedChange[] = [];
  for (let at = 0; at < ids.length; at += atOnce) {
    const some = await changeSome(graph, ids.slice(at, at + atOnce), changes);
    failed.push(...some);
    const throttled = some.find(({ error }) => error.code === 'throttled');
    if (!throttled) continue;
    const { error } = throttled;
    return [...failed, ...ids.slice(at + atOnce).map((aadObjectId) => ({ aadObjectId, error }))];
  }
  return failed;
}

async function changeSome(graph: Graph, ids: readonly string[], changes: ManyChanges): Promise<FailedChange[]> {
  const deadline = Date.now() + callTimeoutInMs;
  const first = await asked(graph, ids, changes, deadline);
  const again = [...first].filter(([, failure]) => isWorthAnother(failure, deadline)).map(([id]) => id);
  if (again.length > 0) {
    await beforeTheSecondTry();
    const second = await asked(graph, again, changes, deadline);
    for (const id of again) first.delete(id);
    for (const [id, failure] of second) first.set(id, failure);
  }
  return [...first].map(([aadObjectId, failure]) => ({ aadObjectId, error: changes.toError(failure) }));
}

/** Whoever failed, and with what. */
async function asked(
  graph: Graph,
  ids: readonly string[],
  { call, isSoAlready }: ManyChanges,
  deadline: number,
): Promise<Map<string, unknown>> {
  try {
    const answers = await graph.batch<unknown>(ids.map(call), deadline - Date.now());
    const failures = answers.map((answer, index) => [ids[index]!, answer] as const);
    return new Map(failures.filter(([, answer]) => answer instanceof GraphError && !isSoAlready(answer)));
  } catch (error) {
    return new Map(ids.map((id) => [id, error]));
  }
}

/** Changes of one group at the same moment can be in each other's way, which 409 says. */
function isWorthAnother(failure: unknown, deadline: number): boolean {
  const isInTheWay = (failure as { statusCode?: number }).statusCode === 409;
  return mayPass(isInTheWay ? {} : failure, deadline);
}
