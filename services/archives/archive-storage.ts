import type { JsonObject } from '../change/aggregate.ts';
import { accountsOf, type StepOutcome, type StepPass } from './archive-work.ts';
import type { StorageTierClient, TierPage } from './storage-tiers.ts';

/** Where the step is: which account, how far in it, and what was counted so far. */
interface Place {
  readonly account?: number;
  readonly continuation?: string;
  readonly files?: number;
  readonly bytes?: number;
  readonly comingBack?: number;
  readonly tier?: string;
}

/**
 * To the cheapest tier a page at a time; where the files are to be deleted, that is at the end of the retention time. What Azure is still
 * bringing back from an earlier archive is counted and will be Hot: to wait hours for it would leave people in the group for as long.
 */
export async function putAway(
  tiers: Pick<StorageTierClient, 'set' | 'inventory'>,
  { archive, workspace, cursor, signal }: StepPass,
): Promise<StepOutcome> {
  const { account = 0, files = 0, bytes = 0, comingBack = 0, tier, continuation } = cursor as Place;
  const service = accountsOf(workspace)[account];
  const late = (count: number): Readonly<Record<string, number>> => (count > 0 ? { comingBack: count } : {});
  if (service === undefined)
    return { isDone: true, counts: { files, bytes, ...(tier !== undefined && { tier }), ...late(comingBack) } };
  if (archive.terms.storage === 'delete') {
    const found = await tiers.inventory(service, { signal });
    const counts = {
      files: found.reduce((sum, { blobs }) => sum + blobs, files),
      bytes: found.reduce((sum, one) => sum + one.bytes, bytes),
    };
    return { isDone: false, counts, cursor: { ...counts, account: account + 1 } };
  }
  const page = await tiers.set(service, 'archive', { signal, ...(continuation !== undefined && { continuation }) });
  const counts = {
    files: files + page.blobs,
    bytes: bytes + page.bytes,
    tier: tiersIn(page.tier, tier),
    ...late(comingBack + page.comingBack),
  };
  return { isDone: false, counts, cursor: { ...counts, ...placeAfter(page, account) } };
}

/** Azure brings files back from Archive in up to 15 hours; nobody waits for that here. */
export async function bringBack(
  tiers: Pick<StorageTierClient, 'set'>,
  { archive, workspace, cursor, signal }: StepPass,
): Promise<StepOutcome> {
  const { account = 0, files = 0, comingBack = 0, continuation } = cursor as Place;
  const service = archive.terms.storage === 'archive' ? accountsOf(workspace)[account] : undefined;
  if (service === undefined) return { isDone: true, counts: { files, comingBack } };
  const page = await tiers.set(service, 'hot', { signal, ...(continuation !== undefined && { continuation }) });
  const counts = { files: files + page.blobs, comingBack: comingBack + page.comingBack };
  return { isDone: false, counts, cursor: { ...counts, ...placeAfter(page, account) } };
}

/** The next page of the account, or the next account. */
function placeAfter({ continuation }: TierPage, account: number): JsonObject {
  return continuation === undefined ? { account: account + 1 } : { account, continuation };
}

/** Of several accounts: each once, where they have not the same. */
function tiersIn(tier: string, before = tier): string {
  return before.split(', ').includes(tier) ? before : `${before}, ${tier}`;
}
