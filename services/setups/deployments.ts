import type { WorkspaceError } from '../errors.ts';

/** A template and what it is given, deployed to the subscription under a name. */
export interface DeploymentRequest {
  /** At most 64 letters, digits, `-`, `_`, `.`; the same name is the same deployment, also after a crash. */
  readonly name: string;
  /** Azure region in which Azure keeps the record of it. */
  readonly location: string;
  readonly template: object;
  /** By name; secrets among them are in no record. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export type DeploymentProgress =
  | { readonly state: 'running' }
  | { readonly state: 'succeeded'; readonly outputs: Readonly<Record<string, unknown>> }
  | { readonly state: 'canceled' }
  | { readonly state: 'failed'; readonly failure: WorkspaceError };

/** What a deployment did or does with one resource. */
export interface DeploymentStep {
  readonly resourceId: string;
  /** `Microsoft.Storage/storageAccounts`. */
  readonly type: string;
  readonly name: string;
  readonly state: 'running' | 'succeeded' | 'failed' | 'canceled';
  readonly at?: Date;
  /** Azure's own words, for admins. */
  readonly failure?: { readonly code: string; readonly message: string };
}

/** What a deployment would do with one resource. */
export interface PlannedChange {
  readonly resourceId: string;
  readonly change: 'create' | 'modify' | 'delete' | 'nothing' | 'unknown';
}

/** Deployments of templates to the subscription. Every method throws {@link WorkspaceError} alone. */
export interface DeploymentClient {
  /** Begins, or goes on with one of the same name that is under way. @throws invalid where Azure refuses the template or its values */
  begin(request: DeploymentRequest): Promise<void>;
  /** How far it is, by its name alone: whoever asks need not have begun it. @throws not-found */
  poll(name: string): Promise<DeploymentProgress>;
  /** Stops what is under way; what was made stays. One that has ended is left as it is. @throws not-found */
  cancel(name: string): Promise<void>;
  /** Its steps, those of deployments within it among them, in the order Azure took them up. @throws not-found */
  operations(name: string): Promise<readonly DeploymentStep[]>;
  /** What it would do, without doing it; takes up to two minutes. @throws invalid */
  whatIf(request: DeploymentRequest): Promise<readonly PlannedChange[]>;
}
