import { encodeChoice } from '../../services/files/file-choice.ts';
import { fileSize } from '../file-size.ts';
import { harmless } from '../harmless.ts';
import { shorten } from '../share.ts';

export interface Choice {
  readonly title: string;
  readonly value: string;
}

const longestTitle = 160;

/** A file to choose: its name as text that no client renders, and its size. */
export function fileChoice({ path, bytes }: { readonly path: string; readonly bytes: number }): Choice {
  return { title: `${shorten(harmless(path), longestTitle)} · ${fileSize(bytes)}`, value: encodeChoice(path) };
}
