import type { Action } from '../action.ts';

/** An action that is understood already and not built yet. */
export type ComingAction = Omit<Action, 'run' | 'confirm'> & {
  /** What can be done until it comes, one finished sentence. */
  readonly meanwhile: string;
};
