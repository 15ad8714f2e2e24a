import type { InputKind } from '../actions/action.ts';
import type { Names } from './names.ts';

export type EntityKind = Exclude<InputKind, 'people' | 'text' | 'date'>;

/** Something of a kind that an input can hold, where it stands in the sentence. */
export interface Entity {
  readonly kind: EntityKind;
  /** What the input holds then; for times, durations and amounts still the words. */
  readonly value: string;
  /** As it was written. */
  readonly said: string;
  /** Tokens from..to (exclusive). */
  readonly from: number;
  readonly to: number;
  /** `named` as it is called; `near` but for a slip of the pen; `unknown` looks like a name and is nobody's. */
  readonly match: 'named' | 'near' | 'unknown';
  /** True where the words may mean just themselves ("the owner"). */
  readonly soft: boolean;
  /** Only for a choice: the input whose choice it is. */
  readonly input?: string;
  readonly more?: boolean;
}

/** What the finders fill in; the rest has its usual value. */
export type Found = Partial<Entity> & Pick<Entity, 'kind' | 'from' | 'to'>;

/** The names that a sentence may speak of. */
export type NameTables = Readonly<Record<'machine' | 'workspace' | 'person', Names>>;
