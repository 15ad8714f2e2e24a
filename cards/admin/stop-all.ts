import type { Money } from '../../services/money/money.ts';
import { stopAllId } from '../../services/stop-alls/stop-all.ts';
import type { PlannedMachine } from '../../services/stop-alls/stop-all-plan.ts';
import type { Planned } from '../../services/stop-alls/stop-alls.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { harmless } from '../harmless.ts';
import { headline } from '../headline.ts';
import { moneyText } from '../money.ts';
import { cardTemplate } from '../render.ts';
import { notice } from '../talk/notice.ts';
import { stopAllTexts } from '../texts/admin-stop-all.ts';
import { brief, listing } from '../wording.ts';
import template from './stop-all.json' with { type: 'json' };

const { plan: words, actions } = stopAllTexts;
const render = cardTemplate(template);
const mostPlaces = 8;
const mostMachines = 20;
const mostUsers = 2;

export interface StopAllView extends Planned {
  /** The name of the workspace; undefined where it is for all. */
  readonly place: string | undefined;
  /** BCP 47. */
  readonly locale: string;
  /** What is wrong, in finished sentences. */
  readonly note?: string;
}

/** Shows what would be stopped, who uses it and what it costs; asks for a word that nobody types by accident. */
export function stopAllCard({ order, machines, more, place, locale, note = '' }: StopAllView): Card {
  const where = place && brief(place);
  if (machines.length === 0) return notice({ title: words.none(where), text: words.noneText });
  const title = words.title(machines.length, where);
  const text = [words.text, savedText(order.saved, locale, words.saves)].filter(Boolean).join(' ');
  const byPlace = Map.groupBy(machines, ({ workspace }) => workspace.id);
  const shown = [...byPlace.values()].slice(0, mostPlaces);
  const each = Math.max(1, Math.floor(mostMachines / shown.length));
  return render({
    fallbackText: `${title} ${text}`,
    ...headline(title),
    subtitle: '',
    note,
    text,
    places: shown.map((here) => ({
      name: words.place(brief(here[0]!.workspace.name), here.length),
      machines: here.slice(0, each).map(machineLine),
    })),
    more: [
      byPlace.size > shown.length ? words.more(byPlace.size - shown.length) : '',
      more > 0 ? words.later(more) : '',
    ]
      .filter(Boolean)
      .join(' '),
    wordLabel: words.word(harmless(brief(order.word))),
    buttons: [
      button(
        actions.stop,
        'admin.stopall',
        { id: `stop/${stopAllId(order)}`, confirmed: true },
        { style: 'destructive' },
      ),
      button(actions.cancel, 'admin.stopall', { id: `cancel/${stopAllId(order)}` }),
    ],
  });
}

/** An order that was not given. */
export function stopAllCancelled(): Card {
  return notice({ title: words.cancelled, text: words.cancelledText });
}

/** Empty where nobody knows what is saved. */
export function savedText(saved: readonly Money[], locale: string, say: (sums: string) => string): string {
  return saved.length > 0 ? say(listing(saved.map((sum) => moneyText(sum, locale)))) : '';
}

function machineLine({ machine, users }: PlannedMachine) {
  const names = listing(users.slice(0, mostUsers).map(brief));
  return { name: brief(machine), users: ` · ${names ? words.users(names) : words.unused}` };
}
