import type { ActionName } from '../../bot/actions/action.ts';

/** What somebody wrote; with the inputs that must come out of it where they matter (others may come out too). */
export type Sample = string | readonly [sentence: string, inputs: Readonly<Record<string, string>>];

/** Sentences by the action they ask for; under `null` those that ask for none. People in `inputs` are ids of {@link vocabulary}. */
export type Corpus = { readonly [name in ActionName | 'null']?: readonly Sample[] };
