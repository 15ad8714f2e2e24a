import type { Document, Listing } from '../store/store.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Where a document stands. */
export interface Address {
  readonly partition: string;
  readonly id: string;
}

/** Who did it, with the roles of that moment. */
export interface Actor {
  readonly aadObjectId: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** Labdesk itself: what follows from a change, and what the clock brings. */
export const system: Actor = { aadObjectId: 'system', name: 'Labdesk', roles: ['system'] };

export interface HistoryEntry {
  readonly at: string;
  readonly by: Actor;
  readonly what: string;
  /** Empty for the entry that made the document. */
  readonly from: string;
  readonly to: string;
  readonly why?: string;
  readonly via: 'chat' | 'card' | 'page' | 'mail' | 'system';
  /** The command's idempotency key; once in a history. */
  readonly key: string;
  /** What else the record must prove: counts, hashes, reasons in one word. Never names or what somebody wrote: it is sealed for good. */
  readonly detail?: Readonly<Record<string, string | number>>;
}

/** What must follow from a change, still to be done. Its id is the same over all attempts. */
export interface Effect {
  readonly id: string;
  readonly kind: string;
  readonly dueAt: string;
  /** An attempt that fails after this time is the last, where it is not one of the first few. */
  readonly deadline: string;
  /** Attempts begun since the last one that ended well. */
  readonly attempts: number;
  readonly data: JsonObject;
  /** When it last ended well; of what comes again for good. */
  readonly doneAt?: string;
}

/** An effect that was given up: somebody must look. */
export interface DeadLetter extends Effect {
  readonly diedAt: string;
  readonly reason: string;
}

/** Who is carrying out the document's effects; `until` moves on while the holder lives. */
export interface Lease {
  readonly holder: string;
  readonly until: string;
}

/** A document that changes by rules: its state, how it came there, and what must still follow, written together. */
export interface Aggregate<S extends string = string> extends Document {
  /** Counts changes that people see; cards carry it. */
  readonly version: number;
  readonly state: S;
  /** The newest entries, oldest first; earlier ones are in the archive (services/change/archive.ts). */
  readonly history: readonly HistoryEntry[];
  /** How many entries are in the archive. */
  readonly archived: number;
  readonly effects: readonly Effect[];
  readonly deadLetters: readonly DeadLetter[];
  readonly lease?: Lease;
  /** The key of the newest change whose message in the work queue watches over the effects. */
  readonly watch?: string;
}

/** A type of aggregate, as data: the diagram of its states in docs/ is drawn from it. */
export interface AggregateType<A extends Aggregate> {
  readonly kind: string;
  /** The newest shape this code knows; a document with a newer one is read-only. */
  readonly schema: number;
  readonly initial: A['state'];
  /** From each state, where it may go; staying is always allowed. */
  readonly transitions: Readonly<Record<A['state'], readonly A['state'][]>>;
  /** Brings a document of an older schema to this one, in memory; the next write keeps it. */
  readonly upgrade?: (older: A) => A;
  /** By what indexed lists find the document; written with every change. */
  readonly listing?: (document: A) => Listing;
  /** The id of the workspace in whose ledger the history is sealed; undefined for what leaves no record there. */
  readonly ledger?: (document: A) => string;
}

/** What is the aggregate's own, beside what every aggregate has. */
export type Own<A extends Aggregate> = Omit<A, keyof Aggregate>;

/** What shall be different. A document that is being made needs all its own fields. */
export type Next<A extends Aggregate> = Partial<Own<A>> & { readonly state?: A['state']; readonly expiresAt?: string };

export interface NewEffect {
  readonly kind: string;
  readonly data?: JsonObject;
  /** Default at once. */
  readonly dueAt?: Date;
  /** Default a day after `dueAt`. */
  readonly deadline?: Date;
}

export interface Decision<A extends Aggregate> {
  readonly next: Next<A>;
  readonly effects?: readonly NewEffect[];
  /** Pending effects that need not follow any more. One that is being carried out may still happen. */
  readonly cancel?: (effect: Effect) => boolean;
  /** Effects that were given up and shall be tried again, under their own ids. */
  readonly revive?: (letter: DeadLetter) => boolean;
  /** See {@link HistoryEntry.detail}. */
  readonly detail?: HistoryEntry['detail'];
}

/** Names a type of aggregate; services keep one each, as a constant. */
export function defineAggregate<A extends Aggregate>(type: AggregateType<A>): AggregateType<A> {
  return type;
}

/** The effect that seals new history into the ledger; every change of a type with a `ledger` has it follow. */
export const sealing = 'ledger.append';

/** The deadline of what is never given up, or comes again for good: an effect has to name a time. */
export const forever = new Date('9999-01-01T00:00:00.000Z');
