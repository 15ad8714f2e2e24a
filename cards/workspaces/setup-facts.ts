import type { WorkspaceCheck } from '../../services/setups/workspace-setup.ts';
import { type Badge, stateBadge } from '../badge.ts';
import { dayText, moneyText } from '../money.ts';
import { share, shorten } from '../share.ts';
import { setupTexts as words } from '../texts/workspace-setup.ts';
import { brief, listing } from '../wording.ts';
import type { SetupView } from './setup.ts';

interface FactRow {
  readonly label: string;
  readonly values: readonly { readonly value: string }[];
}

const mostMembers = 8;
const mostMachines = 8;
const bytes = { purpose: 1_200, machines: 2_000, words: 500 } as const;
const order: readonly WorkspaceCheck['check'][] = ['quota', 'price', 'preview'];

/** What was asked for, line by line, as people read it. */
export function setupFacts({ setup, names, now, locale }: SetupView): readonly FactRow[] {
  const { plan, state } = setup;
  const { facts } = words;
  const members = plan.members.map(({ name }) => brief(name));
  const machines = plan.machines.map(({ name, size, image, environment }) =>
    words.machine(
      name,
      names?.sizes[size] ?? size,
      names?.images[image] ?? image,
      words.form.environments[environment],
    ),
  );
  const shown = share(machines.slice(0, mostMachines), bytes.machines);
  return [
    row(facts.purpose, [shorten(plan.purpose, bytes.purpose)]),
    row(facts.owner, [brief(plan.owner.name)]),
    row(facts.members, [members.length === 0 ? facts.nobody : some(members)]),
    row(
      facts.machines,
      machines.length === 0 ? [facts.noMachines] : [...shown, ...rest(machines.length, mostMachines)],
    ),
    row(facts.budget, [words.budget(moneyText(plan.budget, locale), listing(plan.thresholds.map(String)))]),
    row(facts.endsOn, [dayText(plan.endsOn, now, locale)]),
    ...(state === 'ready'
      ? []
      : [
          row(facts.costCentre, [shorten(plan.costCentre, 200)]),
          row(facts.rules, [names?.presets[plan.preset] ?? plan.preset]),
        ]),
  ];
}

/** All checks in their order: those that are known with what they found, the others with what they ask. */
export function checkRows({ setup, locale }: SetupView): readonly { words: string; badge: Badge }[] {
  const { checks, state } = setup;
  return order.flatMap((check) => {
    const found = checks.find((one) => one.check === check);
    if (found) return [{ words: foundText(found, locale), badge: stateBadge(words.checkBadges[found.state]) }];
    return state === 'checking' ? [{ words: words.checking[check], badge: stateBadge(words.checkBadges.waits) }] : [];
  });
}

function foundText({ words: said, price }: WorkspaceCheck, locale: string): string {
  if (!price) return shorten(said, bytes.words);
  const { monthly, above } = price;
  return words.price(moneyText(monthly, locale), above && moneyText(above, locale));
}

function row(label: string, values: readonly string[]): FactRow {
  return { label, values: values.filter(Boolean).map((value) => ({ value })) };
}

function some(names: readonly string[]): string {
  if (names.length <= mostMembers) return listing(names);
  return [...names.slice(0, mostMembers), words.facts.more(names.length - mostMembers)].join(', ');
}

function rest(count: number, most: number): string[] {
  return count > most ? [words.facts.more(count - most)] : [];
}
