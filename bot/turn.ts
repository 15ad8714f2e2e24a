import type { TurnContext } from 'botbuilder-core';
import type { Caller } from '../services/people.ts';
import type { Action, InputKind, Origin, Reply } from './actions/action.ts';
import type { PersonState } from './conversations.ts';
import type { Outcome } from './dispatch.ts';

/** One thing somebody wrote or pressed, on its way through the desk. */
export interface Turn {
  readonly caller: Caller;
  /** What was written, without mentions; empty for a press. */
  readonly text: string;
  readonly origin: Origin;
  readonly context: TurnContext;
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
  /** True where `said` is a name of that kind which the caller may use, or nearly one. */
  isName(turn: Turn, kind: InputKind, said: string): Promise<boolean>;
  dispatch(turn: Turn, hearing: Hearing, confirmed: boolean): Promise<Outcome>;
  /** Dispatches what needs no question. */
  carryOut(turn: Turn, hearing: Hearing): Promise<Reply>;
  /** Hears what was written as if nothing had been asked. */
  begin(turn: Turn): Promise<Reply>;
}
