import type { Workspace } from './workspaces.ts';

/** What machines are made of. */
export interface MachineImage {
  /** As people read it: `Ubuntu 24.04`. */
  readonly label: string;
  readonly os: 'linux' | 'windows';
  /** As the template takes it (`infra/workspace/README.md`, `images`). */
  readonly reference: Readonly<Record<string, string>>;
  /** How large the disks of machines are; at least that of the image. Default 128. */
  readonly diskGiB?: number;
}

/** A size that machines may have. */
export interface MachineSize {
  /** Azure's: `Standard_D4s_v5`. */
  readonly name: string;
  /** As people read it: `4 cores, 16 GiB`. */
  readonly label: string;
}

/** Rules that a new workspace begins with. */
export interface WorkspacePreset {
  readonly label: string;
  readonly rules: Pick<Workspace, 'desktop' | 'requests' | 'evenings' | 'members' | 'ending'>;
}

/** Where, and of what, workspaces are made; from `LANDING_ZONE_FILE`. */
export interface LandingZone {
  /** Azure region. */
  readonly location: string;
  /** ISO 4217; of the subscription's bills, and so of budgets. */
  readonly currency: string;
  /** The /24 of each workspace is cut from it: `10.64.0.0/14`. */
  readonly addressPool: string;
  /** What the template takes that is the same for every workspace, by parameter. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** By name. */
  readonly images: Readonly<Record<string, MachineImage>>;
  readonly sizes: readonly MachineSize[];
  /** By name; the first is offered first. */
  readonly presets: Readonly<Record<string, WorkspacePreset>>;
  /** How far away the end of a new workspace may be, in days. Default 1825. */
  readonly longestDays?: number;
}

/** What a machine comes with, beside its image. */
export const environments = ['python', 'r', 'sql'] as const;
export type MachineEnvironment = (typeof environments)[number];
