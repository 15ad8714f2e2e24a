import { type Aggregate, type Decision, defineAggregate, type NewEffect } from '../change/aggregate.ts';
import type { Money } from '../money/money.ts';
import type { Person } from '../people/people.ts';

/** idle: it runs, and nobody uses it; stuck: it does not run, and costs all the same; disk: it belongs to no machine. */
export type GhostKind = 'idle' | 'stuck' | 'disk';

/** Something that costs money for nobody. */
export interface Ghost {
  readonly kind: GhostKind;
  readonly name: string;
  /** Since when it is so, as far as anybody knows (ISO). */
  readonly since?: string;
  /** What it costs a day; undefined where nobody knows. */
  readonly perDay?: Money;
  /** Who started the machine. */
  readonly starter?: Person;
  readonly answer?: { readonly what: 'left' | 'asked' | 'stopped'; readonly by: Person };
}

/** What was found in a workspace at night, what was said about it, and what shall be left alone. One document each. */
export interface Ghosts extends Aggregate<'on'> {
  readonly workspace: string;
  /** Counts the nights in which something new was found; each has cards of its own. */
  readonly round: number;
  /** Of the last such night. */
  readonly found: readonly Ghost[];
  /** Who were told then. */
  readonly people: readonly Person[];
  /** When each was told last (ISO), by kind and name. */
  readonly told: Readonly<Record<string, string>>;
  /** Machines that shall be left alone, and until when (ISO), by name. */
  readonly left: Readonly<Record<string, string>>;
  /** When the person who started a machine was asked last (ISO), by name. */
  readonly asked: Readonly<Record<string, string>>;
}

export const ghosts = defineAggregate<Ghosts>({
  kind: 'ghosts',
  schema: 1,
  initial: 'on',
  transitions: { on: [] },
  ledger: ({ workspace }) => workspace,
});

export function ghostsAddress(workspace: string): { partition: string; id: string } {
  return { partition: `workspace/${workspace}`, id: 'ghosts' };
}

const dayInMs = 86_400_000;
/** Nothing is told twice in a week, and what is left alone is so for a week. */
const weekInMs = 7 * dayInMs;
/** More in one night nobody looks through. */
const mostFound = 40;

/** What nobody was told this week and nobody wants left alone. */
export function newGhosts(known: Ghosts | undefined, found: readonly Ghost[], now: Date): readonly Ghost[] {
  return found.filter((ghost) => {
    const told = known?.told[keyOf(ghost)];
    const left = ghost.kind === 'disk' ? undefined : known?.left[ghost.name.toLowerCase()];
    const isTold = told !== undefined && now.getTime() - Date.parse(told) < weekInMs;
    return !isTold && !(left !== undefined && Date.parse(left) > now.getTime());
  });
}

/** They are told; undefined where all of it was told meanwhile. */
export function decideFound(
  current: Ghosts | undefined,
  workspace: string,
  found: readonly Ghost[],
  people: readonly Person[],
  now: Date,
): Decision<Ghosts> | undefined {
  const fresh = newGhosts(current, found, now).slice(0, mostFound);
  if (fresh.length === 0) return undefined;
  const told = {
    ...recent(current?.told, now),
    ...Object.fromEntries(fresh.map((one) => [keyOf(one), now.toISOString()])),
  };
  const round = (current?.round ?? 0) + 1;
  return {
    next: { ...emptyOf(current, workspace), round, found: fresh, people, told },
    effects: ghostCards(people, round, now),
    detail: { found: fresh.length, people: people.length },
  };
}

/** The machine is left alone for a week. */
export function decideLeave(
  current: Ghosts | undefined,
  workspace: string,
  machine: string,
  by: Person,
  now: Date,
): Decision<Ghosts> {
  const until = new Date(now.getTime() + weekInMs).toISOString();
  const before = emptyOf(current, workspace);
  const next = { ...before, found: answered(before.found, machine, { what: 'left', by }) };
  return {
    next: { ...next, left: { ...coming(before.left, now), [machine.toLowerCase()]: until } },
    effects: ghostCards(before.people, before.round, now),
    detail: { machine },
  };
}

/** The machine was stopped from the card; undefined where it is on none. */
export function decideStopped(
  current: Ghosts | undefined,
  machine: string,
  by: Person,
  now: Date,
): Decision<Ghosts> | undefined {
  if (!current?.found.some((ghost) => isMachine(ghost, machine))) return undefined;
  return {
    next: { found: answered(current.found, machine, { what: 'stopped', by }) },
    effects: ghostCards(current.people, current.round, now),
    detail: { machine },
  };
}

/** Whoever started the machine is asked; undefined where they were within a day. */
export function decideAsk(
  current: Ghosts | undefined,
  workspace: string,
  { machine, starter, by }: { readonly machine: string; readonly starter: Person; readonly by: Person },
  now: Date,
): Decision<Ghosts> | undefined {
  const before = emptyOf(current, workspace);
  const asked = before.asked[machine.toLowerCase()];
  if (asked !== undefined && now.getTime() - Date.parse(asked) < dayInMs) return undefined;
  return {
    next: {
      ...before,
      found: answered(before.found, machine, { what: 'asked', by }),
      asked: { ...recent(before.asked, now), [machine.toLowerCase()]: now.toISOString() },
    },
    effects: [
      { kind: 'ghosts.ask', data: { machine, to: starter.aadObjectId, name: starter.name, by: by.name } },
      ...ghostCards(before.people, before.round, now),
    ],
    detail: { machine },
  };
}

function ghostCards(people: readonly Person[], round: number, now: Date): NewEffect[] {
  const deadline = new Date(now.getTime() + dayInMs);
  return people.map(({ aadObjectId }) => ({ kind: 'ghosts.card', deadline, data: { to: aadObjectId, round } }));
}

function emptyOf(current: Ghosts | undefined, workspace: string) {
  const { round = 0, found = [], people = [], told = {}, left = {}, asked = {} } = current ?? {};
  return { workspace, round, found, people, told, left, asked };
}

function answered(found: readonly Ghost[], machine: string, answer: NonNullable<Ghost['answer']>): readonly Ghost[] {
  return found.map((ghost) => (isMachine(ghost, machine) ? { ...ghost, answer } : ghost));
}

function isMachine({ kind, name }: Ghost, machine: string): boolean {
  return kind !== 'disk' && name.toLowerCase() === machine.toLowerCase();
}

function keyOf({ kind, name }: Ghost): string {
  return `${kind}/${name.toLowerCase()}`;
}

function recent(times: Readonly<Record<string, string>> = {}, now: Date): Record<string, string> {
  return Object.fromEntries(Object.entries(times).filter(([, at]) => now.getTime() - Date.parse(at) < weekInMs));
}

function coming(times: Readonly<Record<string, string>>, now: Date): Record<string, string> {
  return Object.fromEntries(Object.entries(times).filter(([, at]) => Date.parse(at) > now.getTime()));
}
