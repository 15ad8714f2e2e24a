import { visible } from './visible.ts';

/** Beyond this much data a card may come near to the 28 KB that Teams takes everywhere. */
const usuallyLarge = 12_000;
/** To which length texts are cut, step by step, until all of them fit. */
const cuts = [2000, 500, 100];

/** What is not visible, in JSON, and halves of characters. */
const hiddenInJson = /\\[bfru]|[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/**
 * Data of a card, as JSON, without what could hide or turn around the words beside it, and no larger than a card may be:
 * by default 12,000 bytes, from where on texts are cut.
 */
export function clean(json: string, mostBytes = usuallyLarge): string {
  const cleaned = hiddenInJson.test(json) ? map(json, visible) : json;
  return cuts.reduce((data, most) => (isLarge(data, mostBytes) ? map(data, (text) => cut(text, most)) : data), cleaned);
}

function isLarge(json: string, mostBytes: number): boolean {
  return json.length > mostBytes / 4 && Buffer.byteLength(json) > mostBytes;
}

function cut(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${text
        .slice(0, most - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`;
}

function map(json: string, change: (text: string) => string): string {
  return JSON.stringify(JSON.parse(json, (_, value: unknown) => (typeof value === 'string' ? change(value) : value)));
}
