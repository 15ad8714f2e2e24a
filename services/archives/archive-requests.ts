import { system } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { listAll } from '../change/list-all.ts';
import { personOf } from '../people/people.ts';
import { type DataRequest, dataRequest, isUndecided } from '../requests/request.ts';
import { hasChannel, isAny, line, removal, shows, withdrawal } from '../requests/request-rules.ts';
import type { Store } from '../store/store.ts';
import { type StepOutcome, type StepPass, stepKey } from './archive-work.ts';

export interface ArchiveRequestsParts {
  readonly store: Store;
  readonly changes: Changes;
}

/** What becomes of the requests of a workspace that is closed: nothing goes on, and their authors hear it. */
export class ArchiveRequests {
  readonly #parts: ArchiveRequestsParts;

  constructor(parts: ArchiveRequestsParts) {
    this.#parts = parts;
  }

  /** What nobody has decided is withdrawn, and what was approved is taken back, each with a line to its author. Twice is the same as once. */
  async end(pass: Pick<StepPass, 'archive' | 'workspace' | 'now'>): Promise<StepOutcome> {
    const key = stepKey(pass, 'request');
    let [withdrawn, revoked] = [0, 0];
    const query = { partition: `workspace/${pass.workspace.id}`, kind: dataRequest.kind, limit: 200 };
    for (const request of await listAll<DataRequest>(this.#parts.store, query)) {
      const before = request.history.find((entry) => entry.key === key)?.to;
      const ended = before ?? (await this.#end(request, pass, key));
      if (ended === 'withdrawn') withdrawn += 1;
      if (ended === 'revoked') revoked += 1;
    }
    return { isDone: true, counts: { withdrawn, revoked } };
  }

  async #end(
    request: DataRequest,
    { workspace, now }: Pick<StepPass, 'workspace' | 'now'>,
    key: string,
  ): Promise<string | undefined> {
    if (!isUnsettled(request)) return undefined;
    const why = `${workspace.name} was archived.`;
    const told = line('closed', request.author.aadObjectId);
    const { document } = await this.#parts.changes.change(dataRequest, request, {
      ...{ key, by: system, via: 'system', what: 'request.close', why },
      decide: (current) => {
        if (!current || !isUnsettled(current)) return undefined;
        if (isUndecided(current)) {
          const ending = withdrawal(current, workspace);
          return { ...ending, effects: [...(ending.effects ?? []), told] };
        }
        const revoked = { by: personOf(system), at: now.toISOString(), reason: why, as: 'admin' as const };
        return {
          next: { state: 'revoked', revoked },
          effects: [removal(now), ...shows(current, hasChannel(workspace)), told],
          cancel: isAny,
        };
      },
    });
    return document?.history.some((entry) => entry.key === key) ? document.state : undefined;
  }
}

/** What would go on by itself. Money that was granted is in the budget, and no business of a request any more. */
function isUnsettled(request: DataRequest): boolean {
  if (isUndecided(request)) return true;
  return request.type !== 'topup' && (request.state === 'approved' || request.state === 'approving');
}
