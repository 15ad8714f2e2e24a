import { pino } from 'pino';
import { budget } from '../../../services/budgets/budget.ts';
import type { Aggregate } from '../../../services/change/aggregate.ts';
import { Changes } from '../../../services/change/change.ts';
import { Effects } from '../../../services/effects/effects.ts';
import { Ledger, sealInto } from '../../../services/ledger/ledger.ts';
import type { LedgerEntry } from '../../../services/ledger/ledger-entry.ts';
import { LedgerWriter } from '../../../services/ledger/ledger-writer.ts';
import { machineRecord } from '../../../services/machines/machine-record.ts';
import { type DataRequest, dataRequest } from '../../../services/requests/request.ts';
import { RequestChanges } from '../../../services/requests/request-changes.ts';
import { Reviews } from '../../../services/requests/reviews.ts';
import { LedgerRetention } from '../../../services/retention/ledger-retention.ts';
import { RetentionOrders } from '../../../services/retention/retention-orders.ts';
import type { Document, Store } from '../../../services/store/store.ts';
import { MemoryQueue } from '../effects/world/memory-queue.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';
import { MemoryCheckpoints } from '../ledger/memory-checkpoints.ts';
import { workspaceOf } from '../requests/world/place.ts';
import { signer } from '../requests/world/signer.ts';

const recorded = [budget, dataRequest, machineRecord];
const workspace = workspaceOf({ deputy: false, channel: false });

/** Documents and a ledger in memory, in simulated time, and processes that look after what they keep. */
export class ForgettingPlace {
  readonly clock = new SimulatedClock();
  readonly store = new MemoryStore(this.clock);
  readonly queue = new MemoryQueue(this.clock);
  readonly workspace = workspace;
  readonly checkpoints = new MemoryCheckpoints();

  /** One process; `store` as it sees it. */
  start(store: Store = this.store, retentionDays?: number) {
    const { clock, queue, checkpoints } = this;
    const writer = new LedgerWriter(store, clock);
    const seal = sealInto(writer, store, recorded);
    const changes = new Changes({ store, queue, clock, seal });
    const steady = clock;
    const effects = new Effects({ store, changes, queue, clock, steady, seal, log: pino({ level: 'silent' }) });
    const ledger = new Ledger({ store, writer, changes, checkpoints, signer, clock });
    ledger.register(effects, recorded);
    for (const kind of ['card.show', 'line.tell'])
      effects.register<DataRequest>(dataRequest, kind, { handle: async () => ({ done: true }) });
    const workspaces = { all: async () => [workspace] };
    const forgetConversation = async (id: string) => await store.delete(`conversation/${id}`, 'conversation');
    new LedgerRetention({ store, changes, clock, workspaces, ledger, forgetConversation, retentionDays }).register(
      effects,
    );
    effects.start();
    const reviews = new Reviews(new RequestChanges(changes, clock));
    return { changes, effects, ledger, orders: new RetentionOrders(changes), reviews };
  }

  /** The document in the workspace, as it stands. */
  async read<A extends Aggregate>(id: string): Promise<A> {
    return (await this.store.get<A>(`workspace/${workspace.id}`, id))!.document;
  }

  async put(document: Document): Promise<void> {
    await this.store.create(document);
  }

  /** All that is kept, as text, but what is asked for and its keys. */
  texts(): string {
    const all = this.store.all().map(({ document }) => document);
    return JSON.stringify(all.filter(({ kind }) => kind !== 'ledger-retention'));
  }

  entries(): LedgerEntry[] {
    const all = this.store.all<LedgerEntry>().map(({ document }) => document);
    return all.filter(({ kind }) => kind === 'ledger').sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}
