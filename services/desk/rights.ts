import { LRUCache } from 'lru-cache';

/** What an Azure role grants, as `Microsoft.Authorization/permissions` says it; patterns may hold `*`. */
export interface Grant {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** An application permission for Graph: needed, or not if `optional`; with `setting` only where that setting is on. */
export interface GraphPermission {
  readonly permission: string;
  readonly optional?: boolean;
  readonly setting?: string;
}

/** What Labdesk's identity needs, and no more: infra/roles/labdesk-role.json and graph-permissions.json. */
export interface NeededRights {
  readonly actions: readonly string[];
  readonly dataActions: readonly string[];
  /** Where workspaces are made from here, what that needs beside it: infra/roles/labdesk-maker-role.json. */
  readonly making?: readonly string[];
  readonly graph: readonly GraphPermission[];
}

export interface RightsFinding {
  /** Needed and not granted, each once. */
  readonly lacks: readonly string[];
  /** Needed to make workspaces and to take them away, and not granted; undefined where none are made from here. */
  readonly lacksForMaking?: readonly string[];
  /** Granted and not needed, each once. */
  readonly excess: readonly string[];
}

/** Asks Azure and the directory what they grant to Labdesk itself. Throws WorkspaceErrors only. */
export interface RightsClient {
  /** By resource group: the grants that hold in it. */
  azure(resourceGroups: readonly string[]): Promise<readonly (readonly Grant[])[]>;
  /** Names of Graph's application permissions. */
  graph(): Promise<readonly string[]>;
}

/**
 * Compares what is granted in each resource group with what is needed. Something counts as lacking where one of the groups does not
 * grant it. Rights to data are usually granted on the storage accounts themselves, which a resource group does not tell, so only
 * those that are too many are told.
 */
export function compareAzure(needed: NeededRights, groups: readonly (readonly Grant[])[]): RightsFinding {
  const isLacking = (action: string) => groups.some((grants) => !grants.some((grant) => doesGrant(grant, action)));
  const { actions, making } = needed;
  const granted = (of: 'actions' | 'dataActions') => new Set(groups.flat().flatMap((grant) => grant[of]));
  const excess = [
    ...beyond(granted('actions'), [...actions, ...(making ?? [])]),
    ...beyond(granted('dataActions'), needed.dataActions),
  ];
  return {
    lacks: actions.filter(isLacking),
    ...(making && { lacksForMaking: making.filter(isLacking) }),
    excess: [...new Set(excess)].sort(),
  };
}

/** Those of the list that count where these settings are on; the others are too many. */
export function permissionsFor(listed: readonly GraphPermission[], on: readonly string[]): readonly GraphPermission[] {
  return listed.filter(({ setting }) => setting === undefined || on.includes(setting));
}

export function compareGraph({ graph }: NeededRights, granted: readonly string[]): RightsFinding {
  const known = new Set(graph.map(({ permission }) => permission));
  return {
    lacks: graph
      .filter(({ permission, optional }) => !optional && !granted.includes(permission))
      .map((one) => one.permission),
    excess: granted.filter((permission) => !known.has(permission)).toSorted(),
  };
}

function doesGrant({ actions, notActions }: Grant, action: string): boolean {
  return actions.some((pattern) => fits(pattern, action)) && !notActions.some((pattern) => fits(pattern, action));
}

/** Patterns that stand for more than one of what is needed: a `*` does, unless it is needed itself. */
function beyond(patterns: ReadonlySet<string>, needed: readonly string[]): string[] {
  return [...patterns].filter((pattern) => !needed.some((one) => fits(one, pattern)));
}

/** Each is held against all that is needed, in every resource group, and turns wait meanwhile. */
const shapes = new LRUCache<string, RegExp>({ max: 1_000, memoMethod: shapeOf });

/** As Azure compares them: in any case, `*` for any text (Azure RBAC, "Understand Azure role definitions"). */
function shapeOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}

function fits(pattern: string, text: string): boolean {
  return shapes.memo(pattern).test(text);
}
