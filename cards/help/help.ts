import { type Button, button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { texts } from '../texts.ts';
import template from './help.json' with { type: 'json' };

const { help: words } = texts;
const render = cardTemplate(template);

export interface HelpGroup {
  /** The noun of the actions: `machine`. */
  readonly noun: string;
  /** What one can write, for example `start onc-r`. */
  readonly examples: readonly string[];
}

export interface HelpView {
  readonly title?: string;
  readonly subtitle: string;
  readonly groups: readonly HelpGroup[];
  /** Nouns that are still to come. */
  readonly later: readonly string[];
}

/** What this person can do, grouped by what it is about. */
export function helpCard({ title = words.title, subtitle, groups, later }: HelpView): Card {
  const has = (noun: string) => groups.some((group) => group.noun === noun);
  const buttons: Button[] = [
    ...(has('machine') ? [button(words.machines, 'machine.list', {}, { style: 'positive' })] : []),
    button(words.switch, 'workspace.list'),
  ];
  return render({
    fallbackText: `${title} ${groups.flatMap(({ examples }) => examples).join(', ')}`,
    ...headline(title),
    subtitle,
    groups: groups.map(({ noun, examples }, index) => ({
      title: words.groups[noun] ?? noun,
      icon: words.icons[noun] ?? 'Circle',
      examples: examples.map((example) => `“${example}”`).join(' · '),
      first: index === 0,
      spacing: index === 0 ? 'Medium' : 'Default',
    })),
    later:
      later.length > 0 ? words.later(later.map((noun) => (words.groups[noun] ?? noun).toLowerCase()).join(', ')) : '',
    buttons,
  });
}
