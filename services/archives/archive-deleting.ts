import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import { giveBackAddresses } from '../setups/address-pool.ts';
import type { TeardownClient } from '../setups/teardown.ts';
import type { Store } from '../store/store.ts';
import { growingPause } from '../time/growing-pause.ts';
import { spendPeople } from './archive-people.ts';
import { accountsOf, type StepOutcome, type StepPass, type StepWork } from './archive-work.ts';
import type { StorageTierClient } from './storage-tiers.ts';
import type { deletingSteps } from './workspace-archive.ts';

export interface ArchiveDeletingParts {
  readonly changes: Changes;
  readonly tiers: Pick<StorageTierClient, 'remove'>;
  readonly teardown: Pick<TeardownClient, 'begin' | 'isGone'>;
  readonly store: Store;
}

interface Before {
  readonly account?: number;
  readonly containers?: number;
  readonly files?: number;
  readonly bytes?: number;
}

const pauses = { part: 4, shortest: 5_000, longest: 60_000 };
/** Azure deletes a resource group within an hour; later something in it cannot be deleted. */
const patienceInMs = 2 * 3_600_000;

/** What takes the rest of an archived workspace away for good, step by step but for the certificate. */
export class ArchiveDeleting {
  readonly #parts: ArchiveDeletingParts;
  readonly steps: Readonly<Record<Exclude<(typeof deletingSteps)[number], 'record'>, StepWork>>;

  constructor(parts: ArchiveDeletingParts) {
    this.#parts = parts;
    this.steps = {
      containers: async (pass) => await this.#containers(pass),
      resources: async (pass) => await this.#resources(pass),
    };
  }

  /** By themselves, before the resource group: what was in them is counted so. */
  async #containers({ workspace, step, cursor, signal }: StepPass): Promise<StepOutcome> {
    // A step that was given up begins at the first account again, and what it had removed by then counts.
    const before: Before = { ...step.counts, ...cursor };
    const { account = 0, containers = 0, files = 0, bytes = 0 } = before;
    const service = accountsOf(workspace)[account];
    if (service === undefined) return { isDone: true, counts: { containers, files, bytes } };
    const removed = await this.#parts.tiers.remove(service, { signal });
    const counts = {
      containers: containers + removed.containers,
      files: files + removed.blobs,
      bytes: bytes + removed.bytes,
    };
    // What somebody made meanwhile goes, too.
    return {
      isDone: false,
      counts,
      cursor: { ...counts, account: removed.containers === 0 ? account + 1 : account },
    };
  }

  async #resources({ archive, workspace, cursor, now }: StepPass): Promise<StepOutcome> {
    const { teardown, changes, store } = this.#parts;
    if (await teardown.isGone(workspace.resourceGroup)) {
      await giveBackAddresses(store, workspace.id);
      await spendPeople(changes, archive);
      return { isDone: true, counts: { groups: 1 } };
    }
    const since = typeof cursor.since === 'string' ? cursor.since : now.toISOString();
    const elapsed = now.getTime() - Date.parse(since);
    if (elapsed >= patienceInMs)
      throw new WorkspaceError(
        'conflict',
        `Azure has not deleted ${workspace.resourceGroup} for two hours. Look in Azure at what holds it, then try again.`,
      );
    await teardown.begin(workspace.resourceGroup);
    return { isDone: false, cursor: { since }, pauseInMs: growingPause(elapsed, pauses) };
  }
}
