import { isPlain } from './plain.ts';

/** A card's title: a heading, or text in its size where it holds a name that a heading could render as Markdown. */
export function headline(title: string): { readonly title: string; readonly plain: boolean } {
  return { title, plain: isPlain(title) };
}
