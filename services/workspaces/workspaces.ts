/** What the people of a workspace may take in and out of a remote desktop. */
export interface DesktopPolicy {
  /** Sign-in with Entra ID on Windows machines; default true. */
  readonly entraSignIn: boolean;
  readonly clipboard: boolean;
  readonly drives: boolean;
  readonly printers: boolean;
}

/** The storage accounts of a workspace, as addresses of their blob service: `https://<account>.blob.core.windows.net`. */
export interface WorkspaceStorage {
  /** Reachable from outside the network: releases stand here, a container each. */
  readonly public: string;
  /** Reachable from inside alone: the data, and what was approved for the machines. */
  readonly secure: string;
}

/** How requests are decided here. What is missing is Labdesk's default. */
export interface RequestPolicy {
  /** aadObjectId of whoever decides where no owner can. */
  readonly deputy?: string;
  /** How long approved access lasts. Default 30. */
  readonly accessDays?: number;
  /** From where links may be followed: `203.0.113.0-203.0.113.255` or one address. Default anywhere. */
  readonly downloadAddresses?: string;
  /** When reviewers are reminded, and when the next in line is asked. Default 1 and 2. */
  readonly nudgeAfterWorkingDays?: number;
  readonly escalateAfterWorkingDays?: number;
}

/** How long machines may stay when their schedule stops them. What is missing is Labdesk's default. */
export interface EveningPolicy {
  /** How often a stop may be put off. Default 3. */
  readonly keeps?: number;
  /** Until when, at the latest, as clocks show it where the schedule is: `HH:mm`. Default 06:00. */
  readonly until?: string;
  /** How many stops in a row may be left out altogether. Default 3. */
  readonly skips?: number;
}

/** Who may belong to a workspace. What is missing is Labdesk's default. */
export interface MemberPolicy {
  /** True where people who were invited from other organisations may be added. Default false. */
  readonly guests?: boolean;
  /** What members must have done before they work here: a training, an agreement. Default nothing. */
  readonly training?: TrainingPolicy;
  /** How often owners say who stays. Default every quarter; `never` asks nobody. */
  readonly review?: 'quarterly' | 'yearly' | 'never';
}

/** A training or an agreement that must be valid. */
export interface TrainingPolicy {
  /** As people read it, in the middle of a sentence: `data protection training`. */
  readonly name: string;
  /** For how long it is valid from its day on. */
  readonly validMonths: number;
}

/** What becomes of a workspace that is archived. What is missing is Labdesk's default. */
export interface EndingPolicy {
  /** What becomes of its files. Default `archive`: the cheapest tier that the account has. */
  readonly storage?: 'archive' | 'delete';
  /** For how long it can be brought back, in days. Default 90. */
  readonly retentionDays?: number;
}

/** A channel that a workspace is bound to. */
export interface BoundChannel {
  readonly conversationId: string;
  readonly serviceUrl: string;
  /** Of the team that the channel is in, where it is known. */
  readonly teamId?: string;
}

/** A locked-down place to work: one resource group, one Entra group. */
export interface Workspace {
  /** Short, lower case, as people write it: `oncology`. */
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  /** The Entra group whose members and owners are the workspace's. */
  readonly groupId: string;
  readonly desktop: DesktopPolicy;
  /** Undefined where the workspace has none that Labdesk knows of. */
  readonly storage?: WorkspaceStorage;
  readonly requests?: RequestPolicy;
  readonly evenings?: EveningPolicy;
  readonly members?: MemberPolicy;
  readonly ending?: EndingPolicy;
  readonly channel?: BoundChannel;
  /** What it is for, in a sentence or two. */
  readonly purpose?: string;
  /** ISO date; the last day. Undefined for one without an end. */
  readonly endsOn?: string;
  /** ISO time since when it is archived: nothing can be done in it, and its records are kept. */
  readonly archivedAt?: string;
  /** ISO time when Labdesk came to know it: from then on it is counted when its members are reviewed first. */
  readonly knownSince?: string;
}
