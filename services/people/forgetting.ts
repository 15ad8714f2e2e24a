import type { Aggregate, AggregateType, DeadLetter, Effect } from '../change/aggregate.ts';
import { formerName, isSomebody, Pseudonyms } from './former-member.ts';

/** Whose traces leave a document: one person's, or everybody's that are older than a time (ISO). */
export type Traces = { readonly person: string } | { readonly before: string };

type Fields = Readonly<Record<string, unknown>>;

/** What people write, where it says by whom. */
const texts = ['why', 'reason', 'text'] as const;
/** When something was, the last word first. */
const times = ['endedAt', 'stopAt', 'at', 'until'] as const;

/**
 * The document without these traces: names become {@link formerName}, ids random ones, what was written empty; whom a list is
 * only there to reach leaves it. Keys, times, states, counts and hashes stay. Twice is the same as once.
 *
 * In a document that goes on, each part is as old as it says itself; in one that has ended (`isOver`) all of it is old.
 */
export function withoutTraces<A extends Aggregate>(
  type: AggregateType<A>,
  document: A,
  traces: Traces,
  isOver = false,
): A {
  const { effects, deadLetters, listing: _listing, lease, ...own } = document;
  const next = {
    ...new Walk(traces).fields(own, isOver),
    effects: effects.filter((effect) => !isFor(effect, traces)),
    deadLetters: deadLetters.map((letter) => withoutAddressee(letter, traces)),
    ...(lease && { lease }),
  } as unknown as A;
  return type.listing ? { ...next, listing: type.listing(next) } : next;
}

class Walk {
  readonly #traces: Traces;
  readonly #pseudonyms = new Pseudonyms();

  constructor(traces: Traces) {
    this.#traces = traces;
  }

  /** @param isOld of what it stands in */
  fields(node: Fields, isOld: boolean): Fields {
    const isBlank = 'by' in node && (isOld || this.#isGone(node.by, isOld));
    // Without whoever pays, admins decide alone.
    const kept = Object.entries(node).filter(([key, value]) => key !== 'payer' || !this.#isGone(value, isOld));
    const next = Object.fromEntries(kept.map(([key, value]) => [key, this.#value(value, isOld, key)]));
    for (const key of texts) if (isBlank && typeof node[key] === 'string') next[key] = '';
    if (!this.#isGone(node, isOld)) return next;
    return { ...next, aadObjectId: this.#pseudonyms.of(`${node.aadObjectId}`), name: formerName };
  }

  #value(value: unknown, isOld: boolean, key: string): unknown {
    if (Array.isArray(value))
      return value.filter((each) => !this.#leaves(each, isOld, key)).map((each) => this.#value(each, isOld, ''));
    return isFields(value) ? this.fields(value, this.#isOld(value, isOld)) : value;
  }

  /** Whom a list is there to reach, and what is in it for one person's sake. */
  #leaves(each: unknown, isOld: boolean, list: string): boolean {
    if (!isFields(each)) return false;
    if (list === 'people') return this.#isGone(each, isOld);
    return 'person' in each && this.#isGone(each.person, this.#isOld(each, isOld));
  }

  #isOld(node: Fields, isOld: boolean): boolean {
    if (isOld || !('before' in this.#traces)) return isOld;
    const time = times.map((key) => node[key]).find((value) => typeof value === 'string');
    return time !== undefined && `${time}` < this.#traces.before;
  }

  /** Of a person, or of the id of one. */
  #isGone(who: unknown, isOld: boolean): boolean {
    const id = isFields(who) ? who.aadObjectId : who;
    if (typeof id !== 'string' || !isSomebody(id)) return false;
    return 'person' in this.#traces ? id === this.#traces.person : isOld;
  }
}

function isFor({ data }: Effect, traces: Traces): boolean {
  return 'person' in traces && (data.to === traces.person || data.to === `person/${traces.person}`);
}

function withoutAddressee(letter: DeadLetter, traces: Traces): DeadLetter {
  const isGone = 'before' in traces ? letter.diedAt < traces.before : isFor(letter, traces);
  return isGone ? { ...letter, data: {} } : letter;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
