import type { Logger } from 'pino';
import type { Card } from '../cards/card.ts';
import { failedCard } from '../cards/machines/failed.ts';
import { machineCard } from '../cards/machines/machine.ts';
import { progressCard } from '../cards/machines/progress.ts';
import { texts } from '../cards/texts.ts';
import type { Effect } from '../services/aggregate.ts';
import type { Clock } from '../services/clock.ts';
import type { EffectOutcome } from '../services/effect-handler.ts';
import type { Effects } from '../services/effects.ts';
import { postingGraceEnds } from '../services/machine-operations.ts';
import {
  type Follower,
  isUnderWay,
  type MachineRecord,
  machineRecord,
  type Operation,
} from '../services/machine-record.ts';
import type { Machine, Machines } from '../services/machines.ts';
import type { PostedCards } from '../services/posted-cards.ts';
import type { WorkspaceDirectory } from '../services/workspace-directory.ts';
import { TeamsError } from './messenger/teams-error.ts';
import type { Speaker } from './speaker.ts';

export interface MachineNewsParts {
  readonly speaker: Speaker;
  readonly machines: Machines;
  readonly workspaces: WorkspaceDirectory;
  readonly postedCards: PostedCards;
  readonly clock: Clock;
  readonly log: Logger;
}

type Done = EffectOutcome<MachineRecord>;
const done: Done = { done: true };

/** Tells those who watch an operation how it goes: on the card they have, in its place. */
export class MachineNews {
  readonly #parts: MachineNewsParts;

  constructor(parts: MachineNewsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    const handlers = {
      'card.progress': (effect: Effect, record: MachineRecord) => this.#progress(effect, record),
      'card.outcome': (effect: Effect, record: MachineRecord) => this.#outcome(effect, record),
      'line.outcome': (effect: Effect, record: MachineRecord) => this.#line(effect, record),
    };
    for (const [kind, handle] of Object.entries(handlers)) {
      effects.register<MachineRecord>(machineRecord, kind, {
        handle: async (effect, record) => await this.#reachable(handle(effect, record)),
      });
    }
  }

  /** While it runs the card is only changed where it stands; one that was never posted waits for the outcome. */
  async #progress(effect: Effect, record: MachineRecord): Promise<Done> {
    const follower = followerOf(effect, record);
    if (!follower || !isUnderWay(record)) return done;
    const activityId = await this.#standing(follower);
    if (activityId) await this.#parts.speaker.update(follower, activityId, await this.#card(record, follower));
    return done;
  }

  async #outcome(effect: Effect, record: MachineRecord): Promise<Done> {
    const follower = followerOf(effect, record);
    if (!follower || isUnderWay(record)) return done;
    this.#logFailure(record);
    const activityId = await this.#standing(follower);
    const graceEnds = postingGraceEnds(record.operation!);
    if (!activityId && this.#parts.clock.now() < graceEnds) return { again: graceEnds };
    const card = await this.#card(record, follower);
    if (!activityId) await this.#postOnce(effect, follower, card);
    else
      await this.#parts.speaker
        .update(follower, activityId, card)
        .catch(async (error) => await this.#postInstead(error, effect, follower, card));
    return done;
  }

  #logFailure({ workspace, machine, operation }: MachineRecord): void {
    if (!operation?.failure) return;
    const { code, support } = operation.failure;
    this.#parts.log.warn({ workspace, machine, verb: operation.verb, code, support }, 'A machine operation failed.');
  }

  async #line(effect: Effect, record: MachineRecord): Promise<Done> {
    const follower = followerOf(effect, record);
    const operation = record.operation;
    if (!follower || !operation || isUnderWay(record) || effect.attempts > 0) return done;
    const text = operation.failure
      ? `${texts.machine.failedTitle(record.machine, operation.verb)}. ${operation.failure.message}`
      : texts.machine.done(record.machine, operation.verb);
    await this.#parts.speaker.tell(follower, text);
    return done;
  }

  async #standing({ key, activityId }: Follower): Promise<string | undefined> {
    return activityId ?? (await this.#parts.postedCards.find(key));
  }

  /** A post that may have arrived is not made again. */
  async #postOnce(effect: Effect, follower: Follower, card: Card): Promise<void> {
    if (effect.attempts > 0) return;
    await this.#parts.postedCards.remember(follower.key, await this.#parts.speaker.post(follower, card));
  }

  /** A card that somebody deleted is posted anew. */
  async #postInstead(error: unknown, effect: Effect, follower: Follower, card: Card): Promise<void> {
    if (!(error instanceof TeamsError) || error.reason !== 'gone') throw error;
    await this.#postOnce(effect, follower, card);
  }

  /** Whom Teams does not reach, or perhaps did, is not tried again. */
  async #reachable(work: Promise<Done>): Promise<Done> {
    try {
      return await work;
    } catch (error) {
      const final =
        error instanceof TeamsError &&
        ['blocked', 'not-installed', 'gone', 'refused', 'too-big'].includes(error.reason);
      if (!final) throw error;
      this.#parts.log.info({ reason: error.reason }, 'Somebody could not be told how an operation went.');
      return done;
    }
  }

  async #card(record: MachineRecord, follower: Follower): Promise<Card> {
    const operation = record.operation as Operation;
    const machine = await this.#machine(record);
    if (isUnderWay(record)) return progressCard(machine, operation, follower.person);
    return operation.failure ? failedCard(machine, operation) : machineCard(machine, this.#parts.clock.now());
  }

  async #machine(record: MachineRecord): Promise<Machine> {
    const workspace = (await this.#parts.workspaces.all()).find(({ id }) => id === record.workspace);
    if (!workspace) throw new TeamsError('refused', { code: 'WorkspaceGone' });
    return await this.#parts.machines.recorded(workspace, record);
  }
}

function followerOf(effect: Effect, record: MachineRecord): Follower | undefined {
  return record.operation?.followers.find(({ key }) => key === effect.data.follower);
}
