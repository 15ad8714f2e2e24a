import type { Action } from '../../bot/actions/action.ts';

export interface Command {
  /** What Teams writes into the message box, so what a person would type. */
  readonly title: string;
  readonly description: string;
}

export interface CommandList {
  readonly scopes: readonly [Scope];
  readonly commands: readonly Command[];
}

type Scope = (typeof scopes)[number];

/** Teams takes one list a scope. App manifest 1.29, `bots.commandLists`. */
const scopes = ['personal', 'groupChat', 'team'] as const;
/** The menu shows ten; the limits of title and description are those of older clients. */
const mostCommands = 10;
const longestTitle = 32;
const longestDescription = 128;

/**
 * The commands that Teams offers while somebody writes: the first ten actions of the registry that do something already.
 * @throws {Error} naming an action that has no phrase of its own without values, or whose words are too long
 */
export function commandLists(actions: readonly Action[]): CommandList[] {
  const built = actions.filter(({ meanwhile }) => meanwhile === undefined);
  const commands = built.slice(0, mostCommands).map(toCommand);
  return scopes.map((scope) => ({ scopes: [scope], commands }));
}

function toCommand({ name, phrases, summary }: Action): Command {
  const title = phrases.find((phrase) => !phrase.includes('{'));
  if (title === undefined)
    throw new Error(`${name} needs a phrase without a value, which Teams' command menu can show.`);
  if (title.length > longestTitle)
    throw new Error(`${name}'s first phrase, "${title}", is longer than ${longestTitle} characters.`);
  if (summary.length > longestDescription)
    throw new Error(`${name}'s summary is longer than ${longestDescription} characters.`);
  return { title, description: summary };
}
