import { BudgetStops } from '../../services/budgets/budget-stop.ts';
import type { Changes } from '../../services/change/change.ts';
import type { PriceBook } from '../../services/costs/prices.ts';
import type { Effects } from '../../services/effects/effects.ts';
import { GhostAnswers } from '../../services/ghosts/ghost-answers.ts';
import { GhostHunt } from '../../services/ghosts/ghost-hunt.ts';
import { IdleMachines } from '../../services/ghosts/idle-machines.ts';
import { Connections } from '../../services/machines/connections.ts';
import { MachineAssignments } from '../../services/machines/machine-assignments.ts';
import { MachineOperations } from '../../services/machines/machine-operations.ts';
import { Machines } from '../../services/machines/machines.ts';
import type { PersonDirectory } from '../../services/people/person-directory.ts';
import { MachineSchedules } from '../../services/schedules/machine-schedules.ts';
import { ScheduleTimers } from '../../services/schedules/schedule-timers.ts';
import type { Services } from '../../services/services.ts';
import { StopAllRun } from '../../services/stop-alls/stop-all-run.ts';
import { StopAlls } from '../../services/stop-alls/stop-alls.ts';
import type { Foundation } from './foundation.ts';

interface MachineParts
  extends Pick<Services, 'budgets' | 'ledger' | 'members' | 'spendings' | 'trainings' | 'workspaces'> {
  readonly changes: Changes;
  readonly effects: Effects;
  readonly people: PersonDirectory;
  readonly prices: PriceBook;
}

/** Machines: what people do with them, what time and money do, and the hunt for those that nobody needs. */
export function createMachines(foundation: Foundation, parts: MachineParts) {
  const { azure, clock, config, diskClient: disks, log, metricsClient: metrics, store } = foundation;
  const { budgets, changes, effects, ledger, members, people, prices, spendings, trainings, workspaces } = parts;
  const { TIME_ZONE: timeZone, RDP_GATEWAY_HOST: gateway } = config;
  const machines = new Machines({ azure, store, changes, clock, money: budgets, trainings });
  new MachineOperations(azure, machines, clock).register(effects);
  const connections = new Connections({ azure, machines, members, workspaces, changes, clock, gateway, trainings });
  connections.register(effects);
  const stopFor: Machines['stopFor'] = async (...stop) => await machines.stopFor(...stop);
  new ScheduleTimers({ azure, machines, changes, stopFor, workspaces, clock }).register(effects);
  new StopAllRun({ azure, machines, members, workspaces, ledger, clock }).register(effects);
  new BudgetStops({ azure, machines, workspaces, clock, log }).register(effects);
  const ghostHunt = new GhostHunt({
    ...{ azure, disks, metrics, prices, spendings, members, workspaces, changes, clock, timeZone, log },
  });
  ghostHunt.register(effects);
  return {
    ghostHunt,
    services: {
      assignments: new MachineAssignments({ store, changes, machines, members }),
      connections,
      ghosts: new GhostAnswers({ changes, machines, clock }),
      idleMachines: new IdleMachines({ machines, metrics, spendings, changes, clock }),
      machines,
      schedules: new MachineSchedules({ store, changes, machines, people, clock, timeZone, money: budgets }),
      stopAlls: new StopAlls({ changes, machines, members, spendings, workspaces, clock }),
    },
  };
}
