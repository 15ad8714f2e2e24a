import { ArchiveClosing } from '../../services/archives/archive-closing.ts';
import { ArchiveDeleting } from '../../services/archives/archive-deleting.ts';
import { ArchiveMachines } from '../../services/archives/archive-machines.ts';
import { ArchiveRecording } from '../../services/archives/archive-recording.ts';
import { ArchiveRestoring } from '../../services/archives/archive-restoring.ts';
import { ArchiveSurvey } from '../../services/archives/archive-survey.ts';
import { WorkspaceArchiveRun } from '../../services/archives/workspace-archive-run.ts';
import { WorkspaceArchiveTimers } from '../../services/archives/workspace-archive-timers.ts';
import { WorkspaceArchives } from '../../services/archives/workspace-archives.ts';
import { AzureDeployments } from '../../services/azure/deployments.ts';
import { AzureTeardown } from '../../services/azure/teardown.ts';
import type { Budgets } from '../../services/budgets/budgets.ts';
import type { Changes } from '../../services/change/change.ts';
import { sharedSecret } from '../../services/credentials/keys.ts';
import type { Effects } from '../../services/effects/effects.ts';
import { WorkspaceEndings } from '../../services/endings/workspace-endings.ts';
import type { Ledger } from '../../services/ledger/ledger.ts';
import type { Machines } from '../../services/machines/machines.ts';
import type { DeletionCertificates } from '../../services/records/deletion-certificates.ts';
import type { Members } from '../../services/roles/members.ts';
import type { LandingZone } from '../../services/workspaces/landing-zone.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Foundation } from './foundation.ts';
import { createStorageTiers } from './storage-tiers.ts';
import { readTemplate } from './workspace-setups.ts';

interface ArchiveParts {
  readonly budgets: Budgets;
  readonly certificates: DeletionCertificates;
  readonly changes: Changes;
  readonly effects: Effects;
  readonly ledger: Ledger;
  readonly machines: Machines;
  readonly members: Members;
  readonly workspaces: WorkspaceDirectory;
  /** Undefined where no workspaces are made from here. */
  readonly zone: LandingZone | undefined;
}

/** The end of workspaces: their end dates, and what closes them, brings them back, and takes the rest away. */
export function createArchives(foundation: Foundation, { zone, ...parts }: ArchiveParts) {
  const { azure, clock, config, groupClient: groups, log, store, subscription } = foundation;
  const deployments = new AzureDeployments(subscription);
  const tiers = createStorageTiers(foundation, { ...parts, deployments, zone });
  const teardown = new AzureTeardown(subscription);
  const common = { ...parts, azure, clock, deployments, groups, log, store, teardown, tiers };
  const secret = async () => await sharedSecret(store);
  const remaking = zone && new ArchiveMachines({ ...common, zone, template: readTemplate(), secret });
  new WorkspaceArchiveRun({
    ...common,
    closing: new ArchiveClosing(common),
    recording: new ArchiveRecording(common),
    restoring: new ArchiveRestoring({ ...common, ...(remaking && { remaking }) }),
    deleting: new ArchiveDeleting(common),
  }).register(parts.effects);
  new WorkspaceArchiveTimers(common).register(parts.effects);
  const endings = new WorkspaceEndings({ ...common, timeZone: config.TIME_ZONE });
  endings.register(parts.effects);
  return { archives: new WorkspaceArchives({ ...common, survey: new ArchiveSurvey(common) }), endings };
}
