import { fileSize } from '../file-size.ts';
import { harmless } from '../harmless.ts';
import { shorten } from '../share.ts';

export interface Choice {
  readonly title: string;
  readonly value: string;
}

const longestTitle = 160;
const unsafe = /[%,]|^\s+|\s+$|\p{Cc}|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** A file to choose: its name as text that no client renders, and its size. */
export function fileChoice({ path, bytes }: { readonly path: string; readonly bytes: number }): Choice {
  return { title: `${shorten(harmless(path), longestTitle)} · ${fileSize(bytes)}`, value: choiceValue(path) };
}

/**
 * A path among others in one value, where a comma separates them: percent-encoded where it holds one, or what a card drops
 * since nobody sees it, or spaces at its ends, which fields lose.
 */
export function choiceValue(path: string): string {
  return path.toWellFormed().replace(unsafe, encodeURIComponent);
}
