import { actions } from '../../bot/actions/index.ts';
import { notUnderstoodCard, outcomeCard } from '../../bot/outcome-card.ts';
import { button } from '../../cards/button.ts';
import type { Card } from '../../cards/card.ts';
import { type HelpView, helpCard } from '../../cards/help/help.ts';
import { confirmCard } from '../../cards/machines/confirm.ts';
import { connectCard } from '../../cards/machines/connect.ts';
import { failedCard } from '../../cards/machines/failed.ts';
import { machineListCard } from '../../cards/machines/list.ts';
import { machineCard } from '../../cards/machines/machine.ts';
import { progressCard } from '../../cards/machines/progress.ts';
import { notice } from '../../cards/talk/notice.ts';
import { type Field, question } from '../../cards/talk/question.ts';
import { texts } from '../../cards/texts.ts';
import { workspaceListCard } from '../../cards/workspaces/list.ts';
import { workspaceCard } from '../../cards/workspaces/workspace.ts';
import type { MachineState, MachineVerb } from '../../services/machines/machine.ts';
import {
  caller,
  machine,
  machines,
  now,
  operation,
  owner,
  record,
  researcher,
  workspace,
} from '../support/machine-samples.ts';
import { adminSamples } from './admin-samples.ts';
import { announceSamples } from './announce-samples.ts';
import { archiveSamples } from './archive-samples.ts';
import { auditSamples } from './audit-samples.ts';
import { budgetSamples } from './budget-samples.ts';
import { costReportSamples } from './cost-report-samples.ts';
import { fileSamples } from './file-samples.ts';
import { mailSamples } from './mail-samples.ts';
import { memberSamples } from './member-samples.ts';
import { requestSamples } from './request-samples.ts';
import { meSamples, reviewSamples } from './review-samples.ts';
import { scheduleSamples } from './schedule-samples.ts';
import { setupSamples } from './setup-samples.ts';
import { stopAllSamples } from './stop-all-samples.ts';
import { topUpSamples } from './top-up-samples.ts';

const states: readonly MachineState[] = ['Started', 'Starting', 'Stopped', 'Stopping', 'Failed', 'Unknown'];
const verbs: readonly MachineVerb[] = ['start', 'stop', 'restart'];
const oncology = workspace();

/** Everybody's cards, by a name that says what they show: every presenter, in every state that changes how it looks. */
export const samples: Readonly<Record<string, Card>> = {
  ...machineCards(),
  ...operationCards(),
  ...helpCards(),
  ...workspaceCards(),
  ...talkCards(),
  ...requestSamples,
  ...budgetSamples,
  ...scheduleSamples,
  ...topUpSamples,
  ...costReportSamples,
  ...fileSamples,
  ...archiveSamples,
  ...auditSamples,
  ...adminSamples,
  ...mailSamples,
  ...memberSamples,
  ...reviewSamples,
  ...meSamples,
  ...announceSamples,
  ...stopAllSamples,
  ...setupSamples,
};

function machineCards(): Record<string, Card> {
  const host = 'onc-r';
  const url = `https://labdesk.example/connect/${'a'.repeat(32)}`;
  return {
    ...named('a machine that is', states, (state) => machineCard(machine('onc-r', { state }), now)),
    'a machine that was started already': machineCard(machine(), now, texts.machine.already('onc-r', 'Started')),
    'a machine of unknown age': machineCard(machine('onc-r', { since: undefined, os: 'Linux' }), now),
    ...named('a list of machines, as many as', [0, 1, 3, 40], (count) => machineListCard(oncology, machines(count))),
    'the last page of machines': machineListCard(oncology, machines(40), 4),
    'machines of several workspaces': machineListCard(undefined, [
      ...machines(2),
      machine('card-r', { workspace: workspace('cardiology') }),
    ]),
    'a link to connect': connectCard(machine(), { url, host }),
  };
}

function operationCards(): Record<string, Card> {
  const running = (verb: MachineVerb, state: 'requested' | 'running') =>
    machine('onc-r', {
      state: verb === 'stop' ? 'Stopping' : 'Starting',
      record: record({ state, operation: operation(verb) }),
    });
  const connections = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      person: { aadObjectId: `person-${index}`, name: `Researcher ${index + 2}` },
      at: new Date(now.getTime() - (index + 1) * 14 * 60_000).toISOString(),
    }));
  const failure = {
    code: 'capacity',
    message: 'Azure has no free machine of this size right now. It usually has again within an hour; try again then.',
  };
  return {
    ...named('asked to', verbs, (verb) => progressCard(running(verb, 'requested'), operation(verb), researcher)),
    ...named('under way to', verbs, (verb) => progressCard(running(verb, 'running'), operation(verb), owner)),
    'a first start': progressCard(
      machine('onc-r', { state: 'Starting', record: record({ took: {}, operation: operation('start') }) }),
      operation('start'),
      researcher,
    ),
    ...named('failed to', verbs, (verb) =>
      failedCard(machine('onc-r', { state: 'Stopped' }), operation(verb, { failure })),
    ),
    ...named('stop, with so many others on it:', [0, 1, 5], (count) =>
      confirmCard(machine(), 'stop', connections(count), now),
    ),
    'restart, with nobody else on it': confirmCard(machine(), 'restart', [], now),
  };
}

function helpCards(): Record<string, Card> {
  const machineHelp = { noun: 'machine', examples: ['machines', 'start onc-r', 'connect to onc-r'] };
  const workspaceHelp = { noun: 'workspace', examples: ['workspaces', 'switch to Oncology', 'show workspace'] };
  const nouns = ['request', 'file', 'dataset', 'budget', 'member', 'audit', 'admin'];
  const view = (more: Partial<HelpView>): HelpView => ({
    subtitle: texts.help.working('Oncology'),
    groups: [machineHelp, workspaceHelp],
    later: ['request', 'file', 'dataset', 'budget'],
    ...more,
  });
  return {
    'help for a member': helpCard(view({})),
    'help for somebody new': helpCard(view({ title: texts.help.welcome })),
    'help for an admin': helpCard(view({ subtitle: texts.help.own, later: nouns })),
    'help for a stranger': helpCard(view({ subtitle: texts.help.stranger, groups: [workspaceHelp], later: [] })),
    'help when everything is built': helpCard(
      view({
        groups: [machineHelp, workspaceHelp, ...nouns.map((noun) => ({ noun, examples: [`show ${noun}`] }))],
        later: [],
      }),
    ),
  };
}

function workspaceCards(): Record<string, Card> {
  const many = Array.from({ length: 20 }, (_, index) => workspace(`study-${index + 1}`));
  const { roles } = caller(researcher, { oncology: 'member', genomics: 'owner' });
  return {
    'no workspace': workspaceListCard([], roles, undefined),
    'two workspaces': workspaceListCard([oncology, workspace('genomics')], roles, 'oncology'),
    'twenty workspaces': workspaceListCard(many, roles, undefined),
    'the second page of workspaces': workspaceListCard(many, roles, undefined, 1),
    'a workspace': workspaceCard({
      workspace: oncology,
      role: 'Member',
      inside: { people: 7, started: 1, machines: 2 },
    }),
    'a workspace with a purpose and an end': workspaceCard({
      workspace: workspace('oncology', { purpose: 'Images and pathology of the lung study.', endsOn: '2027-06-30' }),
      role: 'Owner',
      inside: { people: 7, started: 1, machines: 2 },
      lastDay: '30 June 2027',
    }),
    'a workspace for a reviewer': workspaceCard({ workspace: oncology, role: texts.workspace.visitor }),
  };
}

function talkCards(): Record<string, Card> {
  const choices = (count: number) =>
    machines(count).map(({ name }) => ({ title: `${name} · Oncology`, value: `oncology/${name}` }));
  const field: Field = { id: 'machine', label: 'Machine', value: '', choices: choices(3) };
  const asked = (fields: readonly Field[], note = '') =>
    question({
      title: 'Which machine?',
      subtitle: 'Start a machine',
      note,
      fields,
      buttons: [button('Start a machine', 'machine.start', {}, { style: 'positive' })],
    });
  const start = actions.find(({ name }) => name === 'machine.start')!;
  return {
    'a question with few choices': asked([field]),
    'a question with many choices': asked([{ ...field, value: 'oncology/onc-2', choices: choices(30) }]),
    'a question after a wrong answer': asked([field], texts.talk.noSuch('machine', 'onc-x')),
    'a question for words': asked([field, { id: 'reason', label: 'Why?', value: 'For the review of the trial' }]),
    'a question of an action': outcomeCard(start, { kind: 'asked', missing: 'machine', fields: [field] }),
    'a close name': outcomeCard(start, {
      kind: 'near',
      input: 'machine',
      meant: { kind: 'machine', value: 'oncology/onc-r', name: 'onc-r', workspace: oncology },
    }),
    'a sentence not understood': notUnderstoodCard(actions.slice(1, 4)),
    'a sentence like no other': notUnderstoodCard([]),
    'a notice for support': notice({
      title: texts.talk.failed,
      text: texts.talk.failedText,
      support: '7K2-94F',
      buttons: [button(texts.talk.help, 'help')],
    }),
    'a notice without buttons': notice({ title: texts.talk.cancelledTitle, text: texts.talk.cancelled }),
  };
}

function named<T extends string | number>(
  what: string,
  values: readonly T[],
  show: (value: T) => Card,
): Record<string, Card> {
  return Object.fromEntries(values.map((value) => [`${what} ${value}`, show(value)]));
}
