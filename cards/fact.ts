import { isPlain } from './plain.ts';

export interface Fact {
  readonly title: string;
  readonly value: string;
}

/** A line of a FactSet; none where the value is not plain, since facts render Markdown. */
export function fact(title: string, value: string): Fact[] {
  return isPlain(value) ? [{ title, value }] : [];
}
