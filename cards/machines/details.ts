import type { Machine } from '../../services/machines/machines.ts';
import { type Button, type ButtonData, button } from '../button.ts';
import { memberTexts } from '../texts/members.ts';
import { texts } from '../texts.ts';

const { actions } = texts.machine;

/** "Linux · Standard_D8s_v5 · for Researcher": what one line says of a machine. */
export function details({ os, size, record }: Machine): string {
  return [os, size, ...(record?.assignee ? [memberTexts.assigned.theirs(record.assignee.name)] : [])].join(' · ');
}

export function machineData(machine: Machine): ButtonData {
  return { id: `${machine.workspace.id}/${machine.name}`, version: machine.version };
}

/** The buttons that the state allows, the next useful one first. */
export function machineButtons(machine: Machine): Button[] {
  const data = machineData(machine);
  const { name } = machine;
  const start = button(actions.start(name), 'machine.start', data, { style: 'positive' });
  const stop = button(actions.stop(name), 'machine.stop', data);
  const all = button(actions.all, 'machine.list', { id: machine.workspace.id }, { mode: 'secondary' });
  const refresh = button(actions.refresh, 'machine.show', data);
  switch (machine.state) {
    case 'Started':
      return [
        button(actions.connect(name), 'machine.connect', data, { style: 'positive' }),
        stop,
        button(actions.restart(name), 'machine.restart', data, { mode: 'secondary' }),
        all,
      ];
    case 'Stopped':
      return [start, all];
    case 'Failed':
      return [start, stop, all];
    default:
      return [refresh, all];
  }
}
