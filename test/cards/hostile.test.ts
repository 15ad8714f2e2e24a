import assert from 'node:assert/strict';
import { actions } from '../../bot/actions/index.ts';
import { outcomeCard } from '../../bot/outcome-card.ts';
import type { Card } from '../../cards/card.ts';
import { helpCard } from '../../cards/help/help.ts';
import { confirmCard } from '../../cards/machines/confirm.ts';
import { connectCard } from '../../cards/machines/connect.ts';
import { failedCard } from '../../cards/machines/failed.ts';
import { machineListCard } from '../../cards/machines/list.ts';
import { machineCard } from '../../cards/machines/machine.ts';
import { progressCard } from '../../cards/machines/progress.ts';
import { notice } from '../../cards/talk/notice.ts';
import { question } from '../../cards/talk/question.ts';
import { texts } from '../../cards/texts.ts';
import { workspaceListCard } from '../../cards/workspaces/list.ts';
import { workspaceCard } from '../../cards/workspaces/workspace.ts';
import { type Json, parts } from '../support/card-content.ts';
import { caller, machine, now, operation, owner, record, researcher, workspace } from '../support/machine-samples.ts';
import { costReport, costSummary } from './cost-report-samples.ts';
import { hostileStrings } from './hostile.ts';
import { assertTame, hidden, markdown, textRuns } from './hostile-card.ts';
import { cardSample, formSample, setupSample, stepsUntil } from './setup-samples.ts';
import { topUpFormOf } from './top-up-samples.ts';

/** Where a name shall be readable, if it is of a length that names have. */
type Sample = readonly [name: string, show: (text: string) => Card];

const samples: readonly Sample[] = [
  ['a machine', (name) => machineCard(machine(name), now, texts.machine.already(name, 'Started'))],
  ['the workspace of a report', (name) => costReport({ workspace: { id: 'x', name } })],
  ['the workspace of a machine', (name) => machineCard(machine('onc-r', { workspace: workspace('x', { name }) }), now)],
  ['a machine in a list', (name) => machineListCard(workspace(), [machine(name), machine(`${name} 2`)])],
  ['the workspace of a list', (name) => machineListCard(workspace('x', { name }), [])],
  [
    'a workspace in a list of all machines',
    (name) => machineListCard(undefined, [machine('onc-r', { workspace: workspace('x', { name }) })]),
  ],
  [
    'who asked',
    (name) =>
      progressCard(machine('onc-r', { record: record() }), operation('start', { by: { ...owner, name } }), researcher),
  ],
  ['why it failed', (message) => failedCard(machine(), operation('stop', { failure: { code: 'busy', message } }))],
  [
    'who else is on a machine',
    (name) => confirmCard(machine(), 'stop', Array(3).fill({ person: { ...owner, name }, at: now.toISOString() }), now),
  ],
  ['a host', (host) => connectCard(machine(), { host, url: 'https://labdesk.example/connect/x' })],
  [
    'a workspace in a list',
    (name) => workspaceListCard([workspace('x', { name })], caller(researcher).roles, undefined),
  ],
  [
    'a workspace',
    (name) =>
      workspaceCard({
        workspace: workspace('x', { name }),
        role: 'Owner',
        inside: { people: 1, started: 0, machines: 0 },
      }),
  ],
  ['a new workspace', (name) => cardSample({ plan: { ...setupSample().plan, name, purpose: name, costCentre: name } })],
  [
    'why a new workspace failed',
    (problem) => cardSample({ state: 'failed', steps: stepsUntil('storage', 'failed', problem) }),
  ],
  ['why a new workspace was declined', (reason) => cardSample({ state: 'declined', reason })],
  ['the name in the form for a workspace', (name) => formSample({}, { name, purpose: name, others: name })],
  ['what is wrong with a form', (words) => formSample({ problems: [{ field: 'name', words }], note: words })],
  [
    'what a workspace is for',
    (purpose) =>
      workspaceCard({
        workspace: workspace('x', { purpose }),
        role: 'Owner',
        inside: { people: 1, started: 0, machines: 0 },
      }),
  ],
  ['the workspace that help names', (name) => helpCard({ subtitle: texts.help.working(name), groups: [], later: [] })],
  [
    'a machine in an example',
    (name) => helpCard({ subtitle: '', groups: [{ noun: 'machine', examples: [`start ${name}`] }], later: [] }),
  ],
  ['what was said', (said) => notice({ title: texts.talk.errors['not-found'], text: `I know no "${said}".` })],
  [
    'a wrong answer',
    (said) =>
      question({ title: 'Which?', subtitle: '', note: texts.talk.noSuch('machine', said), fields: [], buttons: [] }),
  ],
  [
    'a close name',
    (name) =>
      outcomeCard(actions[1]!, {
        kind: 'near',
        input: 'machine',
        meant: { kind: 'machine', value: name, name, workspace: workspace() },
      }),
  ],
];

/** Words that a client renders, in places where it takes them for Markdown. */
function rendered(card: Card): string[] {
  return [...parts(card)].flatMap((part) => {
    if (part.type === 'TextBlock') return [String(part.text)];
    if (part.type === 'FactSet')
      return (part.facts as Json[]).flatMap(({ title, value }) => [String(title), String(value)]);
    if (part.type === 'Input.ChoiceSet' && part.style === 'expanded')
      return (part.choices as Json[]).map(({ title }) => String(title));
    return [];
  });
}

function shown(text: string): string {
  return [...text]
    .filter((each) => each === '\n' || each === '\t' || !(hidden.test(each) || each < ' '))
    .join('')
    .toWellFormed();
}

/** By what was written, what is to be read. */
const expected = new Map(hostileStrings.map((text) => [text, shown(text)]));

describe('a card with a hostile name or text', () => {
  it('is tried with two hundred and more', () => {
    assert.ok(hostileStrings.length >= 200, `${hostileStrings.length}`);
  });

  for (const [name, show] of samples) {
    it(`shows ${name} as text and as nothing else`, () => {
      for (const [text, wanted] of expected) {
        const card = show(text);

        for (const words of rendered(card)) {
          const own = words.replace(/\{\{(DATE|TIME)\(2026-03-02T08:12:00Z(, SHORT)?\)\}\}/g, '');
          assert.doesNotMatch(own, markdown, text.slice(0, 60));
        }
        assertTame(card, text);
        const readable = [...textRuns(card), ...rendered(card)].some((words) => words.includes(wanted));
        if (wanted.length <= 60) assert.ok(readable, JSON.stringify(wanted));
      }
    });
  }

  it('offers hostile choices as plain options, and keeps what was written in a field', () => {
    for (const text of hostileStrings.filter(({ length }) => length < 500)) {
      const fields = [
        { id: 'machine', label: 'Machine', value: '', choices: [{ title: text, value: 'oncology/onc-r' }] },
        { id: 'reason', label: 'Why?', value: text },
      ];
      const card = question({ title: 'Which machine?', subtitle: '', fields, buttons: [] });

      const people = [{ ...researcher, name: text }];
      for (const words of [...rendered(card), ...rendered(formSample({ owners: people, people }))])
        assert.doesNotMatch(words, markdown, text);
      const field = [...parts(card)].find(({ id }) => id === 'reason');
      assert.equal(field?.value, shown(text));
    }
  });

  it('shows what a report is put together by, and a reason for more money, as text and as nothing else', () => {
    for (const text of hostileStrings) {
      const groups = costSummary(2).groups.map((group) => ({ ...group, name: text }));
      for (const card of [costReport({ summary: { ...costSummary(2), groups } }), topUpFormOf({ reason: text })]) {
        for (const words of rendered(card)) assert.doesNotMatch(words, markdown, text.slice(0, 60));
        assertTame(card, text);
      }
    }
  });

  it('has the same parts, whatever the text is', () => {
    const shape = (text: string) =>
      [...parts(notice({ title: 'That does not fit', text, buttons: [] }))].map(({ type }) => type);

    for (const text of hostileStrings) assert.deepEqual(shape(text), shape('ordinary'), text.slice(0, 60));
  });
});
