import type { Money } from '../money/money.ts';
import type { Spending } from '../money/spending.ts';

/** What the machine costs an hour while it runs, as last reckoned; undefined where nobody knows. */
export function runningPrice(spending: Spending | undefined, machine: string): Money | undefined {
  return spending?.machines.find(({ name }) => name.toLowerCase() === machine.toLowerCase())?.runningPerHour;
}
