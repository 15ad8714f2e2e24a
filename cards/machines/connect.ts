import type { Machine } from '../../services/machines/machines.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { fact } from '../fact.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { texts } from '../texts.ts';
import template from './connect.json' with { type: 'json' };
import { machineData } from './details.ts';

const { machine: words } = texts;
const render = cardTemplate(template);

/** The link to a connection file, for the chat of the one person it was made for. */
export function connectCard(machine: Machine, link: { url: string; host: string }): Card {
  const title = words.connect.title(machine.name);
  return render({
    fallbackText: `${title}: ${link.url}`,
    ...headline(title),
    subtitle: `${machine.workspace.name} · ${machine.os}`,
    facts: [...fact(words.facts.host, link.host), ...fact(words.facts.valid, words.connect.once)],
    note: words.connect.windowsAsks(link.host),
    linkTitle: words.connect.open,
    url: link.url,
    buttons: [button(words.actions.show(machine.name), 'machine.show', machineData(machine), { mode: 'secondary' })],
  });
}
