import type { Machine } from '../../services/machines/machines.ts';
import { stateBadge } from '../badge.ts';
import type { Card } from '../card.ts';
import { type Fact, fact } from '../fact.ts';
import { harmless } from '../harmless.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { memberTexts } from '../texts/members.ts';
import { texts } from '../texts.ts';
import { brief, span } from '../wording.ts';
import { details, machineButtons } from './details.ts';
import template from './machine.json' with { type: 'json' };

const { machine: words } = texts;
const render = cardTemplate(template);

/** One machine, its state, what it costs, and what can be done with it. `note` is one more finished sentence. */
export function machineCard(machine: Machine, now: Date, note = '', costs: readonly Fact[] = []): Card {
  const since =
    machine.since &&
    `{{DATE(${utc(machine.since)}, SHORT)}} {{TIME(${utc(machine.since)})}}, ${ago(machine.since, now)}`;
  const assignee = machine.record?.assignee;
  return render({
    fallbackText:
      `${words.state(machine.name, machine.state)} ${details(machine)}, ${machine.workspace.name}. ${note}`.trim(),
    ...headline(machine.name),
    subtitle: `${machine.workspace.name} · ${machine.os}`,
    badge: stateBadge(machine.state),
    facts: [
      ...fact(words.facts.size, machine.size),
      ...(assignee ? fact(memberTexts.assigned.fact, harmless(brief(assignee.name))) : []),
      ...(since ? [{ title: words.facts.since, value: since }] : []),
      ...costs,
    ],
    note,
    buttons: machineButtons(machine),
  });
}

/** Teams' date functions take seconds and a zone, no fractions. */
function utc(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

function ago(date: Date, now: Date): string {
  return `for ${span((now.getTime() - date.getTime()) / 1000)}`;
}
