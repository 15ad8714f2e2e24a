import type { Card } from './card.ts';

/** How a card that is sent many times is sent. */
export interface Lasting {
  /** The parts that differ from one copy to the next: those with buttons, which are sealed, and whose view is refreshed. */
  readonly changing: readonly (keyof Card)[];
  /** The JSON of an object of all the others, in UTF-8: encoding takes longer than all else where there is any letter beyond Latin-1. */
  readonly others: Buffer;
}

const known = new WeakMap<Card, Lasting>();

/** The same card, which from now on never changes and is sent many times: what all its copies have in common is written once. */
export function lasting(card: Card): Card {
  const names = Object.keys(card) as (keyof Card)[];
  const changing = names.filter((name) => name === 'refresh' || hasButtons(card[name]));
  const others = names.filter((name) => !changing.includes(name)).map((name) => [name, card[name]]);
  known.set(card, { changing, others: Buffer.from(JSON.stringify(Object.fromEntries(others))) });
  return card;
}

/** Undefined for a card that is made for one reader at one moment, as most are. */
export function lastingOf(card: Card): Lasting | undefined {
  return known.get(card);
}

function hasButtons(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  return (part as { type?: unknown }).type === 'Action.Execute' || Object.values(part).some(hasButtons);
}
