import { compare, type Money, nothing, plus, rounded } from '../money/money.ts';
import type { MoneySums } from '../money/money-sums.ts';
import type { MachineSpending } from '../money/spending.ts';
import type { Reckoning } from './reckoning.ts';

/** Estimates need no more places than prices have. */
export const estimatePlaces = 6;
const computers = 'microsoft.compute/virtualmachines/';

/** As what Azure bills a machine; what is billed below it, as its extensions, begins so. */
export function machineResource({ name }: { readonly name: string }): string {
  return computers + name.toLowerCase();
}

export function diskResource({ name }: { readonly name: string }): string {
  return `microsoft.compute/disks/${name.toLowerCase()}`;
}

/** What each machine has cost with its disks and extensions, the dearest first, and what all that is there costs an hour. */
export function machineSpendings(
  { currency, metering, prices }: Reckoning,
  billed: MoneySums,
  estimated: MoneySums,
): { readonly machines: readonly MachineSpending[]; readonly perHour: Money } {
  const none = nothing(currency);
  const names = new Map<string, string>();
  for (const resource of billed.names)
    if (resource.startsWith(computers)) names.set(resource.slice(computers.length).split('/')[0]!, '');
  for (const { name } of metering.machines) names.set(name.toLowerCase(), name);
  const present = new Map(
    metering.machines.filter(({ state }) => state !== 'gone').map((machine) => [machine.name.toLowerCase(), machine]),
  );
  const extensions = childrenOf(billed.names);
  const disksOf = Map.groupBy(metering.disks, ({ machine }) => machine?.toLowerCase());
  const machines = [...names].map(([key, name]): MachineSpending => {
    const disks = disksOf.get(key) ?? [];
    const resources = [
      machineResource({ name: key }),
      ...(extensions.get(key) ?? []),
      ...new Set(disks.map(diskResource)),
    ];
    const known = disks.filter(({ isGone }) => !isGone).flatMap((disk) => prices.disk(disk, currency) ?? []);
    const idle = rounded(plus(none, ...known), estimatePlaces);
    const machine = present.get(key);
    const price = machine && prices.machine(machine, currency);
    const isRunning = machine?.state === 'on';
    return {
      name: name || key,
      billed: plus(none, ...resources.map((resource) => billed.of(resource))),
      estimated: plus(none, ...resources.map((resource) => estimated.of(resource))),
      perHour: isRunning && price ? plus(idle, price) : idle,
      ...(price && { runningPerHour: plus(idle, price) }),
      ...(known.length > 0 && { idlePerHour: idle }),
      isRunning,
    };
  });
  const orphans = metering.disks
    .filter(({ isGone, machine }) => !isGone && (machine === undefined || !names.has(machine.toLowerCase())))
    .flatMap((disk) => prices.disk(disk, currency) ?? []);
  const costing = machines.map((machine) => machine.perHour);
  return {
    machines: machines.sort(dearestFirst),
    perHour: rounded(plus(none, ...costing, ...orphans), estimatePlaces),
  };
}

/** What is billed below a machine: its extensions. */
function childrenOf(resources: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const resource of resources) {
    if (!resource.startsWith(computers)) continue;
    const [machine = '', ...below] = resource.slice(computers.length).split('/');
    if (below.length > 0) children.set(machine, [...(children.get(machine) ?? []), resource]);
  }
  return children;
}

function dearestFirst(one: MachineSpending, other: MachineSpending): number {
  const difference = compare(plus(other.billed, other.estimated), plus(one.billed, one.estimated));
  return difference === 0 ? one.name.localeCompare(other.name) : difference;
}
