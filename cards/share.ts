/**
 * Cuts texts so that together they take no more than so many bytes on a card; the short ones stay whole, the long ones get
 * what those leave, all the same.
 */
export function share(texts: readonly string[], bytes: number): string[] {
  const sizes = texts.map(sizeOf).sort((a, b) => a - b);
  let left = bytes;
  let most = Number.POSITIVE_INFINITY;
  for (const [index, size] of sizes.entries()) {
    const each = left / (sizes.length - index);
    if (size > each) {
      most = each;
      break;
    }
    left -= size;
  }
  return texts.map((text) => shorten(text, most));
}

/** The text, or its beginning with an ellipsis where it takes more than so many bytes on a card. */
export function shorten(text: string, bytes: number): string {
  if (sizeOf(text) <= bytes) return text;
  let low = 0;
  let high = Math.min(text.length, Math.max(0, Math.floor(bytes)));
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sizeOf(text.slice(0, middle)) + 3 <= bytes) low = middle;
    else high = middle - 1;
  }
  return `${text
    .slice(0, low)
    .toWellFormed()
    .replace(/\ufffd$/, '')}…`;
}

/** As JSON, without the quotes around it. */
function sizeOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}
