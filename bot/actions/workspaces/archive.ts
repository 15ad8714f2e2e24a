import { archiveCard } from '../../../cards/workspaces/archive.ts';
import { archiveLeft, archiveSurveyCard } from '../../../cards/workspaces/archive-survey.ts';
import { certificateCard } from '../../../cards/workspaces/certificate.ts';
import { endingCard } from '../../../cards/workspaces/ending.ts';
import type { Survey } from '../../../services/archives/archive-survey.ts';
import type { WorkspaceArchive } from '../../../services/archives/workspace-archive.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { type Context, defineAction, type Reply } from '../action.ts';
import { cardStep, typedWord } from '../admin/card-step.ts';
import { requireOwnChat } from '../admin/own-chat.ts';

/** What the buttons of its cards do. */
const step = cardStep({
  propose: ['turn the first key of the end'],
  leave: ['leave the end of it alone'],
  confirm: ['turn the second key of the end'],
  drop: ['drop the wish to end it'],
  retry: ['take up the failed step of the end'],
  restore: ['undo the end of it'],
  keep: ['put off the last end of it'],
  certificate: ['hand out the certificate of the end'],
  extend: ['set another end date'],
});
/** Those of which a card carries the proposal that it was made for. */
const presses = ['confirm', 'drop', 'retry', 'restore', 'keep'] as const;
const buttonId =
  /^(propose|leave|confirm|drop|retry|restore|keep|certificate|extend)\/([a-z][a-z0-9-]*)(?:\.([\w-]+))?$/;

/** The end of a workspace: shown before, begun by one admin and agreed to by another, followed on one card, and undone. */
export const archiveWorkspace = defineAction({
  name: 'workspace.archive',
  summary: 'Close a workspace and keep its records',
  phrases: [
    'archive workspace',
    'archive {workspace}',
    'archive workspace {workspace}',
    'archive this workspace',
    'close workspace {workspace}',
    'close this workspace',
    'close down {workspace}',
    'close {workspace} for good',
    'shut workspace {workspace} for good',
    'retire {workspace}',
    'retire workspace {workspace}',
    'decommission workspace {workspace}',
    'delete workspace {workspace}',
    'delete this workspace',
    'get rid of workspace {workspace}',
    'put {workspace} into the archive',
    '{workspace} has ended, archive it',
    '{workspace} is finished, archive the workspace',
    'we are done with workspace {workspace}',
    'wind down workspace {workspace}',
    'the project {workspace} is over',
    'end of project {workspace}',
    'tear down workspace {workspace}',
    'we no longer need workspace {workspace}',
    'dissolve workspace {workspace}',
  ],
  permission: 'workspace.manage',
  workspace: 'needed',
  inputs: {
    workspace: { kind: 'workspace', ask: 'Which workspace?', label: 'Workspace', optional: true },
    word: typedWord,
    date: { kind: 'date', ask: 'Which is its new last day?', label: 'Date', optional: true },
    step,
    round: { kind: 'text', ask: 'Which time is it?', label: 'Round', optional: true },
  },
  target(id): Readonly<Record<string, string>> {
    const [, wanted = '', workspace = '', round = ''] = buttonId.exec(id) ?? [];
    return wanted ? { step: wanted, workspace, ...(round && { round }) } : { workspace: id };
  },

  async run({ word = '', date = '', step: wanted, round = '' }, context) {
    requireOwnChat(context);
    const { caller, workspace, origin, services } = context;
    const { archives, endings } = services;
    const { key, via, conversation: place } = origin;
    if (wanted === 'leave') {
      await putOnRecord(context, 'cancel');
      return { card: archiveLeft(workspace) };
    }
    if (wanted === 'certificate') return await certificateReply(context);
    if (wanted === 'extend') {
      const note = await endings.extend(caller, workspace, date, { key, via }).then(() => '', noteOf);
      return await endingReply(context, round, note);
    }
    if (wanted === 'propose') {
      try {
        return await stateReply(context, await archives.propose(caller, workspace, { key, via, place, word }));
      } catch (error) {
        const note = noteOf(error);
        const detail = { workspace: workspace.id };
        await services.adminDesk.refused(caller, origin, { what: 'workspace.archive.propose', detail });
        return await lookReply(context, note);
      }
    }
    const turned = presses.find((each) => each === wanted);
    if (!turned) return await lookReply(context);
    const press = { key, via, place, round: Number(round) };
    return await stateReply(context, await archives[turned](caller, workspace, press));
  },
});

/** What is open where it can be closed, else how it stands. */
async function lookReply(context: Context, note = ''): Promise<Reply> {
  const { caller, workspace, services } = context;
  const { archive, survey } = await services.archives.look(caller, workspace);
  if (archive && archive.state !== 'open') return await stateReply(context, archive, survey);
  if (!note) await putOnRecord(context, 'plan');
  return { card: archiveSurveyCard({ workspace, survey: survey!, note, locale: caller.locale }) };
}

/** Nothing of the workspace has changed by it, so it is on record at the admin's desk. */
async function putOnRecord({ caller, workspace, services, origin }: Context, step: 'plan' | 'cancel'): Promise<void> {
  const detail = { workspace: workspace.id };
  await services.adminDesk.note(caller, origin, { what: `workspace.archive.${step}`, detail });
}

async function stateReply(
  { caller, workspace, services, now }: Context,
  archive: WorkspaceArchive,
  known?: Survey,
): Promise<Reply> {
  const survey = known ?? (archive.state === 'proposed' ? await services.archives.survey(workspace) : undefined);
  const { aadObjectId: reader, locale } = caller;
  return { card: archiveCard({ workspace, archive, reader, survey, now, locale }) };
}

async function certificateReply({ caller, workspace, services, origin }: Context): Promise<Reply> {
  const id = (await services.archives.of(workspace.id))?.certificate?.id;
  if (!id) throw new WorkspaceError('not-found', `There is no certificate of ${workspace.name} yet.`);
  const { token } = await services.records.openCertificate(caller, workspace, id, origin);
  return { card: certificateCard(workspace, origin.linkTo(`/records/${token}`)), personal: true };
}

async function endingReply({ caller, workspace, services }: Context, endsOn: string, note = ''): Promise<Reply> {
  const { endings } = services;
  const ending = await endings.of(workspace.id);
  if (!ending) throw new WorkspaceError('not-found', `${workspace.name} has no end date that I know of.`);
  const view = { workspace, ending, as: 'admin', endsOn, note, today: endings.today(), locale: caller.locale } as const;
  return { card: endingCard(view) };
}

/** What is said on the card, since writing it differently helps; what is wrong otherwise is thrown. */
function noteOf(error: unknown): string {
  if (error instanceof WorkspaceError && error.code === 'invalid') return error.message;
  throw error;
}
