import type { Logger } from 'pino';
import { endingCard } from '../cards/workspaces/ending.ts';
import type { Effect } from '../services/aggregate.ts';
import type { EffectOutcome } from '../services/effect-handler.ts';
import type { Effects } from '../services/effects.ts';
import type { PersonDirectory } from '../services/person-directory.ts';
import { localeOf } from '../services/person-record.ts';
import type { WorkspaceDirectory } from '../services/workspace-directory.ts';
import { type EndingReader, type WorkspaceEnding, workspaceEnding } from '../services/workspace-ending.ts';
import type { WorkspaceEndings } from '../services/workspace-endings.ts';
import type { Courier } from './courier.ts';

export interface EndingNewsParts {
  readonly courier: Pick<Courier, 'show'>;
  readonly people: Pick<PersonDirectory, 'get'>;
  readonly endings: Pick<WorkspaceEndings, 'today'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly log: Logger;
}

/** Tells owners and admins that a workspace comes to its end, on a card each time; and, on the last one, that its date was changed. */
export class EndingNews {
  readonly #parts: EndingNewsParts;

  constructor(parts: EndingNewsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    for (const kind of ['ending.tell', 'ending.show'])
      effects.register<WorkspaceEnding>(workspaceEnding, kind, {
        maxAttempts: 20,
        handle: async (effect, ending) => await this.#show(effect, ending),
      });
  }

  async #show({ data }: Effect, ending: WorkspaceEnding): Promise<EffectOutcome<WorkspaceEnding>> {
    const { courier, people, endings, workspaces, log } = this.#parts;
    const workspace = await workspaces.byId(ending.workspace);
    if (!workspace) return { done: true };
    const to = `${data.to}`;
    const endsOn = `${data.endsOn}`;
    const locale = localeOf(await people.get(to));
    const as = data.as as EndingReader['as'];
    const card = endingCard({ workspace, ending, as, endsOn, today: endings.today(), locale });
    const key = `ending/${ending.workspace}/${endsOn}/${data.stage}/${to}`;
    const delivery = await courier.show(key, { aadObjectId: to, name: '' }, card);
    if (delivery === 'nowhere') log.warn({ key }, 'Somebody could not be told that a workspace ends.');
    return { done: true };
  }
}
