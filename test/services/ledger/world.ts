import { pino } from 'pino';
import type { HistoryEntry } from '../../../services/change/aggregate.ts';
import { defineAggregate } from '../../../services/change/aggregate.ts';
import { Changes } from '../../../services/change/change.ts';
import { Effects } from '../../../services/effects/effects.ts';
import { Ledger, sealInto } from '../../../services/ledger/ledger.ts';
import { Checkpoints } from '../../../services/ledger/ledger-checkpoints.ts';
import type { Unsealed } from '../../../services/ledger/ledger-entry.ts';
import { LedgerWriter } from '../../../services/ledger/ledger-writer.ts';
import { LedgerRetention } from '../../../services/retention/ledger-retention.ts';
import { RetentionOrders } from '../../../services/retention/retention-orders.ts';
import type { Store } from '../../../services/store/store.ts';
import type { Workspace } from '../../../services/workspaces/workspaces.ts';
import { type Ticket, ticketType } from '../change/ticket.ts';
import { MemoryQueue } from '../effects/world/memory-queue.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';
import { MemoryCheckpoints } from './memory-checkpoints.ts';
import { MemorySigner } from './memory-signer.ts';

export const workspace = 'oncology';

/** A small aggregate whose history goes into the ledger of its partition. */
export const recordedTicket = defineAggregate<Ticket>({ ...ticketType, ledger: ({ partition }) => partition });

export const owner = { aadObjectId: 'owner', name: 'Owner', roles: ['owner'] };
export const researcher = { aadObjectId: 'researcher', name: 'Researcher', roles: ['member'] };

export function entry(key: string, more: Partial<HistoryEntry> = {}): HistoryEntry {
  const at = '2026-03-02T08:00:00.000Z';
  return { at, by: researcher, what: 'ticket.open', from: '', to: 'Open', via: 'chat', key, ...more };
}

export function history(subject: string, count: number, more: Partial<HistoryEntry> = {}): Unsealed[] {
  return Array.from({ length: count }, (_, index) => ({ subject, index, entry: entry(`${subject}/${index}`, more) }));
}

/** A ledger over parts in memory, in simulated time. */
export class LedgerWorld {
  readonly clock = new SimulatedClock();
  readonly checkpoints = new MemoryCheckpoints();
  readonly signer = new MemorySigner();
  readonly store: Store;
  readonly queue = new MemoryQueue(this.clock);
  readonly writer: LedgerWriter;
  readonly changes: Changes;
  readonly effects: Effects;
  readonly ledger: Ledger;
  readonly retention: RetentionOrders;

  constructor(store?: Store, retentionDays?: number) {
    this.store = store ?? new MemoryStore(this.clock);
    const { clock, checkpoints, signer, queue } = this;
    this.writer = new LedgerWriter(this.store, clock);
    const parts = { store: this.store, queue, clock, writer: this.writer, checkpoints, signer };
    this.changes = new Changes({ ...parts, seal: sealInto(this.writer, this.store, [recordedTicket]) });
    const changes = this.changes;
    this.effects = new Effects({ ...parts, changes, steady: clock, log: pino({ level: 'silent' }) });
    this.ledger = new Ledger({ ...parts, changes });
    this.ledger.register(this.effects, [recordedTicket]);
    const workspaces = { all: async () => [{ id: workspace } as Workspace] };
    const { ledger, store: documents } = this;
    const forgetConversation = async (id: string) => await documents.delete(`conversation/${id}`, 'conversation');
    const retained = { ...parts, changes, workspaces, ledger, forgetConversation, retentionDays };
    new LedgerRetention(retained).register(this.effects);
    this.retention = new RetentionOrders(changes);
    this.effects.start();
  }

  /** A checkpoint of how it stands now. */
  async sign(): Promise<void> {
    const { store, writer, checkpoints, signer, clock } = this;
    await new Checkpoints({ store, writer, checkpoints, signer, clock }).make(workspace);
  }

  async end(): Promise<void> {
    await this.effects.stop();
  }
}
