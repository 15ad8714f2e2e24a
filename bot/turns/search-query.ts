import { z } from 'zod';

/** What somebody writes into a field that searches while they do. */
export interface SearchQuery {
  readonly dataset: string;
  readonly text: string;
}

const longest = 100;
const value = z.object({ dataset: z.string().max(longest), queryText: z.string().max(1000).nullish() });

/** Reads an `application/search` (Teams, "Typeahead search in Adaptive Cards"); undefined for what is none. Unknown fields are ignored. */
export function readSearch(activityValue: unknown): SearchQuery | undefined {
  const parsed = value.safeParse(activityValue);
  if (!parsed.success) return undefined;
  const { dataset, queryText } = parsed.data;
  return { dataset, text: (queryText ?? '').trim().slice(0, longest) };
}

/** The body that such an invoke is answered with. */
export function searchResponse(results: readonly { readonly title: string; readonly value: string }[]): object {
  return { type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
}
