import type { Logger } from 'pino';
import { type CostView, costFact, costLine } from '../../cards/budgets/cost-line.ts';
import type { Card } from '../../cards/card.ts';
import { failedCard } from '../../cards/machines/failed.ts';
import { machineCard } from '../../cards/machines/machine.ts';
import { progressCard } from '../../cards/machines/progress.ts';
import { texts } from '../../cards/texts.ts';
import type { Budgets } from '../../services/budgets/budgets.ts';
import type { Effect } from '../../services/change/aggregate.ts';
import type { SpendingReports } from '../../services/costs/spendings.ts';
import type { EffectOutcome } from '../../services/effects/effect-handler.ts';
import type { Effects } from '../../services/effects/effects.ts';
import { postingGraceEnds } from '../../services/machines/machine-operations.ts';
import {
  type Follower,
  isUnderWay,
  type MachineRecord,
  machineRecord,
  type Operation,
} from '../../services/machines/machine-record.ts';
import type { Machine, Machines } from '../../services/machines/machines.ts';
import type { PersonDirectory } from '../../services/people/person-directory.ts';
import { localeOf } from '../../services/people/person-record.ts';
import type { Clock } from '../../services/time/clock.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Courier } from './courier.ts';

export interface MachineNewsParts {
  readonly courier: Courier;
  readonly machines: Machines;
  readonly workspaces: WorkspaceDirectory;
  readonly budgets: Pick<Budgets, 'of'>;
  readonly spendings: Pick<SpendingReports, 'get'>;
  readonly people: Pick<PersonDirectory, 'get'>;
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
    for (const [kind, handle] of Object.entries(handlers))
      effects.register<MachineRecord>(machineRecord, kind, { handle });
  }

  /** While it runs the card is only changed where it stands; one that was never posted waits for the outcome. */
  async #progress(effect: Effect, record: MachineRecord): Promise<Done> {
    const follower = followerOf(effect, record);
    const card = follower && isUnderWay(record) ? await this.#card(record, follower) : undefined;
    if (follower && card) await this.#parts.courier.change(follower.key, follower, card);
    return done;
  }

  async #outcome(effect: Effect, record: MachineRecord): Promise<Done> {
    const follower = followerOf(effect, record);
    if (!follower || isUnderWay(record)) return done;
    this.#logFailure(record);
    const card = await this.#card(record, follower);
    if (!card) return done;
    // An answer that is still on its way will stand; one that never came is posted instead.
    const graceEnds = postingGraceEnds(record.operation!);
    const delivery = await this.#parts.courier.showIn(follower.key, follower, card, graceEnds);
    return delivery === 'waits' ? { again: graceEnds } : done;
  }

  #logFailure({ workspace, machine, operation }: MachineRecord): void {
    if (!operation?.failure) return;
    const { code, support } = operation.failure;
    this.#parts.log.warn({ workspace, machine, verb: operation.verb, code, support }, 'A machine operation failed.');
  }

  async #line(effect: Effect, record: MachineRecord): Promise<Done> {
    const follower = followerOf(effect, record);
    const operation = record.operation;
    if (!follower || !operation || isUnderWay(record)) return done;
    const text = operation.failure
      ? `${texts.machine.failedTitle(record.machine, operation.verb)}. ${operation.failure.message}`
      : texts.machine.done(record.machine, operation.verb);
    await this.#parts.courier.tellIn(`line/${effect.id}`, follower, text);
    return done;
  }

  /** Undefined where the workspace is gone. */
  async #card(record: MachineRecord, follower: Follower): Promise<Card | undefined> {
    const operation = record.operation as Operation;
    const workspace = await this.#parts.workspaces.byId(record.workspace);
    if (!workspace) return undefined;
    const machine = await this.#parts.machines.recorded(workspace, record);
    if (operation.failure && !isUnderWay(record)) return failedCard(machine, operation);
    const cost = operation.verb === 'stop' ? undefined : await this.#cost(machine, follower);
    if (isUnderWay(record)) return progressCard(machine, operation, follower.person, cost && costLine(cost));
    return machineCard(machine, this.#parts.clock.now(), '', cost && costFact(cost));
  }

  /** Nothing waits for money that cannot be read. */
  async #cost(machine: Machine, { person }: Follower): Promise<CostView | undefined> {
    const { budgets, spendings, people, clock } = this.#parts;
    const { workspace } = machine;
    try {
      const [budget, spending, known] = await Promise.all([
        budgets.of(workspace.id),
        spendings.get(workspace),
        people.get(person.aadObjectId),
      ]);
      return { machine, budget, spending, now: clock.now(), locale: localeOf(known) };
    } catch {
      return undefined;
    }
  }
}

function followerOf(effect: Effect, record: MachineRecord): Follower | undefined {
  return record.operation?.followers.find(({ key }) => key === effect.data.follower);
}
