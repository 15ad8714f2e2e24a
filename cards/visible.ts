/** Controls but for tabs and ends of lines, and what turns the direction of the words around it or shows as nothing. */
const hidden = /(?![\n\t])\p{Cc}|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** The text without what could hide or turn around the words beside it. */
export function visible(text: string): string {
  return text.replace(hidden, '').toWellFormed();
}
