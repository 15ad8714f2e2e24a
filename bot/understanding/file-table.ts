import { nearly } from './names.ts';
import { forgiven } from './spelling.ts';

/** The files that a sentence may speak of, found by path, by name, by folder, or nearly; ten thousand as fast as ten. */
export class FileTable {
  readonly #byPath = new Map<string, string>();
  readonly #byName = new Map<string, string[]>();
  readonly #folders = new Set<string>();
  /** Names by their digits, first letter and length: what can be a slip of the pen away. */
  #byShape: Map<string, string[]> | undefined;

  constructor(paths: readonly string[]) {
    let last = '';
    for (const path of paths) {
      const lower = path.toLowerCase();
      if (this.#byPath.has(lower)) continue;
      this.#byPath.set(lower, path);
      const end = lower.lastIndexOf('/');
      const name = lower.slice(end + 1);
      const alike = this.#byName.get(name);
      if (alike) alike.push(path);
      else this.#byName.set(name, [path]);
      const folder = end > 0 ? lower.slice(0, end) : last;
      if (folder !== last) this.#addFolder(folder);
      last = folder;
    }
  }

  #addFolder(folder: string): void {
    for (let end = folder.length; end > 0; end = folder.lastIndexOf('/', end - 1)) {
      const part = folder.slice(0, end);
      if (this.#folders.has(part)) return;
      this.#folders.add(part);
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

  /** The only file whose path or name is a slip of the pen away. */
  near(word: string): string | undefined {
    this.#byShape ??= this.#shapes();
    const said = word.slice(word.lastIndexOf('/') + 1);
    if (said === '') return undefined;
    const found = new Set<string>();
    const reach = forgiven(said.length + 2);
    for (let length = said.length - reach; length <= said.length + reach; length++) {
      for (const name of this.#byShape.get(shapeOf(said, length)) ?? []) {
        if (!nearly(said, name)) continue;
        for (const path of this.#byName.get(name)!) {
          if (said === word || nearly(word, path.toLowerCase())) found.add(path);
          if (found.size > 1) return undefined;
        }
      }
    }
    const [only] = found;
    return only;
  }

  #shapes(): Map<string, string[]> {
    const shapes = new Map<string, string[]>();
    for (const name of this.#byName.keys()) {
      const shape = shapeOf(name, name.length);
      const list = shapes.get(shape);
      if (list) list.push(name);
      else shapes.set(shape, [name]);
    }
    return shapes;
  }
}

function shapeOf(name: string, length: number): string {
  let digits = '';
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    if (code >= 48 && code <= 57) digits += name[index];
  }
  return `${digits} ${name[0]}${length}`;
}
