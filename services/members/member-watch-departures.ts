import type { Effect } from '../change/aggregate.ts';
import type { EffectContext, EffectOutcome } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { formerName } from '../people/former-member.ts';
import { personOf } from '../people/people.ts';
import type { Members } from '../roles/members.ts';
import type { Store } from '../store/store.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { MemberDepartures } from './member-departures.ts';
import { KnownMembersStore } from './member-watch-known.ts';
import { type MemberWatchRecord, memberWatchRecord } from './member-watch-record.ts';

export interface WatchedDeparturesParts {
  readonly store: Store;
  readonly members: Pick<Members, 'rolesNow' | 'person'>;
  readonly departures: MemberDepartures;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
}

const maxAttempts = 500;
/** Of each attempt, which has to end in time. */
const peopleAtOnce = 20;

/**
 * Parts those who left a group, or were made no owner any more, outside Labdesk from their things, some at a time; as far as they do not
 * belong to the workspace in another way.
 */
export class WatchedDepartures {
  readonly #parts: WatchedDeparturesParts;
  readonly #known: KnownMembersStore;

  constructor(parts: WatchedDeparturesParts) {
    this.#parts = parts;
    this.#known = new KnownMembersStore(parts.store);
  }

  register(effects: Effects): void {
    effects.register<MemberWatchRecord>(memberWatchRecord, 'member.departed', {
      maxAttempts,
      handle: async (effect, record, context) => await this.#part(effect, record, context),
    });
  }

  async #part(
    effect: Effect,
    { workspace: id }: MemberWatchRecord,
    { now, signal }: EffectContext,
  ): Promise<EffectOutcome<MemberWatchRecord>> {
    const workspace = await this.#parts.workspaces.byId(id);
    const leaving = (await this.#known.get(id))?.document.leaving ?? [];
    if (!workspace || leaving.length === 0) return { done: true };
    const parted: string[] = [];
    for (const person of leaving.slice(0, peopleAtOnce)) {
      if (signal.aborted) break;
      await this.#partOne(workspace, person, effect.id);
      parted.push(person);
    }
    const after = await this.#known.amend(id, (known) => ({
      leaving: known.leaving.filter((one) => !parted.includes(one)),
    }));
    return after && after.document.leaving.length > 0 ? { again: now } : { done: true };
  }

  async #partOne(workspace: Workspace, aadObjectId: string, key: string): Promise<void> {
    const { members, departures } = this.#parts;
    const role = (await members.rolesNow(aadObjectId)).workspaces.get(workspace.id);
    // Somebody may own it, be in it by another group, or be back.
    if (role === 'owner') return;
    const known = await members.person(aadObjectId);
    const person = known ? personOf(known) : { aadObjectId, name: formerName };
    if (!role) await departures.left(workspace, person, `${key}/${aadObjectId}`);
    await departures.decidesNoMore(workspace, person, `${key}/${aadObjectId}`);
  }
}
