import type { Audit } from './audit.ts';
import type { Budgets } from './budgets.ts';
import type { Connections } from './connections.ts';
import type { CostLinks } from './cost-links.ts';
import type { CostReports } from './cost-reports.ts';
import type { FileLinks } from './file-links.ts';
import type { Files } from './files.ts';
import type { GhostAnswers } from './ghost-answers.ts';
import type { Ledger } from './ledger.ts';
import type { MachineSchedules } from './machine-schedules.ts';
import type { Machines } from './machines.ts';
import type { Members } from './members.ts';
import type { Notifications } from './notifications.ts';
import type { PostedCards } from './posted-cards.ts';
import type { Records } from './records.ts';
import type { RequestLists } from './request-lists.ts';
import type { Requests } from './requests.ts';
import type { Reviews } from './reviews.ts';
import type { SpendingReports } from './spendings.ts';
import type { TopUps } from './top-ups.ts';
import type { WorkspaceDirectory } from './workspace-directory.ts';

/** Everything an action may call. */
export interface Services {
  readonly audit: Audit;
  readonly budgets: Budgets;
  readonly connections: Connections;
  readonly costLinks: CostLinks;
  readonly costReports: CostReports;
  readonly fileLinks: FileLinks;
  readonly files: Files;
  readonly ghosts: GhostAnswers;
  readonly ledger: Ledger;
  readonly machines: Machines;
  readonly members: Members;
  readonly notifications: Notifications;
  readonly postedCards: PostedCards;
  readonly records: Records;
  readonly requestLists: RequestLists;
  readonly requests: Requests;
  readonly reviews: Reviews;
  readonly schedules: MachineSchedules;
  readonly spendings: SpendingReports;
  readonly topUps: TopUps;
  readonly workspaces: WorkspaceDirectory;
}
