import { hash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { HistoryEntry } from '../change/aggregate.ts';
import type { Person } from '../people/people.ts';
import type { Document, Listing } from '../store/store.ts';

/**
 * What is sealed for good: no name and nothing that somebody wrote, only salted hashes of them. What ties it to its place
 * comes first in canonical order, so that {@link sealedStart} can be compared without taking the text apart.
 */
export interface SealedEntry {
  readonly about: {
    /** Salted hash of who it was. */
    readonly by: string;
    /** The id of the document it is about: `request/42`. */
    readonly subject: string;
    /** Salted hash of the reason, where there was one. */
    readonly why?: string;
  };
  readonly chain: {
    /** Counts from 1 in its workspace, without gaps. */
    readonly n: number;
    /** Hash of the entry before; of the first, {@link genesis}. */
    readonly prev: string;
  };
  readonly entry: {
    /** When it happened. */
    readonly at: string;
    /** When it came into the ledger: never before `at`, and never before that of an earlier entry. */
    readonly sealedAt: string;
    /** Which entry of the document's history it is, counted from 0; undefined for a note, which is in no history. */
    readonly index?: number;
    readonly what: string;
    readonly from: string;
    readonly to: string;
    readonly via: HistoryEntry['via'];
    /** Hash of the command's idempotency key. */
    readonly key: string;
    readonly detail?: HistoryEntry['detail'];
    /** The roles that they had. */
    readonly roles: readonly string[];
  };
}

/** What stands beside the sealed part, by salted hash, and can be removed without the chain noticing. */
export interface OpenPart extends Person {
  readonly salt: string;
  readonly why?: string;
}

/** One entry of a workspace's ledger; never replaced but to remove what is open. */
export interface LedgerEntry extends Document {
  readonly kind: 'ledger';
  /** Canonical JSON (RFC 8785) of a {@link SealedEntry}; the text itself is what is hashed. */
  readonly sealed: string;
  readonly hash: string;
  /** Undefined once it was removed, at `erasedAt`. */
  readonly open?: OpenPart;
  readonly erasedAt?: string;
  readonly listing: Listing;
}

/** An entry as it is read: the person and the reason only as long as they are kept. */
export type LedgerRecord = Omit<SealedEntry['entry'], 'key'> & {
  readonly n: number;
  readonly hash: string;
  readonly subject: string;
  readonly person?: Person;
  readonly why?: string;
  readonly erasedAt?: string;
};

/** What is to be sealed, before its place is known. */
export interface Unsealed {
  readonly subject: string;
  readonly index?: number;
  readonly entry: HistoryEntry;
}

export const ledgerKind = 'ledger';
const schema = 1;
const digits = 12;

export function ledgerPartition(workspace: string): string {
  return `ledger/${workspace}`;
}

/** The id of the nth entry; ids go in the order of numbers. */
export function entryId(n: number): string {
  return `${n}`.padStart(digits, '0');
}

/** What the first entry of a workspace names as the hash before it. */
export function genesis(workspace: string): string {
  return hash('sha256', `labdesk/ledger/genesis/1\n${workspace}`);
}

export function hashOf(sealed: string): string {
  return hash('sha256', `labdesk/ledger/entry/1\n${sealed}`);
}

/** 128 bits are enough to tell keys apart, which nobody chooses. */
export function keyHash(key: string): string {
  return hash('sha256', `labdesk/ledger/key/1\n${key}`).slice(0, 32);
}

export function personHash({ salt, aadObjectId, name }: OpenPart): string {
  return hash('sha256', `labdesk/ledger/person/1\n${JSON.stringify([salt, aadObjectId, name])}`);
}

/** Undefined where no reason was given. */
export function whyHash({ salt, why }: OpenPart): string | undefined {
  return why === undefined ? undefined : hash('sha256', `labdesk/ledger/why/1\n${JSON.stringify([salt, why])}`);
}

/** How the sealed text of an entry begins, by what stands open beside it and its place in the chain. */
export function sealedStart(open: OpenPart, subject: string, n: number, prev: string): string {
  const why = whyHash(open);
  const reason = why === undefined ? '' : `,"why":"${why}"`;
  return `{"about":{"by":"${personHash(open)}","subject":${JSON.stringify(subject)}${reason}},"chain":{"n":${n},"prev":"${prev}"},"entry":{`;
}

/** @throws {Error} where the entry holds what has no canonical form, such as NaN or half a character */
export function requireSealable({ subject, entry: { what, from, to, detail, by } }: Unsealed): void {
  canonicalize({ subject, what, from, to, detail, roles: by.roles });
}

/** The entry at its place in the chain. */
export function seal(
  { subject, index, entry }: Unsealed,
  place: { readonly workspace: string; readonly n: number; readonly prev: string; readonly sealedAt: string },
): LedgerEntry {
  const { at, by, what, from, to, via, key, why, detail } = entry;
  const open = { aadObjectId: by.aadObjectId, name: by.name, salt: newSalt(), ...(why !== undefined && { why }) };
  const content: SealedEntry = {
    about: { by: personHash(open), subject, why: whyHash(open) },
    chain: { n: place.n, prev: place.prev },
    entry: {
      at,
      sealedAt: place.sealedAt,
      index,
      what,
      from,
      to,
      via,
      key: keyHash(key),
      detail,
      roles: by.roles,
    },
  };
  const sealed = canonicalize(content)!;
  const id = entryId(place.n);
  return {
    id,
    partition: ledgerPartition(place.workspace),
    kind: ledgerKind,
    schema,
    sealed,
    hash: hashOf(sealed),
    open,
    listing: { order: id, person: by.aadObjectId, group: subject },
  };
}

export function sealedPart({ sealed }: LedgerEntry): SealedEntry {
  return JSON.parse(sealed) as SealedEntry;
}

export function recordOf(document: LedgerEntry): LedgerRecord {
  const { about, chain, entry } = sealedPart(document);
  const { key: _key, ...rest } = entry;
  const { open, hash: own, erasedAt } = document;
  return {
    ...rest,
    n: chain.n,
    hash: own,
    subject: about.subject,
    ...(open && { person: { aadObjectId: open.aadObjectId, name: open.name } }),
    ...(open?.why !== undefined && { why: open.why }),
    ...(erasedAt !== undefined && { erasedAt }),
  };
}

/** The entry without anything that names a person or repeats their words; the chain stays as it is. */
export function erased({ open: _open, ...entry }: LedgerEntry, now: Date): LedgerEntry {
  const { order, group } = entry.listing;
  return { ...entry, listing: { order, group }, erasedAt: now.toISOString() };
}

function newSalt(): string {
  return randomBytes(16).toString('base64url');
}
