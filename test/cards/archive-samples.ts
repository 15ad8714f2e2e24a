import type { Card } from '../../cards/card.ts';
import { type ArchiveView, archiveCard } from '../../cards/workspaces/archive.ts';
import { archiveLeft, archiveSurveyCard } from '../../cards/workspaces/archive-survey.ts';
import { certificateCard } from '../../cards/workspaces/certificate.ts';
import { type EndingView, endingCard } from '../../cards/workspaces/ending.ts';
import type { Survey } from '../../services/archives/archive-survey.ts';
import {
  type ArchiveStep,
  closingSteps,
  deletingSteps,
  fresh,
  restoringSteps,
  type WorkspaceArchive,
} from '../../services/archives/workspace-archive.ts';
import type { WorkspaceEnding } from '../../services/endings/workspace-ending.ts';
import { money } from '../../services/money/money.ts';
import { admin, now, workspace } from '../support/machine-samples.ts';

export const secondAdmin = { aadObjectId: 'e7c1f2f0-9d5e-4f0e-8f54-5a3d9d4b4f11', name: 'Admin 2' };

export const survey: Survey = {
  ...{ requests: 3, exports: 1, schedules: 2 },
  people: { owners: 1, members: 12 },
  machines: { all: 4, running: 1 },
  storage: { files: 18_240, bytes: 412_000_000_000 },
  cost: { all: [money('18204.5', 'EUR')], month: [money('312', 'EUR')] },
};

const aggregate = { history: [], archived: 0, effects: [], deadLetters: [], version: 3, schema: 1 };
const at = '2026-03-02T09:00:00.000Z';

/** As far as the step, which stands as `more` says. */
function steps(names: readonly ArchiveStep['step'][], until?: ArchiveStep['step'], more: Partial<ArchiveStep> = {}) {
  const end = until === undefined ? names.length : names.indexOf(until);
  return fresh(names).map((step, index) => {
    if (index === end) return { ...step, state: 'running' as const, ...more };
    return index < end ? { ...step, state: 'done' as const, at, ...counted[step.step] } : step;
  });
}

const counted: Partial<Record<ArchiveStep['step'], Pick<ArchiveStep, 'counts'>>> = {
  requests: { counts: { withdrawn: 3, revoked: 1 } },
  schedules: { counts: { ended: 2 } },
  machines: { counts: { machines: 4, names: 'onc-python onc-r onc-sql onc-r2' } },
  storage: { counts: { files: 18_240, bytes: 412_000_000_000, tier: 'Archive', comingBack: 18_240 } },
  people: { counts: { owners: 1, members: 12, groups: 2 } },
};

export function archiveOf(more: Partial<WorkspaceArchive> = {}): WorkspaceArchive {
  return {
    ...aggregate,
    ...{ partition: 'workspace/oncology', id: 'archive', kind: 'workspace-archive', state: 'proposed' },
    ...{ workspace: 'oncology', round: 1, steps: [], people: [admin, secondAdmin] },
    proposed: { by: admin, at },
    lapsesAt: '2026-03-09T09:00:00.000Z',
    terms: { storage: 'archive', retentionDays: 90 },
    ...more,
  } as WorkspaceArchive;
}

function shown(more: Partial<WorkspaceArchive>, view: Partial<ArchiveView> = {}): Card {
  const archive = archiveOf(more);
  return archiveCard({
    ...{ workspace: workspace(), archive, reader: secondAdmin.aadObjectId, now, locale: 'en-GB' },
    ...(archive.state === 'proposed' && { survey }),
    ...view,
  });
}

const confirmed = { by: secondAdmin, at };
/** Its storage step counts the same, but for how many files are still coming back. */
const closingWith = (comingBack: number) =>
  steps(closingSteps).map((step) =>
    step.step === 'storage'
      ? {
          ...step,
          counts: { files: 18_240, bytes: 412_000_000_000, tier: 'Archive', ...(comingBack && { comingBack }) },
        }
      : step,
  );
const closed = {
  ...{ confirmed, state: 'archived' as const, steps: closingWith(0) },
  restorableUntil: '2026-05-31T09:00:00.000Z',
  certificate: { id: '1-archived', hash: 'ab' },
};
const back = { state: 'open' as const, restored: { by: admin, at }, steps: steps(restoringSteps) };

export function endingOf(view: Partial<EndingView> = {}, more: Partial<WorkspaceEnding> = {}): Card {
  const ending = {
    ...aggregate,
    ...{ partition: 'workspace/oncology', id: 'ending', kind: 'workspace-ending', state: 'on' },
    ...{ workspace: 'oncology', endsOn: '2026-04-01', told: [30], people: [{ ...admin, as: 'admin' }] },
    ...more,
  } as WorkspaceEnding;
  return endingCard({
    ...{ workspace: workspace(), ending, as: 'admin', endsOn: '2026-04-01', today: '2026-03-02', locale: 'en-GB' },
    ...view,
  });
}

export const archiveSamples: Readonly<Record<string, Card>> = {
  'an archive, before': archiveSurveyCard({ workspace: workspace(), survey, locale: 'en-GB' }),
  'an archive, before, with little known and another word typed': archiveSurveyCard({
    workspace: workspace('oncology', { ending: { storage: 'delete', retentionDays: 30 } }),
    survey: { requests: 0, exports: 0, schedules: 0 },
    note: 'Nothing was changed. Type "Oncology" to go on.',
    locale: 'en-GB',
  }),
  'an archive that nobody began': archiveLeft(workspace()),
  'an archive that waits, for whoever began': shown({}, { reader: admin.aadObjectId }),
  'an archive that waits, for the second key': shown({}),
  'an archive that was refused': shown({ state: 'open', dropped: { by: secondAdmin, how: 'refused' } }),
  'an archive that lapsed': shown({ state: 'open', dropped: { by: secondAdmin, how: 'lapsed' } }),
  'an archive that goes on': shown({
    confirmed,
    state: 'closing',
    steps: steps(closingSteps, 'storage', { counts: { files: 5000, bytes: 9_000_000_000 } }),
  }),
  'an archive with a step that is tried again': shown({
    ...{ confirmed, state: 'closing' },
    steps: steps(closingSteps, 'machines', { problem: 'Azure does not answer. Try again in a minute.' }),
  }),
  'an archive with a step that failed': shown({
    ...{ confirmed, state: 'closing' },
    steps: steps(closingSteps, 'storage', {
      state: 'failed',
      problem: 'Labdesk may not write the files of this account. Ask an admin of the subscription for the role.',
    }),
  }),
  'an archive with a last step that failed': shown({
    ...{ confirmed, state: 'closing' },
    steps: steps(closingSteps, 'record', { state: 'failed', problem: 'The certificate could not be signed.' }),
  }),
  'an archived workspace': shown(closed),
  'an archived workspace whose files were still coming back': shown({ ...closed, steps: closingWith(240) }),
  'an archived workspace whose time is over': shown({ ...closed, restorableUntil: '2026-03-01T00:00:00.000Z' }),
  'an archived workspace that comes back': shown({
    ...closed,
    state: 'restoring',
    steps: steps(restoringSteps, 'people'),
  }),
  'a workspace that is back': shown(back),
  'a workspace that is back, with less than before': shown({
    ...back,
    steps: back.steps.map((step) =>
      step.step === 'people' ? { ...step, counts: { people: 11, gone: 2, kept: 1 } } : step,
    ),
  }),
  'an archive that is deleted': shown({ ...closed, state: 'deleting', steps: steps(deletingSteps, 'resources') }),
  'an archive that is gone': shown({ ...closed, state: 'deleted', steps: steps(deletingSteps) }),
  'a certificate': certificateCard(workspace(), 'https://labdesk.example/records/token'),
  'an end date, for admins': endingOf(),
  'an end date, for owners': endingOf({ as: 'owner' }),
  'an end date that is over': endingOf({ today: '2026-04-02' }),
  'an end date that was changed': endingOf(
    {},
    { endsOn: '2026-10-01', extended: { by: admin, at, before: '2026-04-01' } },
  ),
};
