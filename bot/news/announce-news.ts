import type { Logger } from 'pino';
import { announceLine, announceReport } from '../../cards/admin/announce-report.ts';
import type { Card } from '../../cards/card.ts';
import { type Announcement, announcement, announcementId } from '../../services/announcements/announcement.ts';
import type { EffectOutcome } from '../../services/effects/effect-handler.ts';
import type { Effects } from '../../services/effects/effects.ts';
import type { Clock } from '../../services/time/clock.ts';
import { tookLong } from '../../services/time/took-long.ts';
import { placeName } from '../../services/workspaces/place-name.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Courier } from './courier.ts';

export interface AnnounceNewsParts {
  readonly courier: Pick<Courier, 'showIn' | 'tellIn' | 'change'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Fills the admin's card up while an announcement is on its way; says in a line, too, what came of it where that took long. */
export class AnnounceNews {
  readonly #parts: AnnounceNewsParts;

  constructor(parts: AnnounceNewsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<Announcement>(announcement, 'announcement.show', {
      handle: async (_, current) => await this.#show(current),
    });
  }

  /** Shows on the way how far it is, where the card stands; never rejects, since it is shown again when it is on record. */
  async progress(current: Announcement): Promise<void> {
    const { courier, log } = this.#parts;
    if (!current.place) return;
    try {
      await courier.change(keyOf(current), current.place, await this.#card(current));
    } catch (error) {
      log.info({ err: error }, 'An admin could not be shown how far an announcement is.');
    }
  }

  async #show(current: Announcement): Promise<EffectOutcome<Announcement>> {
    const { courier, workspaces, clock, log } = this.#parts;
    if (!current.place) return { done: true };
    const place = await placeName(workspaces, current.workspace);
    const card = announceReport({ announcement: current, place, now: clock.now() });
    const key = keyOf(current);
    const delivery = await courier.showIn(key, current.place, card);
    if (delivery === 'nowhere') log.warn({ key }, 'An admin could not be shown how an announcement goes.');
    const { state, startedAt, endedAt } = current;
    if (state === 'sent' && tookLong(startedAt, endedAt))
      await courier.tellIn(`${key}/line`, current.place, announceLine({ announcement: current, place }));
    return { done: true };
  }

  async #card(current: Announcement): Promise<Card> {
    const { workspaces, clock } = this.#parts;
    const place = await placeName(workspaces, current.workspace);
    return announceReport({ announcement: current, place, now: clock.now() });
  }
}

function keyOf(current: Announcement): string {
  return `announcement/${announcementId(current)}/report`;
}
