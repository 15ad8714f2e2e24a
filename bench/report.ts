import { median } from './figures.ts';
import type { Measured } from './load.ts';

export interface Results {
  readonly pinned: boolean;
  /** By subject and kind of turn, one a round. */
  readonly figures: Readonly<Record<string, readonly Measured[]>>;
  readonly counts: Record<string, { storeOperations: number; azureCalls: number }>;
  readonly cold: { readonly p50: number; readonly worst: number; readonly azureCallsAtMost: number };
  readonly startMs: { readonly labdesk: number; readonly echo: number };
  /** MiB. */
  readonly soak: { readonly after10000: number; readonly after100000: number };
}

export interface Goal {
  readonly what: string;
  readonly wanted: string;
  readonly measured: string;
  readonly met: boolean;
}

function of(results: Results, name: string, figure: keyof Measured): number {
  return median((results.figures[name] ?? []).map((measured) => measured[figure]));
}

/** Peak of the phases of one bot, since memory is what the machine must have. */
function peakRss(results: Results, bot: string): number {
  const phases = Object.entries(results.figures).filter(([name]) => name.startsWith(`${bot} `));
  return Math.max(...phases.map(([name]) => of(results, name, 'rssMiB')));
}

/** Every promise with its number. */
export function goals(results: Results): Goal[] {
  const rate = (name: string) => of(results, name, 'turnsPerSecond');
  const p99 = (name: string) => of(results, name, 'p99');
  const atLeast = (what: string, value: number, limit: number): Goal => ({
    what,
    wanted: `≥ ${limit} x`,
    measured: `${value.toFixed(2)} x`,
    met: value >= limit,
  });
  const atMost = (what: string, value: number, limit: number, unit: string): Goal => ({
    what,
    wanted: `≤ ${round(limit)} ${unit}`.trim(),
    measured: `${round(value)} ${unit}`.trim(),
    met: value <= limit,
  });
  const errors = Object.values(results.figures)
    .flat()
    .reduce((sum, measured) => sum + measured.errors, 0);
  return [
    atLeast('help, turns/s to the bare echo', rate('labdesk help') / rate('echo message'), 2.5),
    atLeast("help, turns/s to the Agents SDK's echo", rate('labdesk help') / rate('agents message'), 1.5),
    atLeast("a press, turns/s to the bare echo's invoke", rate('labdesk press') / rate('echo invoke'), 1.75),
    atMost("p99 of help, the bare echo's at most", p99('labdesk help'), p99('echo message'), 'ms'),
    atMost("p99 of machines, the bare echo's at most", p99('labdesk machines'), p99('echo message'), 'ms'),
    atMost("p99 of a press, the bare echo's at most", p99('labdesk press'), p99('echo invoke'), 'ms'),
    atMost("memory, the bare echo's at most", peakRss(results, 'labdesk'), peakRss(results, 'echo'), 'MiB'),
    atMost('machines, calls to Azure a turn, warm', results.counts.machines?.azureCalls ?? Number.NaN, 0, ''),
    atMost('machines, calls to Azure a turn, cold', results.cold.azureCallsAtMost, 1, ''),
    atMost(
      'machines, store operations a turn (conversation read and written, one read)',
      results.counts.machines?.storeOperations ?? Number.NaN,
      3,
      '',
    ),
    atMost('start to ready, to the bare echo', results.startMs.labdesk / results.startMs.echo, 3, 'x'),
    atMost('memory after 100,000 turns, to after 10,000', results.soak.after100000 / results.soak.after10000, 1.1, 'x'),
    atMost('wrong or missing answers', errors, 0, ''),
  ];
}

export function printTable(results: Results): void {
  const rows = Object.keys(results.figures).map((name) => ({
    turn: name,
    'turns/s': Math.round(of(results, name, 'turnsPerSecond')),
    'p50 ms': round(of(results, name, 'p50')),
    'p99 ms': round(of(results, name, 'p99')),
    'CPU ms/turn': Number(of(results, name, 'cpuMs').toFixed(3)),
    'RSS MiB': Math.round(of(results, name, 'rssMiB')),
    'store ops/turn': round(results.counts[name.replace('labdesk ', '')]?.storeOperations ?? 0),
    'Azure calls/turn': round(results.counts[name.replace('labdesk ', '')]?.azureCalls ?? 0),
  }));
  console.table(rows);
  console.log(
    `machines with cold caches: p50 ${round(results.cold.p50)} ms, worst ${round(results.cold.worst)} ms, at most ${results.cold.azureCallsAtMost} call(s) to Azure`,
  );
  console.log(
    `start to ready: Labdesk ${Math.round(results.startMs.labdesk)} ms, bare echo ${Math.round(results.startMs.echo)} ms`,
  );
  console.log(
    `memory after 10,000 turns ${Math.round(results.soak.after10000)} MiB, after 100,000 more ${Math.round(results.soak.after100000)} MiB\n`,
  );
  console.table(
    goals(results).map(({ what, wanted, measured, met }) => ({
      goal: what,
      wanted,
      measured,
      met: met ? 'yes' : 'NO',
    })),
  );
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
