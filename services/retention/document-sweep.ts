import { accessReview } from '../access-reviews/access-review.ts';
import { workspaceArchive } from '../archives/workspace-archive.ts';
import { budget } from '../budgets/budget.ts';
import type { Aggregate, AggregateType } from '../change/aggregate.ts';
import { rewriteDocument } from '../change/rewrite-document.ts';
import { workspaceEnding } from '../endings/workspace-ending.ts';
import { ghosts } from '../ghosts/ghosts.ts';
import { ledgerPartition } from '../ledger/ledger-entry.ts';
import { machineRecord } from '../machines/machine-record.ts';
import { workspaceMembers } from '../members/member-record.ts';
import { memberWatchRecord } from '../members/member-watch-record.ts';
import { withoutTraces } from '../people/forgetting.ts';
import { type DataRequest, dataRequest, requestAddress } from '../requests/request.ts';
import { endedBefore, withoutAnybody } from '../requests/request-forgetting.ts';
import { lastNumber } from '../requests/request-numbers.ts';
import { machineSchedule } from '../schedules/machine-schedule.ts';
import { setupWithoutAnybody } from '../setups/setup-forgetting.ts';
import { setupAddress, workspaceSetup } from '../setups/workspace-setup.ts';
import type { Document, Store } from '../store/store.ts';
import { isUnsealed } from './document-forgetting.ts';

/** How far a workspace's requests were swept. */
interface RequestsSwept extends Document {
  readonly kind: 'requests-swept';
  /** All requests up to this number are without names, but those in `left`. */
  readonly count: number;
  /** Older ones that had not ended for long enough. */
  readonly left: readonly number[];
}

/** What one call looks at before it writes down how far it is. */
const batch = 200;
/** More than these nobody leaves open; then later requests wait. */
const mostLeft = 200;
const pageSize = 100;

/** What goes on: parts of it grow old. */
const lasting = [
  ...[machineRecord, machineSchedule, budget, ghosts, accessReview],
  ...[workspaceMembers, memberWatchRecord, workspaceArchive, workspaceEnding],
] as unknown as AggregateType<Aggregate>[];

/** Removes names and words from the documents of a workspace once they are older than what is kept. */
export class DocumentSweep {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Removes what is older than `before` (ISO). True where there is no more to do. @throws {WorkspaceError} unavailable */
  async sweep(workspace: string, before: string, signal: AbortSignal): Promise<boolean> {
    if (!(await this.#sweepRequests(workspace, before, signal))) return false;
    for (const type of lasting) await this.#sweepKind(workspace, type, before);
    await rewriteDocument(this.#store, workspaceSetup, setupAddress(workspace), (current) =>
      isUnsealed(current) ? undefined : setupWithoutAnybody(current, before),
    );
    return true;
  }

  /** Requests in the order of their numbers, since none is opened before an earlier one. */
  async #sweepRequests(workspace: string, before: string, signal: AbortSignal): Promise<boolean> {
    const place = { partition: ledgerPartition(workspace), id: 'requests-swept' };
    const [swept, last] = await Promise.all([
      this.#store.get<RequestsSwept>(place.partition, place.id),
      lastNumber(this.#store, workspace),
    ]);
    const { count: first = 0, left: waiting = [] } = swept?.document ?? {};
    const left: number[] = [];
    for (const number of waiting) if (!(await this.#forgetRequest(workspace, number, before))) left.push(number);
    let [count, number, isOver] = [first, first, false];
    while (!isOver && count < first + batch && left.length < mostLeft && !signal.aborted) {
      number += 1;
      const { partition, id } = requestAddress(workspace, number);
      const request = number > last ? undefined : (await this.#store.get<DataRequest>(partition, id))?.document;
      isOver = number > last || (request !== undefined && request.openedAt >= before);
      // A number without a request may get one, as long as no later one is that old.
      if (isOver || !request) continue;
      if (!(await this.#forgetRequest(workspace, number, before))) left.push(number);
      count = number;
    }
    const isChanged = count !== first || left.length !== waiting.length;
    const next: RequestsSwept = { ...place, kind: 'requests-swept', schema: 1, count, left };
    if (isChanged) await (swept ? this.#store.replace(next, swept.etag) : this.#store.create(next));
    return isOver || left.length >= mostLeft;
  }

  /** True where there is nothing left of it to remove. */
  async #forgetRequest(workspace: string, number: number, before: string): Promise<boolean> {
    let isDue = true;
    await rewriteDocument(this.#store, dataRequest, requestAddress(workspace, number), (current) => {
      isDue = endedBefore(current, before);
      return isDue ? withoutAnybody(current, before) : undefined;
    });
    return isDue;
  }

  async #sweepKind(workspace: string, type: AggregateType<Aggregate>, before: string): Promise<void> {
    let continuation: string | undefined;
    do {
      const query = { partition: `workspace/${workspace}`, kind: type.kind, limit: pageSize, continuation };
      const page = await this.#store.list<Aggregate>(query);
      for (const known of page.items) {
        const rewrite = (current: Aggregate) =>
          isUnsealed(current) ? undefined : withoutTraces(type, current, { before }, isOver(current, before));
        await rewriteDocument(this.#store, type, known.document, rewrite, known);
      }
      continuation = page.continuation;
    } while (continuation);
  }
}

/** What was over for that long is old as a whole; what still holds (who set a schedule, who pays) is not. */
function isOver({ kind, state, history }: Aggregate, before: string): boolean {
  const isReviewed = kind === accessReview.kind && state !== 'open';
  const isAtEnd = isReviewed || kind === ghosts.kind || (kind === machineSchedule.kind && state === 'off');
  return isAtEnd && (history.at(-1)?.at ?? '') < before;
}
