import type { Machine } from '../../services/machines/machines.ts';
import { stateBadge } from '../badge.ts';
import { type Button, button } from '../button.ts';
import type { Card } from '../card.ts';
import { firstOf } from '../first-of.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { texts } from '../texts.ts';
import { details, machineData } from './details.ts';
import template from './list.json' with { type: 'json' };

const { actions, list } = texts.machine;
const render = cardTemplate(template);

/** Rows on one page; the card stays readable on a phone and far under Teams' 28 KB. */
export const pageSize = 8;

/** The machines of a workspace; `page` counts from 0. */
export function machineListCard(
  workspace: { id: string; name: string } | undefined,
  machines: readonly Machine[],
  page = 0,
): Card {
  const title = workspace ? list.title(workspace.name) : list.titleAll;
  const started = machines.filter(({ state }) => state === 'Started').length;
  const first = firstOf(page, machines.length, pageSize);
  const shown = machines.slice(first, first + pageSize);
  const subtitle = machines.length === 0 ? list.none : list.summary(started, machines.length);
  return render({
    fallbackText: `${title}: ${shown.map(({ name, state }) => `${name} ${state.toLowerCase()}`).join(', ') || list.none}`,
    ...headline(title),
    subtitle,
    rows: shown.map((machine) => ({
      name: machine.name,
      details: workspace ? details(machine) : `${machine.workspace.name} · ${details(machine)}`,
      badge: stateBadge(machine.state),
      showTitle: actions.show(machine.name),
      show: machineData(machine),
      buttons: rowButtons(machine),
    })),
    buttons: pageButtons(workspace?.id, machines.length, first),
  });
}

function rowButtons(machine: Machine): Button[] {
  const data = machineData(machine);
  if (machine.state === 'Started')
    return [button(actions.connectShort, 'machine.connect', data, { style: 'positive' })];
  if (machine.state === 'Stopped' || machine.state === 'Failed')
    return [button(actions.startShort, 'machine.start', data)];
  return [];
}

function pageButtons(workspace: string | undefined, count: number, first: number): Button[] {
  const refresh = button(actions.refresh, 'machine.list', { id: workspace });
  const left = count - first - pageSize;
  if (left > 0)
    return [
      button(actions.more(left), 'machine.list', {
        id: [workspace, first / pageSize + 1].filter((part) => part !== undefined).join('/'),
      }),
      refresh,
    ];
  return first > 0 ? [button(actions.back, 'machine.list', { id: workspace }), refresh] : [refresh];
}
