import { distance } from 'fastest-levenshtein';
import type { StoredFile } from './file.ts';

export interface FoundFiles {
  readonly files: readonly StoredFile[];
  /** What no file, or no single one, is called. */
  readonly unknown: readonly string[];
  /** What each of those could have meant, the likeliest first; paths. */
  readonly near: Readonly<Record<string, readonly string[]>>;
}

const mostNear = 3;

/** Files by what people call them: paths, names, folders, patterns. Letter case and ways to write an accent make no difference. */
export class FileNames {
  readonly #files: readonly StoredFile[];
  readonly #folded: readonly string[];

  constructor(files: readonly StoredFile[]) {
    this.#files = files;
    this.#folded = files.map(({ path }) => folded(path));
  }

  /** The file of exactly this path. */
  exact(path: string): StoredFile | undefined {
    return this.#files.find((file) => file.path === path);
  }

  /** Each file once, in the order of what was said. */
  find(said: readonly string[]): FoundFiles {
    const files = new Set<StoredFile>();
    const unknown: string[] = [];
    const near: Record<string, readonly string[]> = Object.create(null);
    for (const name of said) {
      const meant = this.#meant(name);
      if (meant.certain) for (const file of meant.files) files.add(file);
      else {
        unknown.push(name);
        near[name] = meant.files.slice(0, mostNear).map(({ path }) => path);
      }
    }
    return { files: [...files], unknown, near };
  }

  #meant(said: string): { certain: boolean; files: readonly StoredFile[] } {
    const exact = this.exact(said);
    if (exact) return { certain: true, files: [exact] };
    const wanted = folded(said.trim()).replace(/^(\.?\/)+/, '');
    if (wanted === '') return { certain: false, files: [] };
    if (wanted.includes('*')) return found(this.#where(pattern(wanted)));
    const folder = wanted.endsWith('/') ? wanted : `${wanted}/`;
    const ways = [
      ...(wanted.endsWith('/')
        ? []
        : [(path: string) => path === wanted, (path: string) => path.endsWith(`/${wanted}`)]),
      ...[(path: string) => path.startsWith(folder), (path: string) => path.includes(`/${folder}`)],
    ];
    for (const [index, way] of ways.entries()) {
      const files = this.#where(way);
      // A folder is all that is in it; a name has to be of one file alone.
      const isFolder = index >= ways.length - 2;
      if (files.length > 0) return { certain: isFolder ? this.#isOne(files, folder) : files.length === 1, files };
    }
    return { certain: false, files: this.#similar(wanted) };
  }

  /** False where folders of this name stand in several places. */
  #isOne(files: readonly StoredFile[], folder: string): boolean {
    const places = files.map(({ path }) => folded(path).indexOf(folder));
    const parents = new Set(files.map(({ path }, index) => folded(path).slice(0, places[index])));
    return parents.size === 1;
  }

  #where(matches: (path: string) => boolean): StoredFile[] {
    return this.#files.filter((_, index) => matches(this.#folded[index]!));
  }

  #similar(wanted: string): StoredFile[] {
    const most = Math.max(2, Math.floor(wanted.length / 3));
    return this.#files
      .map((file, index) => {
        const path = this.#folded[index]!;
        const away = Math.min(distance(wanted, path), distance(wanted, path.slice(path.lastIndexOf('/') + 1)));
        return { file, away };
      })
      .filter(({ away }) => away <= most)
      .sort((a, b) => a.away - b.away)
      .map(({ file }) => file);
  }
}

/** The words of a search, all of which a path must contain. */
export function searched(files: readonly StoredFile[], search: string): readonly StoredFile[] {
  const words = folded(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return files;
  return files.filter(({ path }) => {
    const text = folded(path);
    return words.every((word) => text.includes(word));
  });
}

function found(files: readonly StoredFile[]): { certain: boolean; files: readonly StoredFile[] } {
  return { certain: files.length > 0, files };
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** `*` stands for anything; without a slash the pattern is of names, in whatever folder. Linear, whatever somebody writes. */
function pattern(wanted: string): (path: string) => boolean {
  const [first = '', ...rest] = wanted.split(/\*+/);
  const last = rest.pop() ?? '';
  return (path) => {
    const text = wanted.includes('/') ? path : path.slice(path.lastIndexOf('/') + 1);
    if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
    let at = first.length;
    for (const part of rest) {
      at = text.indexOf(part, at);
      if (at < 0) return false;
      at += part.length;
    }
    return at <= text.length - last.length;
  };
}
