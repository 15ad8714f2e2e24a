import assert from 'node:assert/strict';
import type { Card } from '../../cards/card.ts';
import { parts } from '../support/card-content.ts';

/** What a client could act on, or show in another place or direction; written apart from how cards avoid it. */
export const markdown = /[[\]<>`*|\\~#]|https?:|www\.|(^|\s)_|_(\s|$)|^[-+>]|^\d+\. /;
export const hidden = /[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\u061c\u2028\u2029\ufeff\u0085\u007f-\u009f]/;
const hiddenInJson = /\\u00[01][0-9a-f]|\\[bfr]|\\ud[89a-f]/;
export const largestInBytes = 28 * 1024;

/** A card that shows the text hides no character and is no larger than Teams takes. */
export function assertTame(card: Card, text: string): void {
  const json = JSON.stringify(card);
  assert.ok(!hidden.test(json) && !hiddenInJson.test(json), text.slice(0, 60));
  assert.ok(Buffer.byteLength(json) < largestInBytes, `${Buffer.byteLength(json)}: ${text.slice(0, 60)}`);
}

/** Words that no client takes for Markdown. */
export function textRuns(card: Card): string[] {
  return [...parts(card)].filter(({ type }) => type === 'TextRun').map(({ text }) => String(text));
}
