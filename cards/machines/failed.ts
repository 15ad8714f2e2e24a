import type { Operation } from '../../services/machines/machine-record.ts';
import type { Machine } from '../../services/machines/machines.ts';
import { stateBadge } from '../badge.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { notice } from '../talk/notice.ts';
import { texts } from '../texts.ts';
import { machineData } from './details.ts';

const { machine: words } = texts;

/** An operation that ended badly: what happened in plain words, and what to do next. */
export function failedCard(machine: Machine, operation: Operation): Card {
  const data = machineData(machine);
  return notice({
    title: words.failedTitle(machine.name, operation.verb),
    subtitle: `${machine.workspace.name} · ${machine.os} · ${machine.size}`,
    badge: stateBadge('Failed'),
    text: operation.failure?.message ?? '',
    support: operation.failure?.support,
    buttons: [
      button(words.actions.tryAgain, `machine.${operation.verb}`, data, { style: 'positive' }),
      button(words.actions.show(machine.name), 'machine.show', data),
      button(words.actions.all, 'machine.list', { id: machine.workspace.id }, { mode: 'secondary' }),
    ],
  });
}
