import type { MachineVerb } from '../../services/machines/machine.ts';
import type { Connection } from '../../services/machines/machine-record.ts';
import type { Machine } from '../../services/machines/machines.ts';
import { stateBadge } from '../badge.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { notice } from '../talk/notice.ts';
import { texts } from '../texts.ts';
import { machineData } from './details.ts';

const { machine: words } = texts;

/** Asks before a stop or restart, and says who else it would hit: who connected lately, and who started it. `from` stands before the name in the button's id. */
export function confirmCard(
  machine: Machine,
  verb: Exclude<MachineVerb, 'start'>,
  others: readonly Connection[],
  now: Date,
  starter?: Connection,
  from = '',
): Card {
  const data = machineData(machine);
  const seconds = (at: string) => (now.getTime() - Date.parse(at)) / 1000;
  const who = [
    ...others.slice(0, 3).map(({ person, at }) => words.connectedAgo(person.name, seconds(at))),
    ...(starter ? [words.startedAgo(starter.person.name, seconds(starter.at))] : []),
  ];
  return notice({
    title: words.confirmTitle(machine.name, verb),
    subtitle: `${machine.workspace.name} · ${machine.os}`,
    badge: stateBadge(machine.state),
    text: [...(who.length > 0 ? who : [words.nobodyElse]), words.consequence[verb]].join(' '),
    buttons: [
      button(
        words.actions[verb](machine.name),
        `machine.${verb}`,
        { ...data, id: `${machine.workspace.id}/${from}${machine.name}`, confirmed: true },
        { style: 'destructive' },
      ),
      button(words.actions.leaveOn, 'machine.show', data),
    ],
  });
}
