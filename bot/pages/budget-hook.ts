import { hash, timingSafeEqual } from 'node:crypto';
import type { Logger } from 'pino';
import type { Budgets } from '../../services/budgets/budgets.ts';
import { WorkspaceError } from '../../services/errors.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import { type BudgetAlert, budgetAlertOf } from '../door/budget-alert.ts';
import type { HookBearer } from '../door/hook-bearer.ts';
import { Refusal } from '../door/refusal.ts';
import type { Route, RouteRequest, RouteResponse } from '../door/route.ts';

export interface BudgetHookParts {
  readonly budgets: Pick<Budgets, 'alerted'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'all'>;
  readonly subscriptionId: string;
  /** What the caller has to know; at least one of the two, else there is no such route. */
  readonly secret: string | undefined;
  readonly bearer: HookBearer | undefined;
  readonly log: Logger;
}

const maxBytes = 64 * 1024;
const done: RouteResponse = { status: 204 };

/**
 * `POST /hooks/budget`: where Azure's own budgets report through an action group, so that a workspace is warned and stopped also
 * when no costs can be read. Whoever may call learns nothing from the answer; a repeated alert changes nothing.
 */
export function budgetHookRoutes(parts: BudgetHookParts): Route[] {
  if (!parts.secret && !parts.bearer) return [];
  return [
    {
      method: 'POST',
      path: '/hooks/budget',
      accepts: ['application/json'],
      maxBytes,
      handler: async (request) => (await refusalOf(parts, request)) ?? (await take(parts, request)),
    },
  ];
}

/** The secret stands in the address, as an action group's webhook can have it, or in a header; or Entra vouches for the caller. */
async function refusalOf({ secret, bearer }: BudgetHookParts, request: RouteRequest): Promise<Refusal | undefined> {
  const { query, headers } = request;
  const codes = [...new URLSearchParams(query).getAll('code'), headers['x-hook-secret']].flat();
  if (secret && codes.some((code) => code !== undefined && isSame(code, secret))) return undefined;
  if (!bearer || headers.authorization === undefined) return new Refusal(401, 'unauthorized', 'secret');
  const reason = await bearer.refuse(headers.authorization);
  return reason === undefined ? undefined : new Refusal(401, 'unauthorized', reason);
}

async function take(parts: BudgetHookParts, { body, correlationId }: RouteRequest): Promise<RouteResponse | Refusal> {
  const { budgets, workspaces, log } = parts;
  let content: unknown;
  try {
    content = JSON.parse(body.toString());
  } catch {
    return new Refusal(400, 'bad-json');
  }
  const alert = budgetAlertOf(content);
  try {
    const workspace = alert && ofWorkspace(parts, alert, await workspaces.all());
    const isTaken = workspace && (await budgets.alerted(workspace.id, alert.spent, alert.firedAt));
    log.info({ correlationId, workspace: workspace?.id, taken: isTaken ?? false }, 'Azure reported on a budget.');
    return done;
  } catch (error) {
    if (!(error instanceof WorkspaceError)) throw error;
    // Azure calls again where the answer says that it may help.
    log.warn({ correlationId, code: error.code, err: error.cause }, 'What Azure reported could not be taken.');
    return new Refusal(503, 'unavailable');
  }
}

/** The workspace whose resource group the budget is for; a budget of the whole subscription is one's by its name. */
function ofWorkspace(
  { subscriptionId }: BudgetHookParts,
  alert: BudgetAlert,
  workspaces: readonly Workspace[],
): Workspace | undefined {
  if (alert.subscriptionId !== undefined && alert.subscriptionId !== subscriptionId.toLowerCase()) return undefined;
  const name = alert.budgetName.toLowerCase();
  return workspaces.find(({ id, resourceGroup }) =>
    alert.resourceGroup === undefined
      ? name === `labdesk-${id}`.toLowerCase()
      : alert.resourceGroup === resourceGroup.toLowerCase(),
  );
}

/** In constant time, whatever the lengths. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));
}
