import { nearly } from './names.ts';
import { forgiven } from './spelling.ts';

/** The files that a sentence may speak of, found by path, by name, by folder, or nearly; ten thousand as fast as ten. */
export class FileTable {
  readonly #byPath = new Map<string, string>();
  readonly #byName = new Map<string, string[]>();
  readonly #folders = new Set<string>();
  /** By digits, first letter and length of path or name: what can be a slip of the pen away. */
  #byShape: Map<string, string[]> | undefined;

  constructor(paths: readonly string[]) {
    for (const path of paths) {
      const lower = path.toLowerCase();
      if (this.#byPath.has(lower)) continue;
      this.#byPath.set(lower, path);
      const name = lower.slice(lower.lastIndexOf('/') + 1);
      const alike = this.#byName.get(name);
      if (alike) alike.push(path);
      else this.#byName.set(name, [path]);
      for (let end = lower.lastIndexOf('/'); end > 0; end = lower.lastIndexOf('/', end - 1)) {
        const folder = lower.slice(0, end);
        if (this.#folders.has(folder)) break;
        this.#folders.add(folder);
      }
    }
  }

  /** The path that is written so, in any case; or the only one that ends so. */
  exact(word: string): string | undefined {
    const path = this.#byPath.get(word);
    if (path !== undefined) return path;
    const alike = this.#byName.get(word.slice(word.lastIndexOf('/') + 1)) ?? [];
    const ending = alike.filter((one) => one.toLowerCase().endsWith(`/${word}`));
    return ending.length === 1 ? ending[0] : undefined;
  }

  isFolder(word: string): boolean {
    return this.#folders.has(word.replace(/\/$/, ''));
  }

  /** The only path, or file of a name, that is a slip of the pen away. */
  near(word: string): string | undefined {
    this.#byShape ??= this.#shapes();
    const found = new Set<string>();
    const reach = forgiven(word.length + 2);
    for (let length = word.length - reach; length <= word.length + reach; length++) {
      for (const path of this.#byShape.get(shapeOf(word, length)) ?? []) {
        const lower = path.toLowerCase();
        if (nearly(word, lower) || nearly(word, lower.slice(lower.lastIndexOf('/') + 1))) found.add(path);
        if (found.size > 1) return undefined;
      }
    }
    const [only] = found;
    return only;
  }

  #shapes(): Map<string, string[]> {
    const shapes = new Map<string, string[]>();
    for (const [lower, path] of this.#byPath) {
      for (const one of new Set([lower, lower.slice(lower.lastIndexOf('/') + 1)])) {
        const shape = shapeOf(one, one.length);
        const list = shapes.get(shape);
        if (list) list.push(path);
        else shapes.set(shape, [path]);
      }
    }
    return shapes;
  }
}

function shapeOf(word: string, length: number): string {
  return `${word.replace(/\D+/g, '')} ${word[0]}${length}`;
}
