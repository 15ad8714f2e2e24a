import { WorkspaceError } from '../errors.ts';
import type { StoredFile } from '../files/file.ts';
import { quoted } from '../text/quoted.ts';
import type { DataRequest, FileUse, RequestedFile } from './request.ts';

/** What somebody asks for, as far as they said it. */
export interface RequestWish {
  /** Of the draft or returned request it is about; undefined opens a new one. */
  readonly number?: number;
  /** Paths, names, folders or patterns, as somebody wrote or chose them. */
  readonly files: readonly string[];
  readonly purpose: string;
  readonly use: FileUse;
}

/** What is wrong with a wish: finished sentences, for the form it came from. */
export class WishError extends Error {
  override readonly name = 'WishError';
}

/** Most files in one request: a reviewer has to look at each. */
export const mostFiles = 100;
const longestText = 1000;
const mostTextBytes = 2000;
/** The record holds them all, and is small. */
const mostNameBytes = 16_000;

/** @throws {WishError} naming all that is missing; a wish that is only kept may lack everything but must not be wrong */
export function requireComplete(
  { purpose }: RequestWish,
  { files, unknown }: { readonly files: readonly StoredFile[]; readonly unknown: readonly string[] },
  sends = true,
): void {
  const nameBytes = files.reduce((sum, { path }) => sum + Buffer.byteLength(JSON.stringify(path)), 0);
  const problems = [
    unknown.length > 0 && `I found no file ${unknown.slice(0, 3).map(quoted).join(' and no ')}.`,
    sends && files.length === 0 && unknown.length === 0 && 'Choose at least one file.',
    files.length > mostFiles && `That is ${files.length} files; one request holds at most ${mostFiles}.`,
    nameBytes > mostNameBytes && 'Their names are too long for one request; ask for fewer files at once.',
    sends && !purpose.trim() && 'Say what you need them for.',
    (purpose.length > longestText || Buffer.byteLength(purpose) > mostTextBytes) &&
      `Say what you need them for in at most ${longestText} characters.`,
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw new WishError(problems.join(' '));
}

/** The files as they are now, to be checked. */
export function frozen(files: readonly StoredFile[]): RequestedFile[] {
  return files.map(({ path, bytes, etag }) => ({ path, bytes, etag }));
}

/** A request's wish, to be changed or sent again. */
export function wishOf({ number, files, purpose, use }: DataRequest): RequestWish {
  return { number, files: files.map(({ path }) => path), purpose, use };
}

/** @throws {WorkspaceError} invalid, where there is nothing to read or too much */
export function requireText(text: string | undefined, missing: string): string {
  const said = text?.trim() ?? '';
  if (!said) throw new WorkspaceError('invalid', missing);
  if (said.length > longestText || Buffer.byteLength(said) > mostTextBytes)
    throw new WorkspaceError('invalid', `Please say it in at most ${longestText} characters.`);
  return said;
}
