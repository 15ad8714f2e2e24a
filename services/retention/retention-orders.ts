import { type Aggregate, defineAggregate, type Effect, forever, type NewEffect, system } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';

/** The one document that says when names are removed next, and whose. */
export type Retention = Aggregate<'on'>;

export const retention = defineAggregate<Retention>({
  kind: 'ledger-retention',
  schema: 1,
  initial: 'on',
  transitions: { on: [] },
});

/** Somebody who is being forgotten. */
export interface BeingForgotten {
  readonly aadObjectId: string;
  /** When it goes on. */
  readonly next: Date;
}

export const retentionAddress = { partition: 'system', id: 'ledger-retention' } as const;
export const retentionEffect = 'ledger.sweep';

/** Says whose names shall go and that old ones do every day; {@link LedgerRetention} carries it out, in any process. */
export class RetentionOrders {
  readonly #changes: Changes;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  /** Has the daily sweep begin, where it has not yet. */
  async start(): Promise<void> {
    await this.#write('begin', (current) =>
      current?.effects.some(({ kind }) => kind === retentionEffect)
        ? undefined
        : { kind: retentionEffect, deadline: forever },
    );
  }

  /**
   * Has the person's name and words removed everywhere; it goes on by itself. `key` as in Command. Nothing changes where it is
   * under way already.
   */
  async pseudonymise(aadObjectId: string, key: string): Promise<void> {
    if (aadObjectId === system.aadObjectId) return;
    await this.#write(`forget/${key}`, (current) =>
      current && forgettings(current).some(({ data }) => data.person === aadObjectId)
        ? undefined
        : { kind: 'ledger.forget', deadline: forever, data: { person: aadObjectId } },
    );
  }

  /** Who is being forgotten at this moment. */
  async underWay(): Promise<readonly BeingForgotten[]> {
    const current = await this.#changes.get(retention, retentionAddress);
    return (current ? forgettings(current) : []).map(({ data, dueAt }) => ({
      aadObjectId: `${data.person}`,
      next: new Date(dueAt),
    }));
  }

  async #write(key: string, effectOf: (current: Retention | undefined) => NewEffect | undefined): Promise<void> {
    await this.#changes.change(retention, retentionAddress, {
      key,
      by: system,
      via: 'system',
      what: 'ledger.retention',
      decide: (current) => {
        const effect = effectOf(current);
        return effect && { next: {}, effects: [effect] };
      },
    });
  }
}

function forgettings({ effects }: Retention): readonly Effect[] {
  return effects.filter(({ kind }) => kind === 'ledger.forget');
}
