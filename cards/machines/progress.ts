import { type Operation, usualSeconds } from '../../services/machines/machine-record.ts';
import type { Machine } from '../../services/machines/machines.ts';
import type { Person } from '../../services/people/people.ts';
import { stateBadge } from '../badge.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { texts } from '../texts.ts';
import { machineButtons } from './details.ts';
import template from './progress.json' with { type: 'json' };

const { machine: words } = texts;
const render = cardTemplate(template);

/** An operation under way: what is done, what runs, what comes, and how long it usually takes. `cost` is what it will cost, in a line. */
export function progressCard(machine: Machine, operation: Operation, viewer: Person, cost = ''): Card {
  const { verb, by } = operation;
  const begun = machine.record?.state === 'running';
  const usual = usualSeconds(machine.record, verb);
  const [runs, comes] = words.steps[verb];
  const title = words.doing(machine.name, verb);
  return render({
    fallbackText: `${title}. ${words.updates}`,
    ...headline(title),
    subtitle: `${machine.workspace.name} · ${words.askedBy(by.name, by.aadObjectId === viewer.aadObjectId)}`,
    badge: stateBadge(machine.state),
    steps: [
      step(begun ? 'done' : 'runs', words.steps.asked, `{{TIME(${operation.requestedAt.slice(0, 19)}Z)}}`),
      step(begun ? 'runs' : 'comes', runs),
      step('comes', comes, usual === undefined ? '' : words.usually(usual)),
    ],
    cost,
    note: words.updates,
    buttons: machineButtons(machine),
  });
}

const signs = { done: '✓', runs: '›', comes: '·' } as const;

function step(progress: keyof typeof signs, text: string, time = '') {
  return { sign: signs[progress], text, time, weight: progress === 'runs' ? 'Bolder' : 'Default' };
}
