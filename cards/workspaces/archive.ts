import type { Survey } from '../../services/archives/archive-survey.ts';
import {
  type ArchiveStep,
  isAtWork,
  isHalted,
  isRestorable,
  type WorkspaceArchive,
} from '../../services/archives/workspace-archive.ts';
import type { StepCounts } from '../../services/records/deletion-certificate.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import { stateBadge } from '../badge.ts';
import { type Button, button } from '../button.ts';
import type { Card } from '../card.ts';
import { fileSize } from '../file-size.ts';
import { dayText } from '../money.ts';
import { shorten } from '../share.ts';
import { archiveTexts as words } from '../texts/workspace-archive.ts';
import { brief } from '../wording.ts';
import { type ArchiveFact, type ArchiveRow, renderArchive } from './archive-card.ts';
import { surveyFacts } from './archive-facts.ts';

const { actions, counts, facts: labels, text: said } = words;
const verb = 'workspace.archive';
const signs = { done: '✓', running: '›', waiting: '·', failed: '✕' } as const;
const mostProblem = 600;

export interface ArchiveView {
  readonly workspace: Workspace;
  readonly archive: WorkspaceArchive;
  /** aadObjectId of the admin who reads it. */
  readonly reader: string;
  /** What is open, while a second key is waited for. */
  readonly survey?: Survey | undefined;
  /** What is wrong, in finished sentences. */
  readonly note?: string;
  readonly now: Date;
  /** BCP 47. */
  readonly locale: string;
}

/** How it stands with the end of a workspace, for an admin: one card that changes in its place, from the first key on. */
export function archiveCard(view: ArchiveView): Card {
  const { archive, note = '' } = view;
  const badge = words.badges[archive.state];
  return renderArchive({
    title: titleOf(view),
    ...(badge && { badge: stateBadge(isHalted(archive) ? 'Failed' : badge) }),
    note,
    texts: textsOf(view),
    facts: factsOf(view),
    steps: isAtWork(archive) ? archive.steps.map((step) => rowOf(step, archive)) : [],
    next: isAtWork(archive) && !isHalted(archive) ? said.going : '',
    buttons: buttonsOf(view),
  });
}

function titleOf({ archive, reader, workspace }: ArchiveView): string {
  const { state, proposed, restored, dropped } = archive;
  const name = brief(workspace.name);
  if (state === 'open') return restored && !dropped ? words.titles.back(name) : words.titles.stays(name);
  if (state !== 'proposed') return words.titles[isHalted(archive) ? 'halted' : state](name);
  return proposed.by.aadObjectId === reader
    ? words.titles.mine(name)
    : words.titles.asked(name, brief(proposed.by.name));
}

function textsOf(view: ArchiveView): string[] {
  const { archive, reader, now, locale } = view;
  const { state, proposed, lapsesAt, dropped, restorableUntil = '' } = archive;
  if (state === 'proposed') {
    const until = dayText(lapsesAt, now, locale);
    if (proposed.by.aadObjectId === reader) return [said.mine(until)];
    const { storage, retentionDays } = archive.terms;
    return [said.asked(until), words.survey.happens(storage), words.survey.back(retentionDays)];
  }
  if (state === 'archived')
    return [isRestorable(archive, now) ? said.archived(dayText(restorableUntil, now, locale)) : said.over];
  if (state === 'deleted') return [said.deleted];
  if (isHalted(archive)) return [said.halted];
  if (state !== 'open') return [];
  if (dropped) return [dropped.how === 'lapsed' ? said.lapsed : said[dropped.how](brief(dropped.by.name))];
  return backText(archive);
}

/** What is as it was, and what is not. */
function backText({ steps }: WorkspaceArchive): string[] {
  const { comingBack = 0 } = countsOf(steps, 'storage');
  const { machines = 0 } = countsOf(steps, 'machines');
  const { gone = 0, kept } = countsOf(steps, 'people');
  const { problem = '' } = steps.find(({ step }) => step === 'machines') ?? {};
  return [
    said.back,
    [
      Number(comingBack) > 0 ? said.rehydrating(Number(comingBack)) : '',
      Number(machines) > 0 ? said.machines(Number(machines)) : said.noMachines,
      shorten(problem, mostProblem),
      said.approvals,
    ]
      .filter(Boolean)
      .join(' '),
    [Number(gone) > 0 ? said.gone(Number(gone)) : '', kept ? said.kept : ''].filter(Boolean).join(' '),
  ].filter(Boolean);
}

function countsOf(steps: readonly ArchiveStep[], name: ArchiveStep['step']): StepCounts {
  return steps.find(({ step }) => step === name)?.counts ?? {};
}

function factsOf({ archive, survey, locale, now }: ArchiveView): ArchiveFact[] {
  const { state, proposed, confirmed, steps, restorableUntil } = archive;
  if (state === 'proposed') return survey ? surveyFacts(survey, locale) : [];
  if (state !== 'archived') return [];
  const { files = 0, bytes = 0, tier, comingBack = 0 } = countsOf(steps, 'storage');
  const { owners = 0, members = 0, groups = 0 } = countsOf(steps, 'people');
  const second = confirmed ? brief(confirmed.by.name) : '';
  return [
    { label: labels.keys, value: counts.keys(brief(proposed.by.name), second) },
    {
      label: labels.removedMachines,
      value: counts.removedMachines(shorten(`${countsOf(steps, 'machines').names ?? ''}`.replaceAll(' ', ', '), 300)),
    },
    {
      label: labels.people,
      value: [counts.people(Number(owners), Number(members)), Number(groups) > 0 ? counts.groups(Number(groups)) : '']
        .filter(Boolean)
        .join(' · '),
    },
    {
      label: labels.files,
      value: [
        counts.files(Number(files), fileSize(Number(bytes))),
        tier ? counts.tier(`${tier}`) : '',
        Number(comingBack) > 0 ? counts.comingBack(Number(comingBack)) : '',
      ].join(''),
    },
    ...(restorableUntil ? [{ label: labels.until, value: dayText(restorableUntil, now, locale) }] : []),
  ];
}

function rowOf(
  { step, state, counts: counted, problem = '' }: ArchiveStep,
  { state: phase }: WorkspaceArchive,
): ArchiveRow {
  const names: Readonly<Record<string, string>> = words.steps[phase as keyof typeof words.steps];
  return {
    sign: signs[state],
    text: names[step] ?? step,
    details: detailsOf(step, counted),
    problem:
      problem && [shorten(problem, mostProblem), state === 'running' ? said.trying : ''].filter(Boolean).join(' '),
    color: state === 'failed' ? 'Attention' : state === 'done' ? 'Good' : 'Default',
    weight: state === 'running' || state === 'failed' ? 'Bolder' : 'Default',
    isSubtle: state === 'waiting',
  };
}

/** What a step has counted so far, behind its name. */
function detailsOf(step: ArchiveStep['step'], counted: StepCounts = {}): string {
  const { files, bytes, machines, owners, members, groups = 0, people, withdrawn, revoked, ended } = counted;
  const parts = [
    files === undefined ? '' : counts.files(Number(files), fileSize(Number(bytes ?? 0))),
    step === 'machines' && machines !== undefined ? `${machines}` : '',
    owners === undefined ? '' : counts.people(Number(owners), Number(members)),
    Number(groups) === 0 ? '' : counts.groups(Number(groups)),
    people === undefined ? '' : `${people}`,
    withdrawn === undefined ? '' : `${Number(withdrawn) + Number(revoked)}`,
    ended === undefined ? '' : `${ended}`,
  ].filter(Boolean);
  return parts.length > 0 ? ` · ${parts.join(' · ')}` : '';
}

function buttonsOf({ archive, workspace, reader, now }: ArchiveView): Button[] {
  const { state, round, proposed, terms, certificate } = archive;
  const id = (step: string) => ({ id: `${step}/${workspace.id}.${round}` });
  const certificates = certificate ? [button(actions.certificate, verb, id('certificate'))] : [];
  const records = button(actions.records, 'audit.show', { id: workspace.id }, { mode: 'secondary' });
  if (state === 'proposed') {
    if (proposed.by.aadObjectId === reader) return [button(actions.takeBack, verb, id('drop'))];
    const agree = button(
      actions.archive(brief(workspace.name)),
      verb,
      { ...id('confirm'), confirmed: true },
      { style: 'destructive' },
    );
    return [agree, button(actions.refuse, verb, id('drop'))];
  }
  if (isHalted(archive)) return [button(actions.retry, verb, id('retry'), { style: 'positive' })];
  if (state === 'archived' && isRestorable(archive, now))
    return [
      button(actions.restore, verb, id('restore'), { style: 'positive' }),
      button(actions.keep(terms.retentionDays), verb, id('keep')),
      ...certificates,
      records,
    ];
  if (state === 'archived' || state === 'deleted') return [...certificates, records];
  return state === 'open' && archive.restored ? [button(actions.people, 'member.list', { id: workspace.id })] : [];
}
