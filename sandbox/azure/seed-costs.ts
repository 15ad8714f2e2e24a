import { filesContainer, subscriptionId, workspaces } from '../seed.ts';
import type { Books } from './books.ts';
import { dayOf, daysFrom, daysLater, firstOfMonth, hoursAMonth } from './days.ts';
import { Exact, textOf } from './exact.ts';
import { diskId, machineId, osDisk } from './machine-model.ts';
import { diskMonth, machineHour } from './price-list.ts';
import type { State } from './state.ts';

const currency = 'EUR';

/** What the workspaces have cost since the month began, so that whoever comes first finds their budgets alive. */
export function seedCosts(state: State, books: Books, now: Date): void {
  const today = dayOf(now);
  const days = daysFrom(firstOfMonth(today), daysLater(today, -1));
  for (const day of days) {
    for (const machine of state.data.machines) {
      const group = machine.resourceGroup.toLowerCase();
      const hours = hoursOf(machine.power === 'running', day, machine.name);
      const hour = machineHour(machine.size, machine.os, currency) ?? '0';
      line(group, machineId(machine), day, new Exact(hour).times(hours));
      const disk = osDisk(machine);
      line(group, diskId(disk), day, aDay(diskMonth(disk.sku, disk.sizeGiB, currency)));
    }
    for (const disk of state.data.disks)
      line(disk.resourceGroup.toLowerCase(), diskId(disk), day, aDay(diskMonth(disk.sku, disk.sizeGiB, currency)));
    for (const { resourceGroup, storage } of workspaces) {
      const account = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Storage/storageAccounts/${storage.secure}`;
      line(
        resourceGroup.toLowerCase(),
        account,
        day,
        new Exact(variation(day, storage.secure + filesContainer) + 120).dividedBy(100),
      );
    }
  }
  function line(group: string, resourceId: string, day: string, amount: Exact): void {
    const text = textOf(amount.toDecimalPlaces(4));
    if (text !== '0') books.seed({ group, resourceId: resourceId.toLowerCase(), day, amount: text, currency });
  }
}

/** A day of what costs so much a month. */
function aDay(price: string | undefined): Exact {
  return new Exact(price ?? 0).times(24).dividedBy(hoursAMonth);
}

/** One that runs ran most of the day; one that does not was used for some hours on working days. */
function hoursOf(runs: boolean, day: string, name: string): number {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const isWeekend = weekday === 0 || weekday === 6;
  if (runs) return isWeekend ? 24 : 20 + (variation(day, name) % 5);
  return isWeekend ? 0 : 3 + (variation(day, name) % 6);
}

/** From 0 to 99, the same for the same day and thing. */
function variation(day: string, name: string): number {
  let sum = 7;
  for (const letter of `${day}/${name}`) sum = (sum * 31 + letter.charCodeAt(0)) % 10_007;
  return sum % 100;
}
