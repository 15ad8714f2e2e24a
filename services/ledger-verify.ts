import { setImmediate } from 'node:timers/promises';
import { type CheckpointStore, type FoundCheckpoint, type Signer, statementBytes } from './ledger-checkpoint.ts';
import {
  entryId,
  genesis,
  hashOf,
  type LedgerEntry,
  ledgerKind,
  ledgerPartition,
  personHash,
  sealedPart,
  sealedStart,
  whyHash,
} from './ledger-entry.ts';
import { type LedgerHead, readHead } from './ledger-head.ts';
import type { LedgerWriter } from './ledger-writer.ts';
import type { Store } from './store/store.ts';

/**
 * What is wrong: `missing`, the entry is gone; `foreign`, something stands there that was never sealed; `altered`, it is not
 * what its hash says; `moved`, another entry stands in its place; `detached`, it does not follow the one before; `person`,
 * `reason`: what stands open beside it is not what was sealed; `lists`: lists would show it in a wrong place; `end`: the
 * chain does not end as its head says; `signed`: the chain is not the one that was signed; `signature`: a checkpoint is not
 * Labdesk's.
 */
export type FlawKind =
  | 'missing'
  | 'foreign'
  | 'altered'
  | 'moved'
  | 'detached'
  | 'person'
  | 'reason'
  | 'lists'
  | 'end'
  | 'signed'
  | 'signature';

export interface Flaw {
  readonly kind: FlawKind;
  /** The first entry that does not fit. */
  readonly n: number;
  /** A finished sentence. */
  readonly sentence: string;
}

export interface Verification {
  readonly workspace: string;
  /** How many entries were looked at and fit. */
  readonly count: number;
  readonly checkpoints: number;
  readonly lastCheckpoint?: { readonly count: number; readonly at: string };
  /** Undefined where everything fits. */
  readonly flaw?: Flaw;
}

export interface VerifyParts {
  readonly store: Store;
  readonly writer: LedgerWriter;
  readonly checkpoints: CheckpointStore;
  readonly signer: Signer;
}

/** What was signed, by count. */
type Signed = ReadonlyMap<number, { readonly hash: string; readonly at: string }>;

const pageSize = 250;
const signaturesAtOnce = 16;

/**
 * Recomputes a workspace's ledger from its first entry to its last, and holds it against its head and all its checkpoints.
 * Entries that are added meanwhile do no harm. Memory does not grow with the number of entries.
 * @throws {WorkspaceError} unavailable, where something cannot be read; that says nothing about the ledger
 */
export async function verifyLedger(parts: VerifyParts, workspace: string): Promise<Verification> {
  // Before the head, so that nothing can rightly be signed that the head does not know.
  const { signed, flaw: badSignature } = await readCheckpoints(parts, workspace);
  const head = await parts.writer.settle(workspace);
  const last = [...signed].at(-1);
  const chain = new Chain(workspace, signed);
  const found = await walk(parts.store, workspace, chain, head);
  const wanted = Math.max(head.count, last?.[0] ?? 0);
  const flaw = found ?? (chain.count < wanted ? cutOff(chain.count + 1, wanted) : undefined);
  const first = earlier(flaw, badSignature);
  return {
    workspace,
    count: chain.count,
    checkpoints: signed.size,
    ...(last && { lastCheckpoint: { count: last[0], at: last[1].at } }),
    ...(first && { flaw: first }),
  };
}

async function walk(store: Store, workspace: string, chain: Chain, head: LedgerHead): Promise<Flaw | undefined> {
  let continuation: string | undefined;
  let beyond: string | undefined;
  do {
    const page = await store.list<LedgerEntry>({
      partition: ledgerPartition(workspace),
      kind: ledgerKind,
      limit: pageSize,
      continuation,
    });
    for (const { document } of page.items) {
      if (chain.count === head.count) beyond = document.id;
      const flaw = beyond === undefined ? chain.add(document) : undefined;
      if (flaw) return flaw;
    }
    continuation = page.continuation;
    // Everybody else waits no longer than for a page.
    await setImmediate();
  } while (continuation);
  if (chain.count === head.count && chain.hash !== head.hash)
    return say('end', head.count, `Entry ${head.count} is not the last one that was recorded.`);
  return beyond === undefined ? undefined : await beyondHead(store, workspace, beyond);
}

/** As far as it was walked. */
class Chain {
  count = 0;
  hash: string;
  readonly #signed: Signed;
  #trusted = 0;

  constructor(workspace: string, signed: Signed) {
    this.hash = genesis(workspace);
    this.#signed = signed;
  }

  add(entry: LedgerEntry): Flaw | undefined {
    const n = this.count + 1;
    const flaw = flawOf(entry, n, this.hash);
    if (flaw) return flaw;
    const signed = this.#signed.get(n);
    if (signed && signed.hash !== entry.hash) {
      const since = this.#trusted === 0 ? 'from the beginning' : `after entry ${this.#trusted}`;
      const sentence = `Entry ${n} is not the one that was signed on ${signed.at.slice(0, 10)}: the records were rewritten ${since}.`;
      return say('signed', n, sentence);
    }
    if (signed) this.#trusted = n;
    this.count = n;
    this.hash = entry.hash;
    return undefined;
  }
}

function flawOf(entry: LedgerEntry, n: number, before: string): Flaw | undefined {
  try {
    return placeFlaw(entry, n) ?? contentFlaw(entry, n, before);
  } catch {
    // Not even of the shape of an entry.
    return say('altered', n, `Entry ${n} was altered after it was recorded.`);
  }
}

function placeFlaw({ id }: LedgerEntry, n: number): Flaw | undefined {
  const expected = entryId(n);
  if (id === expected) return undefined;
  const isLater = /^\d+$/.test(id) && id.length === expected.length && id > expected;
  if (isLater) return say('missing', n, `Entry ${n} is missing.`);
  return say('foreign', n, `Before entry ${n} stands something that was never recorded.`);
}

function contentFlaw(entry: LedgerEntry, n: number, before: string): Flaw | undefined {
  const { id, sealed, hash, open, listing, erasedAt } = entry;
  if (hashOf(sealed) !== hash) return say('altered', n, `Entry ${n} was altered after it was recorded.`);
  const isListed = listing.order === id && listing.person === open?.aadObjectId;
  if (isListed && open && begins(sealed, sealedStart(open, listing.group ?? '', n, before))) return undefined;
  // Something was removed from it, or is wrong: only then it is worth taking apart.
  const { about, chain } = sealedPart(entry);
  if (chain.n !== n) return say('moved', n, `In the place of entry ${n} stands another one.`);
  if (chain.prev !== before)
    return say('detached', n, n === 1 ? 'Entry 1 is not the first of this workspace.' : follows(n));
  if (open ? personHash(open) !== about.by : erasedAt === undefined)
    return say('person', n, `The person named beside entry ${n} is not the one that was recorded.`);
  if (open && whyHash(open) !== about.why)
    return say('reason', n, `The reason given beside entry ${n} is not the one that was recorded.`);
  if (isListed && listing.group === about.subject) return undefined;
  return say('lists', n, `Entry ${n} is kept where lists do not find it as it was recorded.`);
}

/** As startsWith, which takes longer than all the rest: two strings are compared as memory, this way. */
function begins(text: string, start: string): boolean {
  return text.slice(0, start.length) === start;
}

function follows(n: number): string {
  return `Entry ${n} does not follow entry ${n - 1}: one of the two was rewritten.`;
}

function cutOff(n: number, last: number): Flaw {
  return say(
    'missing',
    n,
    n === last ? `Entry ${n} is missing.` : `Entries ${n} to ${last} are missing: the end was cut off.`,
  );
}

/** More entries than when the walk began are fine as long as the head knows them by now. */
async function beyondHead(store: Store, workspace: string, id: string): Promise<Flaw | undefined> {
  const now = (await readHead(store, workspace))?.document.count ?? 0;
  if (id <= entryId(now)) return undefined;
  return say('foreign', now + 1, `Entry ${now + 1} was never recorded: the records end before it.`);
}

async function readCheckpoints(
  { checkpoints, signer }: VerifyParts,
  workspace: string,
): Promise<{ signed: Signed; flaw?: Flaw }> {
  const signed = new Map<number, { hash: string; at: string }>();
  let flaw: Flaw | undefined;
  const check = async (found: readonly FoundCheckpoint[]) => {
    const valid = await Promise.all(found.map((each) => isGenuine(signer, workspace, each)));
    for (const [index, { count, checkpoint }] of found.entries()) {
      if (valid[index]) signed.set(count, { hash: checkpoint!.hash, at: checkpoint!.at });
      else flaw ??= say('signature', count, `The checkpoint at entry ${count} was not signed by Labdesk.`);
    }
  };
  let together: FoundCheckpoint[] = [];
  for await (const found of checkpoints.list(workspace)) {
    together.push(found);
    if (together.length < signaturesAtOnce) continue;
    await check(together);
    together = [];
  }
  await check(together);
  return { signed, ...(flaw && { flaw }) };
}

async function isGenuine(signer: Signer, workspace: string, { count, checkpoint }: FoundCheckpoint): Promise<boolean> {
  if (!checkpoint || checkpoint.workspace !== workspace || checkpoint.count !== count) return false;
  return await signer.verify(statementBytes(checkpoint), checkpoint);
}

function earlier(one: Flaw | undefined, other: Flaw | undefined): Flaw | undefined {
  return one && other ? (other.n < one.n ? other : one) : (one ?? other);
}

function say(kind: FlawKind, n: number, sentence: string): Flaw {
  return { kind, n, sentence };
}
