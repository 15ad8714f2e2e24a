import type { Logger } from 'pino';
import { channelTexts } from '../../cards/texts/channels.ts';
import { endingCard, endingTitle } from '../../cards/workspaces/ending.ts';
import type { Effect } from '../../services/change/aggregate.ts';
import type { EffectOutcome } from '../../services/effects/effect-handler.ts';
import type { Effects } from '../../services/effects/effects.ts';
import { type EndingReader, type WorkspaceEnding, workspaceEnding } from '../../services/endings/workspace-ending.ts';
import type { WorkspaceEndings } from '../../services/endings/workspace-endings.ts';
import type { PersonDirectory } from '../../services/people/person-directory.ts';
import { localeOf } from '../../services/people/person-record.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Courier } from './courier.ts';

export interface EndingNewsParts {
  readonly courier: Pick<Courier, 'show' | 'tellIn'>;
  readonly people: Pick<PersonDirectory, 'get'>;
  readonly endings: Pick<WorkspaceEndings, 'today'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly log: Logger;
}

/** Tells owners and admins that a workspace comes to its end, on a card each time, and its channel in a line; and, on the last card, that the date was changed. */
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
    effects.register<WorkspaceEnding>(workspaceEnding, 'ending.channel', {
      maxAttempts: 20,
      handle: async (effect, ending) => await this.#tellChannel(effect, ending),
    });
  }

  async #tellChannel({ data }: Effect, ending: WorkspaceEnding): Promise<EffectOutcome<WorkspaceEnding>> {
    const { courier, endings, workspaces } = this.#parts;
    const workspace = await workspaces.byId(ending.workspace);
    // A date that was changed meanwhile is told when it is near.
    if (!workspace?.channel || ending.endsOn !== data.endsOn) return { done: true };
    const line = channelTexts.ending(endingTitle(workspace, ending.endsOn, endings.today()));
    await courier.tellIn(`ending/${workspace.id}/${data.endsOn}/${data.stage}/channel`, workspace.channel, line);
    return { done: true };
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
