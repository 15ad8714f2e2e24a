import { pino } from 'pino';
import { type Budget, budget, budgetNews } from '../../../../services/budgets/budget.ts';
import { BudgetAnnouncements } from '../../../../services/budgets/budget-announcements.ts';
import { BudgetStops } from '../../../../services/budgets/budget-stop.ts';
import { Budgets } from '../../../../services/budgets/budgets.ts';
import { Changes } from '../../../../services/change/change.ts';
import type { WorkQueue } from '../../../../services/change/work-queue.ts';
import { Effects } from '../../../../services/effects/effects.ts';
import type { MachineClient } from '../../../../services/machines/machine.ts';
import { MachineOperations } from '../../../../services/machines/machine-operations.ts';
import { Machines } from '../../../../services/machines/machines.ts';
import type { Members } from '../../../../services/roles/members.ts';
import type { Store } from '../../../../services/store/store.ts';
import type { Clock } from '../../../../services/time/clock.ts';
import { pause } from '../../../../services/time/pause.ts';
import type { WorkspaceDirectory } from '../../../../services/workspaces/workspace-directory.ts';
import type { Life } from '../../effects/world/faults.ts';

/** What one process has of the world: each as it sees it, with its own troubles. */
export interface ProcessParts {
  readonly store: Store;
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly steady: Clock;
  readonly azure: MachineClient;
  readonly members: Pick<Members, 'everybody' | 'admins'>;
  readonly workspaces: WorkspaceDirectory;
  readonly deliveries: Deliveries;
  readonly life: Life;
  readonly random: () => number;
}

export interface LabdeskProcess {
  readonly budgets: Budgets;
  readonly machines: Machines;
}

/** What reached people, of all processes. */
export class Deliveries {
  /** Effect id -> how often. */
  readonly counts = new Map<string, number>();
  /** How likely an attempt fails, before or after it reached somebody. */
  fails = 0;
}

const log = pino({ level: 'silent' });

/** One process of Labdesk with all that budgets need, wired as the composition root does it. */
export function startProcess(parts: ProcessParts): LabdeskProcess {
  const { store, queue, clock, steady, azure, members, workspaces } = parts;
  const changes = new Changes({ store, queue, clock });
  const effects = new Effects({ store, changes, queue, clock, steady, log, recheckSeconds: 30 });
  const budgets = new Budgets({ store, changes, clock });
  const machines = new Machines({ azure, store, changes, clock, money: budgets });
  budgets.register(effects);
  new MachineOperations(azure, machines, clock).register(effects);
  new BudgetAnnouncements({ members, workspaces }).register(effects);
  new BudgetStops({ azure, machines, workspaces, clock, log }).register(effects);
  for (const kind of budgetNews) registerNews(effects, kind, parts);
  effects.start();
  return { budgets, machines };
}

function registerNews(effects: Effects, kind: string, { deliveries, life, steady, random }: ProcessParts): void {
  effects.register<Budget>(budget, kind, {
    maxAttempts: 100,
    handle: async ({ id }, _document, { signal }) => {
      if (random() < deliveries.fails) await pause(steady, random() * 30_000);
      if (life.isDead) await new Promise<never>(() => {});
      if (signal.aborted || random() < deliveries.fails) throw new Error('It was not sent.');
      deliveries.counts.set(id, (deliveries.counts.get(id) ?? 0) + 1);
      if (random() < deliveries.fails) throw new Error('It may have been sent.');
      return { done: true };
    },
  });
}
