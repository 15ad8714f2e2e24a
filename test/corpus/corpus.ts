import { readFileSync } from 'node:fs';
import type { ActionName } from '../../bot/actions/action.ts';

/** What somebody wrote, what it asks for (null: nothing of ours), and the inputs that must come out of it where they matter. */
export interface Sample {
  readonly sentence: string;
  readonly action: ActionName | null;
  readonly inputs: Readonly<Record<string, string>>;
}

export type CorpusName = 'development' | 'held-out' | 'held-out-requests';

/**
 * A corpus: one sentence a line, `action TAB sentence [TAB input=value]...`, `-` for none; people by the ids of the vocabulary.
 * `development` may be looked at when phrases and synonyms are improved; the held-out ones were each written before the first
 * measure of what they are about, are only measured, and no phrase is made for them.
 */
export function readCorpus(name: CorpusName): readonly Sample[] {
  const text = readFileSync(new URL(`${name}.tsv`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [action, sentence, ...inputs] = line.split('\t');
      return {
        sentence: sentence!,
        action: action === '-' ? null : (action as ActionName),
        inputs: Object.fromEntries(inputs.map((input) => input.split(/=(.*)/s).slice(0, 2))),
      };
    });
}
