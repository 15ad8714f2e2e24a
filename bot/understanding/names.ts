import { type Correction, editsBetween, forgiven, Spelling } from './spelling.ts';

/** A name somebody may speak of, and what it stands for. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface FoundName {
  readonly id: string;
  /** False where the spelling was only near. */
  readonly exact: boolean;
}

const separators = /[\s\-_.]+/g;

/** Names without what people leave out or add: case, hyphens, underscores, dots, spaces. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(separators, '');
}

/** A set of names, found whole or nearly. */
export class Names {
  readonly #byKey = new Map<string, string | null>();
  #spelling: Spelling | undefined;
  /** The most words a name is written with. */
  readonly longest: number;

  constructor(names: Iterable<Named>) {
    let longest = 1;
    for (const { id, name } of names) {
      const key = nameKey(name);
      if (key === '') continue;
      const other = this.#byKey.get(key);
      // Two things of one name: neither is meant for sure.
      this.#byKey.set(key, other === undefined || other === id ? id : null);
      longest = Math.max(longest, name.split(/[\s\-_.]+/).length);
    }
    this.longest = Math.min(longest, 4);
  }

  exact(key: string): string | undefined {
    return this.#byKey.get(key) ?? undefined;
  }

  /** The one name that is a slip of the pen away; never where the digits differ, "vm-1" is not "vm-2". */
  near(key: string): (Correction & { readonly id: string }) | undefined {
    if (key.length < 4) return undefined;
    this.#spelling ??= new Spelling(this.#byKey.keys());
    const correction = this.#spelling.nearest(key);
    if (!correction || digits(correction.word) !== digits(key)) return undefined;
    const id = this.#byKey.get(correction.word);
    return id == null ? undefined : { ...correction, id };
  }

  /** The one name that begins so. */
  beginning(key: string, atLeast = 4): string | undefined {
    if (key.length < atLeast) return undefined;
    let found: string | undefined;
    for (const [name, id] of this.#byKey) {
      if (!name.startsWith(key) || id === null || id === found) continue;
      if (found !== undefined) return undefined;
      found = id;
    }
    return found;
  }
}

function digits(text: string): string {
  return text.replace(/\D+/g, '');
}

/** True where `said` is `meant` but for a slip of the pen. */
export function nearly(said: string, meant: string): boolean {
  const limit = forgiven(Math.max(said.length, meant.length));
  return digits(said) === digits(meant) && editsBetween(said, meant, limit) <= limit;
}
