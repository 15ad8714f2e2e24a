import type { Effect, JsonObject, NewEffect } from '../change/aggregate.ts';
import { type EffectOutcome, tireless } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { type Person, personOf } from '../people/people.ts';
import type { Members } from '../roles/members.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type Budget, budget, budgetNews } from './budget.ts';
import type { Announcement } from './budget-announcement.ts';

export interface BudgetAnnouncementsParts {
  readonly members: Pick<Members, 'everybody' | 'admins'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
}

interface Listener extends Person {
  readonly as: 'owner' | 'member' | 'admin';
}

/** So many are told before the next ones are, and before a stop that goes on is looked after again. */
const batch = 20;
const restInMs = 2_000;
const dayInMs = 86_400_000;
/** For how long a message may wait for Teams, or for the directory; a live card says how things stand when it comes. */
const patienceInDays = 7;

/**
 * Finds out whom a budget's news is for, at the moment when it is told, and has each told by an effect of their own: so that
 * whoever was told before a crash is not told again.
 */
export class BudgetAnnouncements {
  readonly #parts: BudgetAnnouncementsParts;

  constructor(parts: BudgetAnnouncementsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<Budget>(budget, 'budget.announce', {
      maxAttempts: tireless,
      handle: async (effect, document, { now }) => await this.#announce(effect, document, now),
    });
  }

  async #announce({ data }: Effect, document: Budget, now: Date): Promise<EffectOutcome<Budget>> {
    const announcement = data as unknown as Announcement;
    const workspace = await this.#parts.workspaces.byId(document.workspace);
    if (!workspace) return { done: true };
    if (waiting(document).length >= batch) return { again: new Date(now.getTime() + restInMs) };
    const all = await this.#listeners(announcement, workspace);
    const left = all.filter(({ aadObjectId }) => aadObjectId > (announcement.after ?? ''));
    const next = left.slice(0, batch);
    const inChannel = announcement.after === undefined ? channelNews(announcement, workspace) : [];
    if (next.length + inChannel.length === 0) return { done: true };
    const change = (current: Budget) => ({
      what: 'budget.announced',
      next: {},
      effects: [...next.flatMap((listener) => newsFor(listener, announcement, current, now)), ...inChannel],
      detail: {
        people: next.length,
        ...(announcement.threshold !== undefined && { threshold: announcement.threshold }),
      },
    });
    if (left.length === next.length) return { done: true, change };
    return { again: now, data: { ...data, after: next.at(-1)!.aadObjectId }, change };
  }

  /** In the order of their ids, which stays the same while people come and go. */
  async #listeners({ tell }: Announcement, workspace: Workspace): Promise<readonly Listener[]> {
    const { members } = this.#parts;
    const listeners: readonly Listener[] =
      tell === 'budget.escalate'
        ? (await members.admins()).map((admin) => ({ ...personOf(admin), as: 'admin' }))
        : (await members.everybody(workspace)).map((person) => ({ ...personOf(person), as: person.role }));
    return [...listeners].sort((a, b) => (a.aadObjectId < b.aadObjectId ? -1 : 1));
  }
}

/** A line for everybody in the workspace's channel, once; what could not be stopped is for admins alone. */
function channelNews({ tell, key, threshold, stop }: Announcement, { channel }: Workspace): NewEffect[] {
  if (!channel || tell === 'budget.escalate') return [];
  const of = { ...(threshold !== undefined && { threshold }), ...(stop !== undefined && { stop }) };
  return [{ kind: 'budget.channel', data: { tell, key, ...of } }];
}

function waiting({ effects }: Budget): readonly Effect[] {
  return effects.filter(({ kind }) => (budgetNews as readonly string[]).includes(kind));
}

/** A card that is still to be shown will say how things stand then. */
function newsFor(
  { aadObjectId, name, as }: Listener,
  announcement: Announcement,
  current: Budget,
  now: Date,
): NewEffect[] {
  const { tell, after: _, ...news } = announcement;
  const isComing = waiting(current).some(({ data }) => data.to === aadObjectId && data.key === news.key);
  if (isComing) return [];
  const deadline = new Date(now.getTime() + patienceInDays * dayInMs);
  return [{ kind: tell, data: { ...news, to: aadObjectId, name, as } as JsonObject, deadline }];
}
