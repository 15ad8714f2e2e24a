/**
 * What some client could take for Markdown, an HTML tag or a link (Adaptive Cards, "Text features": TextBlock, facts and
 * choices render Markdown; TextRun does not). An underscore inside a word, as in `Standard_D4s_v5`, is none of it.
 */
const markup =
  /[^\p{L}\p{M}\p{N} .,;:?!'’"“”·…–—/+%€$_-]|\/\/|\bwww\.|^[\s+_-]|^\d+\.\s|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/iu;

/** True for text that looks the same wherever it stands, also where Markdown is rendered. */
export function isPlain(text: string): boolean {
  return !markup.test(text);
}
