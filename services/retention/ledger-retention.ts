import { type Effect, type JsonObject, system } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { type EffectContext, type EffectOutcome, tireless } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { LedgerErasure } from '../ledger/ledger-erasure.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { DocumentForgetting, type Place } from './document-forgetting.ts';
import { DocumentSweep } from './document-sweep.ts';
import { type ForgetConversation, PersonForgetting } from './person-forgetting.ts';
import { type Retention, retention, retentionEffect } from './retention-orders.ts';

export interface LedgerRetentionParts {
  readonly store: Store;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly workspaces: { all(): Promise<readonly Workspace[]> };
  readonly ledger: Pick<Ledger, 'note'>;
  readonly forgetConversation: ForgetConversation;
  /** How long names and words are kept; default 3650, ten years. */
  readonly retentionDays?: number;
}

/** How far the forgetting of a person is; kept in its effect, and gone with it. */
interface Forgetting {
  readonly person: string;
  /** Where looking through documents goes on. */
  readonly place?: Place;
  /** Ids of workspaces where something was removed. */
  readonly touched?: readonly string[];
  /** True where this round met something that has to be sealed first. */
  readonly waits?: boolean;
}

const dayInMs = 86_400_000;
const defaultDays = 3650;
/** What is not sealed yet is so within seconds, usually. */
const sealingInMs = 60_000;
const timeoutInMs = 5 * 60_000;
/** After so long an attempt writes down how far it is. */
const stretchInMs = 20_000;

/**
 * Removes names and words from ledgers, requests and all else that names people: of everybody once they are older than the
 * retention period, and of one person on demand. The chains and what was signed stay as they are. One instance at a time; what
 * it has not done when it dies, another goes on with.
 */
export class LedgerRetention {
  readonly #parts: LedgerRetentionParts;
  readonly #entries: LedgerErasure;
  readonly #documents: DocumentForgetting;
  readonly #old: DocumentSweep;
  readonly #people: PersonForgetting;

  constructor(parts: LedgerRetentionParts) {
    const { store, changes, clock, forgetConversation } = parts;
    this.#parts = parts;
    this.#entries = new LedgerErasure(store, clock);
    this.#documents = new DocumentForgetting(store, changes);
    this.#old = new DocumentSweep(store);
    this.#people = new PersonForgetting(store, forgetConversation);
  }

  register(effects: Effects): void {
    effects.register(retention, retentionEffect, {
      ...{ maxAttempts: tireless, timeoutInMs },
      handle: async (effect, _document, context) => await this.#sweep(effect, context),
    });
    effects.register(retention, 'ledger.forget', {
      ...{ maxAttempts: tireless, timeoutInMs },
      handle: async (effect, _document, context) => await this.#forget(effect, context),
    });
  }

  async #sweep({ data }: Effect, { now, signal }: EffectContext): Promise<EffectOutcome<Retention>> {
    const before = new Date(now.getTime() - (this.#parts.retentionDays ?? defaultDays) * dayInMs).toISOString();
    for (const { id } of await this.#sorted()) {
      if (id < `${data.from ?? ''}`) continue;
      const isLong = this.#parts.clock.now().getTime() - now.getTime() > stretchInMs;
      const isOver =
        !isLong && (await this.#entries.sweep(id, before, signal)) && (await this.#old.sweep(id, before, signal));
      if (!isOver) return { again: now, data: { from: id } };
    }
    return { again: new Date(now.getTime() + dayInMs), data: {} };
  }

  /** Documents first: what goes into the ledger comes from them. */
  async #forget({ id: key, data }: Effect, { now, signal }: EffectContext): Promise<EffectOutcome<Retention>> {
    const { person, place, waits = false, touched = [] } = data as unknown as Forgetting;
    const workspaces = await this.#sorted();
    const looked = await this.#documents.look(workspaces, person, key, place, signal);
    const all = new Set([...touched, ...looked.touched]);
    const soFar = () => ({ person, touched: [...all], waits: waits || looked.waits });
    if (looked.next) return { again: now, data: { ...soFar(), place: { ...looked.next } } };
    for (const { id } of workspaces) {
      const { isOver, count } = await this.#entries.forget(id, person, signal);
      if (count > 0) all.add(id);
      if (!isOver) return { again: now, data: { ...soFar(), place: atTheEnd } };
    }
    if (soFar().waits) {
      const again = new Date(now.getTime() + sealingInMs);
      return { again, data: { person, touched: [...all] } satisfies Forgetting as unknown as JsonObject };
    }
    await this.#people.forget(person);
    await this.#note([...all], key);
    return { done: true };
  }

  /** On record, without the name: that somebody was forgotten, where there was something to forget. */
  async #note(workspaces: readonly string[], key: string): Promise<void> {
    for (const workspace of workspaces)
      await this.#parts.ledger.note(workspace, {
        ...{ by: system, via: 'system', what: 'person.forgotten', key: `${key}/${workspace}` },
      });
  }

  async #sorted(): Promise<readonly Workspace[]> {
    return (await this.#parts.workspaces.all()).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }
}

/** After every workspace: all documents were looked at. */
const atTheEnd = { workspace: '\uffff', kind: 0 };
