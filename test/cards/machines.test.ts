import assert from 'node:assert/strict';
import { stateBadge } from '../../cards/badge.ts';
import type { Card } from '../../cards/card.ts';
import { confirmCard } from '../../cards/machines/confirm.ts';
import { failedCard } from '../../cards/machines/failed.ts';
import { machineListCard } from '../../cards/machines/list.ts';
import { machineCard } from '../../cards/machines/machine.ts';
import { progressCard } from '../../cards/machines/progress.ts';
import type { MachineState } from '../../services/machines/machine.ts';
import { badges, buttons, cardText, parts } from '../support/card-content.ts';
import { machine, machines, now, operation, owner, record, researcher, workspace } from '../support/machine-samples.ts';

function verbs(card: Card): string[] {
  return buttons(card).map(({ verb }) => String(verb));
}

function names(card: Card): string[] {
  return cardText(card).match(/^onc-\d+$/gm) ?? [];
}

describe('a machine card', () => {
  it('shows the state alone in its badge, in a colour that always means the same', () => {
    const styles: Record<MachineState, string> = {
      Started: 'Good',
      Starting: 'Warning',
      Stopping: 'Warning',
      Stopped: 'Subtle',
      Failed: 'Attention',
      Unknown: 'Subtle',
    };
    for (const [state, style] of Object.entries(styles) as [MachineState, string][]) {
      const card = machineCard(machine('onc-r', { state }), now);
      assert.deepEqual(badges(card), [state]);
      assert.equal(stateBadge(state).style, style, state);
    }
  });

  it('offers what the state allows, the next useful thing first', () => {
    const offered: Record<MachineState, string[]> = {
      Started: ['machine.connect', 'machine.stop', 'machine.restart', 'machine.list'],
      Stopped: ['machine.start', 'machine.list'],
      Failed: ['machine.start', 'machine.stop', 'machine.list'],
      Starting: ['machine.show', 'machine.list'],
      Stopping: ['machine.show', 'machine.list'],
      Unknown: ['machine.show', 'machine.list'],
    };
    for (const [state, expected] of Object.entries(offered) as [MachineState, string[]][])
      assert.deepEqual(verbs(machineCard(machine('onc-r', { state }), now)), expected, state);
  });

  it('carries the version it shows in every button about the machine', () => {
    const card = machineCard(machine('onc-r', { version: 12 }), now);

    const data = buttons(card).filter(({ verb }) => verb !== 'machine.list');
    assert.deepEqual(
      data.map((button) => button.data),
      Array(3).fill({ id: 'oncology/onc-r', version: 12 }),
    );
  });

  it('leaves the time to each client, and says since when in words', () => {
    const text = cardText(machineCard(machine(), now));

    assert.match(
      text,
      /\{\{DATE\(2026-03-02T08:12:00Z, SHORT\)\}\} \{\{TIME\(2026-03-02T08:12:00Z\)\}\}, for 1 h 18 min/,
    );
  });
});

describe('a list of machines', () => {
  it('shows eight a page, says how many more there are, and leads to them', () => {
    const all = machines(20);
    const pages = [0, 1, 2].map((page) => machineListCard(workspace(), all, page));

    assert.deepEqual(
      pages.map((card) => names(card).length),
      [8, 8, 4],
    );
    assert.deepEqual(
      pages.map((card) => buttons(card).filter(({ verb }) => verb === 'machine.list')[0]),
      [
        ['12 more machines', 'oncology/1'],
        ['4 more machines', 'oncology/2'],
        ['First page', 'oncology'],
      ].map(([title, id]) => ({
        type: 'Action.Execute',
        title,
        verb: 'machine.list',
        style: 'default',
        mode: 'primary',
        data: { id },
      })),
    );
  });

  it('shows the nearest page where somebody asks for one that is not there', () => {
    const all = machines(20);
    const first = names(machineListCard(workspace(), all));
    const last = names(machineListCard(workspace(), all, 2));

    assert.deepEqual(names(machineListCard(workspace(), all, 99)), last);
    for (const page of [-1, 0.5, Number.NaN]) assert.deepEqual(names(machineListCard(workspace(), all, page)), first);
  });

  it('counts what runs over all pages', () => {
    assert.match(cardText(machineListCard(workspace(), machines(20))), /4 of 20 started/);
  });

  it('names the workspace in every row where there are several', () => {
    const cardiology = workspace('cardiology');
    const text = cardText(machineListCard(undefined, [machine(), machine('card-r', { workspace: cardiology })]));

    assert.match(text, /Oncology · Windows · Standard_D8s_v5/);
    assert.match(text, /Cardiology · Windows · Standard_D8s_v5/);
  });
});

describe('the cards of an operation', () => {
  const signs = (card: Card) => [...parts(card)].flatMap(({ text }) => (/^[✓›·]$/.test(String(text)) ? [text] : []));
  const starting = (state: 'requested' | 'running') =>
    machine('onc-r', { state: 'Starting', record: record({ state, operation: operation('start') }) });

  it('say what is done, what runs and what comes, and how long it usually takes', () => {
    const asked = progressCard(starting('requested'), operation('start'), researcher);
    const running = progressCard(starting('running'), operation('start'), researcher);

    assert.deepEqual(signs(asked), ['›', '·', '·']);
    assert.deepEqual(signs(running), ['✓', '›', '·']);
    assert.match(cardText(running), /usually 1:35/);
  });

  it('say who asked, to the one who did in the second person', () => {
    assert.match(cardText(progressCard(starting('running'), operation('start'), researcher)), /asked by you/);
    assert.match(cardText(progressCard(starting('running'), operation('start'), owner)), /asked by Researcher/);
  });

  it('name up to three people whom a stop would hit, and what it costs them', () => {
    const others = [4, 20, 90, 200].map((minutes, index) => ({
      person: { aadObjectId: `${index}`, name: `Researcher ${index}` },
      at: new Date(now.getTime() - minutes * 60_000).toISOString(),
    }));
    const text = cardText(confirmCard(machine(), 'stop', others, now));

    assert.match(text, /Researcher 0 connected 4 minutes ago\. Researcher 1 connected 20 minutes ago\./);
    assert.match(text, /Researcher 2 connected 1 h 30 min ago\. Open work is lost/);
    assert.doesNotMatch(text, /Researcher 3/);
  });

  it('say after a failure what happened and offer to try again', () => {
    const failure = { code: 'quota', message: 'The subscription has used up its cores.' };
    const card = failedCard(machine('onc-r', { state: 'Stopped' }), operation('start', { failure }));

    assert.deepEqual(badges(card), ['Failed']);
    assert.match(cardText(card), /onc-r could not start[\s\S]+used up its cores/);
    assert.equal(verbs(card)[0], 'machine.start');
  });
});
