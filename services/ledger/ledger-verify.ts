import { setImmediate } from 'node:timers/promises';
import type { Store } from '../store/store.ts';
import { Chain, type Signed } from './ledger-chain.ts';
import { type CheckpointStore, type FoundCheckpoint, type Signer, statementBytes } from './ledger-checkpoint.ts';
import { entryId, genesis, type LedgerEntry, ledgerKind, ledgerPartition } from './ledger-entry.ts';
import { cutOff, type Flaw, say } from './ledger-flaw.ts';
import { type LedgerHead, readHead } from './ledger-head.ts';
import { type LedgerWalker, segmentsOf, walkAll, walkInPlace } from './ledger-walk.ts';
import type { LedgerWriter } from './ledger-writer.ts';

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
  /** How long ledgers are walked; default in place, one entry after the other. */
  readonly walker?: LedgerWalker;
}

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
  const chain = new Chain({ count: 0, hash: genesis(workspace) }, signed);
  const found = await walk(parts, workspace, { chain, signed }, head);
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

/** Brings the chain to its head's end, where nothing is wrong on the way. */
async function walk(
  { store, walker }: VerifyParts,
  workspace: string,
  { chain, signed }: { readonly chain: Chain; readonly signed: Signed },
  head: LedgerHead,
): Promise<Flaw | undefined> {
  if (!Number.isSafeInteger(head.count) || head.count < 0)
    return say('end', 0, 'How many entries were recorded was altered: nothing says where the records end.');
  const chosen = walker && head.count >= walker.worthFrom ? walker : walkInPlace(store);
  const segments = segmentsOf(workspace, signed, head.count, chosen.segmentSize);
  for await (const { segment, seam, count, hash, flaw } of walkAll(chosen, segments)) {
    const isEnd = seam === undefined;
    const first = isEnd ? undefined : chain.add(seam);
    if (isEnd || first) return first;
    chain.count = count;
    chain.hash = hash;
    if (flaw || count < segment.last) return flaw;
  }
  if (chain.hash !== head.hash)
    return say('end', head.count, `Entry ${head.count} is not the last one that was recorded.`);
  return await beyondHead(store, workspace, head.count);
}

/** More entries than when the walk began are fine as long as the head knows them by now. */
async function beyondHead(store: Store, workspace: string, count: number): Promise<Flaw | undefined> {
  const query = { partition: ledgerPartition(workspace), kind: ledgerKind, limit: pageSize };
  let continuation = count === 0 ? undefined : entryId(count);
  let latest = entryId(count);
  let isInOrder = true;
  do {
    const page = await store.list<LedgerEntry>({ ...query, continuation });
    for (const { document } of page.items) {
      // Who calls itself otherwise than where it stands was not put there by Labdesk.
      isInOrder &&= document.id > latest;
      latest = document.id;
    }
    continuation = page.continuation;
    await setImmediate();
  } while (continuation && isInOrder);
  const now = (await readHead(store, workspace))?.document.count ?? 0;
  if (isInOrder && latest <= entryId(Math.max(now, count))) return undefined;
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
