import type { Logger } from 'pino';
import { dayText } from '../../cards/money.ts';
import { archiveTexts } from '../../cards/texts/workspace-archive.ts';
import { brief } from '../../cards/wording.ts';
import { archiveCard } from '../../cards/workspaces/archive.ts';
import {
  type ArchiveLine,
  phaseOf,
  type WorkspaceArchive,
  workspaceArchive,
} from '../../services/archives/workspace-archive.ts';
import type { WorkspaceArchives } from '../../services/archives/workspace-archives.ts';
import type { Effect } from '../../services/change/aggregate.ts';
import type { EffectOutcome } from '../../services/effects/effect-handler.ts';
import type { Effects } from '../../services/effects/effects.ts';
import type { PersonDirectory } from '../../services/people/person-directory.ts';
import { localeOf } from '../../services/people/person-record.ts';
import type { Clock } from '../../services/time/clock.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Courier } from './courier.ts';

export interface ArchiveNewsParts {
  readonly courier: Pick<Courier, 'show' | 'showIn' | 'tell'>;
  readonly people: Pick<PersonDirectory, 'get'>;
  readonly archives: Pick<WorkspaceArchives, 'survey'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
  readonly log: Logger;
}

type Done = EffectOutcome<WorkspaceArchive>;
const done: Done = { done: true };
/** The answer to whoever pressed is on its way: a card that is changed before it stands would be overwritten by it. */
const answeredWithinMs = 1_000;
const words = archiveTexts.lines;

/** Shows admins how it stands with the end of a workspace, each on a card of their own, and tells owners what concerns them. */
export class ArchiveNews {
  readonly #parts: ArchiveNewsParts;

  constructor(parts: ArchiveNewsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<WorkspaceArchive>(workspaceArchive, 'archive.show', {
      maxAttempts: 20,
      handle: async (effect, archive) => await this.#show(effect, archive),
    });
    effects.register<WorkspaceArchive>(workspaceArchive, 'archive.line', {
      maxAttempts: 20,
      handle: async (effect, archive) => await this.#tell(effect, archive),
    });
  }

  async #show({ data }: Effect, archive: WorkspaceArchive): Promise<Done> {
    const { archives, courier, workspaces, clock, log } = this.#parts;
    const workspace = await workspaces.byId(archive.workspace);
    if (!workspace) return done;
    const reader = `${data.to}`;
    const now = clock.now();
    const turned = keyOf(archive, reader);
    const answeredAt = Date.parse(turned?.at ?? '') + answeredWithinMs;
    if (now.getTime() < answeredAt) return { again: new Date(answeredAt) };
    const card = archiveCard({
      ...{ workspace, archive, reader, now, locale: await this.#locale(reader) },
      survey: archive.state === 'proposed' ? await archives.survey(workspace) : undefined,
    });
    const key = `archive/${archive.workspace}/${archive.round}/${phaseOf(archive)}/${reader}`;
    const person = { aadObjectId: reader, name: '' };
    const delivery = turned?.place
      ? await courier.showIn(key, turned.place, card)
      : await courier.show(key, person, card);
    if (delivery === 'nowhere') log.warn({ key }, 'An admin could not be shown how a workspace is archived.');
    return done;
  }

  async #tell({ id, data }: Effect, archive: WorkspaceArchive): Promise<Done> {
    const { courier, workspaces } = this.#parts;
    const workspace = await workspaces.byId(archive.workspace);
    if (!workspace) return done;
    const to = `${data.to}`;
    const text = this.#line(data.what as ArchiveLine, archive, brief(workspace.name), await this.#locale(to));
    if (text) await courier.tell(id, { aadObjectId: to, name: '' }, text);
    return done;
  }

  #line(what: ArchiveLine, archive: WorkspaceArchive, name: string, locale: string): string {
    const { proposed, confirmed, dropped, lapsesAt, restorableUntil, terms } = archive;
    const on = (at: string) => dayText(at, this.#parts.clock.now(), locale);
    const first = brief(proposed.by.name);
    if (what === 'proposed') return archive.state === 'proposed' ? words.proposed(name, first, on(lapsesAt)) : '';
    if (what === 'closing') return words.closing(name, first, brief(confirmed?.by.name ?? first), terms.retentionDays);
    if (what === 'ends') return restorableUntil ? words.ends(name, on(restorableUntil)) : '';
    if (what !== 'dropped') return words[what](name);
    if (!dropped) return '';
    return dropped.how === 'lapsed' ? words.lapsed(name) : words[dropped.how](name, brief(dropped.by.name));
  }

  async #locale(aadObjectId: string): Promise<string> {
    return localeOf(await this.#parts.people.get(aadObjectId));
  }
}

/** The key that somebody turned, with the card on which they did, where that is the one that follows. */
function keyOf(archive: WorkspaceArchive, reader: string) {
  const { proposed, restored } = archive;
  const turned = phaseOf(archive) === 'restoring' ? restored : proposed;
  return phaseOf(archive) !== 'deleting' && turned?.by.aadObjectId === reader ? turned : undefined;
}
