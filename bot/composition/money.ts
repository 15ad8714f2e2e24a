import { BudgetAnnouncements } from '../../services/budgets/budget-announcements.ts';
import { Budgets } from '../../services/budgets/budgets.ts';
import { TopUps } from '../../services/budgets/top-ups.ts';
import type { Changes } from '../../services/change/change.ts';
import { CostDrop } from '../../services/costs/cost-drop.ts';
import { CostLinks } from '../../services/costs/cost-links.ts';
import { CostReports } from '../../services/costs/cost-reports.ts';
import { CostSweep } from '../../services/costs/cost-sweep.ts';
import { PriceBook } from '../../services/costs/prices.ts';
import { SpendingReports } from '../../services/costs/spendings.ts';
import type { Effects } from '../../services/effects/effects.ts';
import type { RequestNumbers } from '../../services/requests/request-numbers.ts';
import type { Services } from '../../services/services.ts';
import type { Foundation } from './foundation.ts';

interface MoneyParts extends Pick<Services, 'members' | 'workspaces'> {
  readonly changes: Changes;
  readonly effects: Effects;
  readonly numbers: RequestNumbers;
}

/** Money: what is spent, what may be, and who is told. */
export function createMoney(foundation: Foundation, { changes, effects, members, numbers, workspaces }: MoneyParts) {
  const { azure, clock, config, costClient: costs, costFiles: drop, diskClient: disks, log, store } = foundation;
  const { TIME_ZONE: timeZone } = config;
  const prices = new PriceBook({ client: foundation.priceClient, store, clock, log });
  const budgets = new Budgets({ store, changes, clock });
  budgets.register(effects);
  new BudgetAnnouncements({ members, workspaces }).register(effects);
  const costSweep = new CostSweep({
    ...{ store, changes, clock, log, workspaces, costs, prices, azure, disks },
    assess: async (workspace, spending, known) => await budgets.assess(workspace, spending, known),
  });
  costSweep.register(effects);
  const costDrop = drop && new CostDrop({ store, changes, clock, workspaces, budgets, drop });
  costDrop?.register(effects);
  const topUps = new TopUps({ changes, numbers, budgets, members, workspaces, clock, timeZone });
  topUps.register(effects);
  const costReports = new CostReports({ store, budgets, workspaces });
  return {
    ...{ costDrop, costSweep, prices },
    services: {
      budgets,
      costLinks: new CostLinks({ reports: costReports, changes, members, workspaces, clock }),
      costReports,
      spendings: new SpendingReports({ store, changes, clock }),
      topUps,
    },
  };
}
