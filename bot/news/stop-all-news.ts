import type { Logger } from 'pino';
import { stopAllLine, stopAllProgress } from '../../cards/admin/stop-all-progress.ts';
import type { EffectOutcome } from '../../services/effects/effect-handler.ts';
import type { Effects } from '../../services/effects/effects.ts';
import type { PersonDirectory } from '../../services/people/person-directory.ts';
import { localeOf } from '../../services/people/person-record.ts';
import { type StopAll, stopAll, stopAllId } from '../../services/stop-alls/stop-all.ts';
import { tookLong } from '../../services/time/took-long.ts';
import { placeName } from '../../services/workspaces/place-name.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Courier } from './courier.ts';

export interface StopAllNewsParts {
  readonly courier: Pick<Courier, 'showIn' | 'tellIn'>;
  readonly people: Pick<PersonDirectory, 'get'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly log: Logger;
}

/** Shows the admin on one card how the stopping of everything goes, and the starting again; in a line, too, how each ended that took long. */
export class StopAllNews {
  readonly #parts: StopAllNewsParts;

  constructor(parts: StopAllNewsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<StopAll>(stopAll, 'stopall.show', { handle: async (_, order) => await this.#show(order) });
  }

  async #show(order: StopAll): Promise<EffectOutcome<StopAll>> {
    const { courier, people, workspaces, log } = this.#parts;
    if (!order.place) return { done: true };
    const place = await placeName(workspaces, order.workspace);
    const locale = localeOf(await people.get(order.by.aadObjectId));
    const key = `stopall/${stopAllId(order)}`;
    const delivery = await courier.showIn(key, order.place, stopAllProgress({ order, place, locale }));
    if (delivery === 'nowhere') log.warn({ key }, 'An admin could not be shown how the machines are stopped.');
    const { state, startedAt, endedAt } = order;
    const isOver = state === 'stopped' || state === 'started';
    if (isOver && tookLong(startedAt, endedAt))
      await courier.tellIn(`${key}/line/${state}`, order.place, stopAllLine({ order, place }));
    return { done: true };
  }
}
