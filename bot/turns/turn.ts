import type { TurnContext } from 'botbuilder-core';
import type { Caller } from '../../services/people/people.ts';
import type { Action, Input, Origin, Reply } from '../actions/action.ts';
import type { PersonState } from '../conversations.ts';
import type { Outcome } from '../dispatch.ts';

/** One thing somebody wrote or pressed, on its way through the desk. */
export interface Turn {
  readonly caller: Caller;
  /** What was written, without mentions; empty for a press. */
  readonly text: string;
  readonly origin: Origin;
  readonly context: TurnContext;
  /** When the turn began, before anybody was asked anything. */
  readonly began: Date;
  readonly now: Date;
  /** What is remembered of this person here; replaced as the turn goes on, and written at its end. */
  person: PersonState;
}

/** What was made of a sentence. */
export interface Hearing {
  /** Undefined where it fits none. */
  readonly action?: Action;
  readonly given?: Readonly<Record<string, string>>;
  readonly near?: { readonly input: string; readonly meant: string };
  /** The actions that come nearest, where none fits. */
  readonly nearest?: readonly Action[];
}

/** An outcome that waits for the person. */
export type Waiting = Exclude<Outcome, { readonly kind: 'answered' }>;

/** What the dialog needs of the desk. */
export interface Talk {
  action(name: string): Action | undefined;
  hear(turn: Turn): Promise<Hearing>;
  /** True where `said` answers the question for the input: a name that the caller may use or nearly one, a choice, a quantity. */
  answers(turn: Turn, input: Input, said: string): Promise<boolean>;
  /** True where what was written is a command to the letter, whatever was asked. */
  isCommand(turn: Turn): Promise<boolean>;
  dispatch(turn: Turn, hearing: Hearing, confirmed: boolean): Promise<Outcome>;
  /** Dispatches what needs no question. */
  carryOut(turn: Turn, hearing: Hearing): Promise<Reply>;
  /** Hears what was written as if nothing had been asked. */
  begin(turn: Turn): Promise<Reply>;
}
