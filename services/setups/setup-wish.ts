import { WorkspaceError } from '../errors.ts';

/** A machine as a form has it. */
export interface WishedMachine {
  readonly name: string;
  /** One of the landing zone's sizes. */
  readonly size: string;
  /** The name of one of the landing zone's images. */
  readonly image: string;
  readonly environment: string;
}

/** A workspace as a form has it; nothing of it was checked. */
export interface SetupWish {
  readonly name: string;
  readonly purpose: string;
  readonly costCentre: string;
  /** aadObjectId; empty for nobody. */
  readonly owner: string;
  /** aadObjectIds. */
  readonly members: readonly string[];
  /** For a month, as plain decimal text, in the currency of the landing zone. */
  readonly budget: string;
  /** In percent; empty for the usual ones. */
  readonly thresholds: readonly number[];
  readonly machines: readonly WishedMachine[];
  /** ISO date. */
  readonly endsOn: string;
  /** Empty for the first. */
  readonly preset: string;
}

export type SetupField = keyof SetupWish;

/** What is wrong with one field, in a finished sentence that says what to write instead. */
export interface SetupProblem {
  readonly field: SetupField;
  /** Which of the machines, counted from 0. */
  readonly machine?: number;
  readonly words: string;
}

const mostShown = 3;

/** Everything that is wrong with a wish at once; `conflict` where all that is wrong is that somebody has the name. */
export class SetupProblems extends WorkspaceError {
  readonly problems: readonly SetupProblem[];

  constructor(problems: readonly SetupProblem[], code: 'invalid' | 'conflict' = 'invalid') {
    const more = problems.length - mostShown;
    const shown = problems.slice(0, mostShown).map(({ words }) => words);
    super(code, [...shown, ...(more > 0 ? [`And ${more} more.`] : [])].join(' '));
    this.problems = problems;
  }
}
