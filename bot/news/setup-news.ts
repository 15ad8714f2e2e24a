import type { Logger } from 'pino';
import type { Card } from '../../cards/card.ts';
import { type SetupReader, setupCard } from '../../cards/workspaces/setup.ts';
import { setupLine } from '../../cards/workspaces/setup-line.ts';
import type { Effect } from '../../services/change/aggregate.ts';
import type { EffectOutcome } from '../../services/effects/effect-handler.ts';
import type { Effects } from '../../services/effects/effects.ts';
import type { Person } from '../../services/people/people.ts';
import type { PersonDirectory } from '../../services/people/person-directory.ts';
import { localeOf } from '../../services/people/person-record.ts';
import type { PostedCards } from '../../services/people/posted-cards.ts';
import type { SetupTelling } from '../../services/setups/setup-announcement.ts';
import { type WorkspaceSetup, workspaceSetup } from '../../services/setups/workspace-setup.ts';
import type { WorkspaceSetups } from '../../services/setups/workspace-setups.ts';
import type { Clock } from '../../services/time/clock.ts';
import { tookLong } from '../../services/time/took-long.ts';
import type { Courier } from './courier.ts';

export interface SetupNewsParts {
  readonly courier: Pick<Courier, 'show' | 'showIn' | 'tell'>;
  readonly people: Pick<PersonDirectory, 'get'>;
  readonly postedCards: Pick<PostedCards, 'look'>;
  readonly setups: Pick<WorkspaceSetups, 'labels'>;
  readonly clock: Clock;
  readonly log: Logger;
}

type Outcome = EffectOutcome<WorkspaceSetup>;
const done: Outcome = { done: true };
const maxAttempts = 20;
/** How long the card of an answer may take to be posted, before it counts as lost and a new one is. */
const postingGraceInMs = 3_000;

/** Shows everybody concerned how the making of a workspace stands: on the card they have, in its place, and in a line where they should notice. */
export class SetupNews {
  readonly #parts: SetupNewsParts;

  constructor(parts: SetupNewsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<WorkspaceSetup>(workspaceSetup, 'setup.show', {
      maxAttempts,
      handle: async (effect, setup) => await this.#show(effect, setup),
    });
    effects.register<WorkspaceSetup>(workspaceSetup, 'setup.tell', {
      maxAttempts,
      handle: async (effect, setup) => await this.#tell(effect, setup),
    });
  }

  async #show({ dueAt }: Effect, setup: WorkspaceSetup): Promise<Outcome> {
    const { courier } = this.#parts;
    // An answer that is still on its way will stand; one that never came is posted instead.
    const notBefore = new Date(Date.parse(dueAt) + postingGraceInMs);
    const following = setup.followers.map(async (follower) => {
      const card = await this.#card(setup, follower.person, readerOf(setup, follower.person));
      return await courier.showIn(follower.key, follower, card, notBefore);
    });
    const told = setup.told
      .filter(({ person }) => !isFollower(setup, person))
      .map(async ({ person, as }) => {
        const { state } = await this.#parts.postedCards.look(keyOf(setup, person));
        if (state === 'posted') await courier.show(keyOf(setup, person), person, await this.#card(setup, person, as));
      });
    const [deliveries] = await Promise.all([Promise.all(following), Promise.all(told)]);
    return deliveries.includes('waits') ? { again: notBefore } : done;
  }

  /** Who follows it on a card reads a line, where it took long or somebody else did it; everybody else gets a card. */
  async #tell({ id, data }: Effect, setup: WorkspaceSetup): Promise<Outcome> {
    const { courier, log } = this.#parts;
    const { to, name, about, as } = data as unknown as SetupTelling;
    const person: Person = { aadObjectId: to, name };
    if (about === 'waiting' && setup.state !== 'waiting') return done;
    const isSeen = isFollower(setup, person);
    const line = setupLine(setup, about);
    if (isSeen && (!line || !this.#isNews(setup, person))) return done;
    const delivery =
      isSeen && line
        ? await courier.tell(id, person, line)
        : await courier.show(keyOf(setup, person), person, await this.#card(setup, person, as));
    if (delivery === 'nowhere') log.info({ setup: setup.workspace, person: to }, 'Somebody could not be told.');
    return done;
  }

  #isNews({ decidedBy, startedAt }: WorkspaceSetup, { aadObjectId }: Person): boolean {
    if (decidedBy?.aadObjectId !== aadObjectId || startedAt === undefined) return true;
    return tookLong(startedAt, this.#parts.clock.now());
  }

  async #card(setup: WorkspaceSetup, person: Person, reader: SetupReader): Promise<Card> {
    const { clock, people, setups } = this.#parts;
    const isYours = person.aadObjectId === setup.askedBy.aadObjectId;
    const locale = localeOf(await people.get(person.aadObjectId));
    return setupCard({ setup, reader, isYours, names: setups.labels, now: clock.now(), locale });
  }
}

/** Who follows it and neither asked nor shall own it, can only be an admin; an admin who shall own it decides until it is there. */
function readerOf({ askedBy, byAdmin, plan, state, told }: WorkspaceSetup, { aadObjectId }: Person): SetupReader {
  if (aadObjectId === askedBy.aadObjectId) return byAdmin ? 'admin' : 'author';
  const decides =
    state !== 'ready' && told.some(({ person, as }) => as === 'admin' && person.aadObjectId === aadObjectId);
  return aadObjectId === plan.owner.aadObjectId && !decides ? 'owner' : 'admin';
}

function isFollower({ followers }: WorkspaceSetup, { aadObjectId }: Person): boolean {
  return followers.some(({ person }) => person.aadObjectId === aadObjectId);
}

/** One card a person, for as long as the name is asked for once. */
function keyOf({ workspace, round }: WorkspaceSetup, { aadObjectId }: Person): string {
  return `setup/${workspace}/${round}/${aadObjectId}`;
}
