import { announceGoals } from './announce/goals.ts';
import type { AnnounceFigures } from './announce.ts';
import { budgetGoals } from './budgets/goals.ts';
import type { BudgetFigures } from './budgets.ts';
import type { DecisionFigures } from './decisions.ts';
import { median } from './figures.ts';
import type { LedgerFigures } from './ledger.ts';
import type { ListFigures } from './lists.ts';
import type { Measured } from './load.ts';
import { memberGoals } from './member-goals.ts';
import type { MemberFigures } from './members.ts';

export interface Results {
  readonly pinned: boolean;
  /** By subject and kind of turn, one a round. */
  readonly figures: Readonly<Record<string, readonly Measured[]>>;
  readonly counts: Record<string, { storeOperations: number; azureCalls: number }>;
  readonly decisions: DecisionFigures;
  readonly ledger: LedgerFigures;
  readonly lists: ListFigures;
  readonly budgets: BudgetFigures;
  readonly announcing: AnnounceFigures;
  readonly members: MemberFigures;
  /** Calls in one turn with every cache old. */
  readonly cold: { readonly azureCallsAtMost: number; readonly directoryCallsAtMost: number };
  /** Spawn to ready (Labdesk) or listening (the others), in milliseconds. */
  readonly startMs: Readonly<Record<string, number>>;
  /** Labdesk's memory in MiB, after a tenth of the turns and after all of them. */
  readonly soak: { readonly turns: number; readonly early: number; readonly late: number };
}

export interface Goal {
  readonly what: string;
  readonly wanted: string;
  readonly measured: string;
  readonly met: boolean;
}

function of(results: Results, name: string, figure: Exclude<keyof Measured, 'error'>): number {
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
  const faster = (what: string, ours: string, theirs: string, limit: number): Goal => {
    const value = rate(ours) / rate(theirs);
    const lessCpu = of(results, theirs, 'cpuMs') / of(results, ours, 'cpuMs');
    const measured = `${value.toFixed(2)} x (${lessCpu.toFixed(2)} x in CPU)`;
    return { what, wanted: `≥ ${limit} x`, measured, met: value >= limit };
  };
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
    faster('help, turns/s to the bare echo', 'labdesk help', 'echo message', 2.5),
    faster("help, turns/s to the Agents SDK's echo", 'labdesk help', 'agents message', 1.5),
    faster("a press, turns/s to the bare echo's invoke", 'labdesk press', 'echo invoke', 1.75),
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
    atMost('start to ready, to the bare echo', results.startMs.labdesk! / results.startMs.echo!, 3, 'x'),
    atMost(
      `memory after ${count(results.soak.turns)} turns, to after ${count(results.soak.turns / 10)}`,
      results.soak.late / results.soak.early,
      1.1,
      'x',
    ),
    atMost('wrong or missing answers', errors, 0, ''),
    ...requestGoals(results, p99),
    ...budgetGoals(results.budgets),
    ...announceGoals(results.announcing),
    ...memberGoals(results.members),
  ];
}

function requestGoals(results: Results, p99: (name: string) => number): Goal[] {
  const { decisions, ledger, lists } = results;
  const { calls, graphRequests, onOne, onThree, hasCores } = decisions;
  const sum = (pattern: RegExp) =>
    Object.entries(calls).reduce((total, [call, count]) => total + (pattern.test(call) ? count : 0), 0);
  const asked = {
    reads: sum(/^store\.(get|list)$/),
    writes: sum(/^store\.(create|replace|delete)$/),
    checks: sum(/^directory\./),
    messages: sum(/^queue\./),
  };
  const approve = p99('deciding: approve');
  const slower = approve / p99('deciding: echo message');
  const cpu = (name: string) => of(results, name, 'cpuMs');
  const cpuRatio = (cpu('deciding: approve') / cpu('deciding: echo message')).toFixed(2);
  const more = median(onThree) / median(onOne);
  return [
    {
      what: 'an approving press: reads, conditional writes and live membership checks',
      wanted: '1, 1, 1',
      measured: `${asked.reads}, ${asked.writes}, ${asked.checks} (requests to Graph: ${graphRequests}; messages into the queue: ${asked.messages})`,
      met: asked.reads === 1 && asked.writes === 1 && asked.checks === 1,
    },
    {
      what: "p99 of an approving press, to the bare echo's turn",
      wanted: '< 3 x',
      measured: `${slower.toFixed(2)} x (${(approve / p99('deciding: echo invoke')).toFixed(2)} x its invoke; ${cpuRatio} x in CPU)`,
      met: slower < 3,
    },
    {
      what: `decisions/s, three processes to one${hasCores ? '' : ' (that share their cores with the load)'}`,
      wanted: hasCores ? '≥ 2 x' : '≥ 1 x',
      measured: `${more.toFixed(2)} x (${median(onThree).toFixed(0)} to ${median(onOne).toFixed(0)})`,
      met: more >= (hasCores ? 2 : 1),
    },
    {
      what: `verifying a ledger of ${count(ledger.entries)}, entries a second`,
      wanted: '≥ 100,000',
      measured: `${count(Math.round(ledger.perSecond))} (${count(Math.round(ledger.perCpuSecond))} a second of CPU)`,
      met: ledger.perSecond >= 100_000,
    },
    {
      what: 'a list of 20 out of 100,000 requests, to out of 100',
      wanted: '≤ 1.2 x',
      measured: `${lists.ratio.toFixed(2)} x (${Math.round(lists.manyUs)} to ${Math.round(lists.fewUs)} µs)`,
      met: lists.ratio <= 1.2,
    },
  ];
}

export function printTable(results: Results): void {
  const rows = Object.keys(results.figures).map((name) => ({
    turn: name,
    'turns/s': Math.round(of(results, name, 'turnsPerSecond')),
    'p50 ms': round(of(results, name, 'p50')),
    'p99 ms': round(of(results, name, 'p99')),
    'CPU ms/turn': Number(of(results, name, 'cpuMs').toFixed(3)),
    'core %': Math.round(of(results, name, 'busy') * 100),
    'RSS MiB': Math.round(of(results, name, 'rssMiB')),
    'store ops/turn': perTurn(results, name)?.storeOperations.toFixed(2) ?? '',
    'Azure calls/turn': perTurn(results, name)?.azureCalls.toFixed(2) ?? '',
  }));
  console.table(rows);
  const disturbed = rows
    .filter((row) => row['core %'] < 80 && !/floor|cold|deciding/.test(row.turn))
    .map(({ turn }) => turn);
  if (disturbed.length > 0)
    console.log(
      `Something else used the bots' core during: ${disturbed.join(', ')}. Trust CPU ms/turn, and measure again on a quiet machine.`,
    );
  const { cold, startMs, soak } = results;
  const starts = Object.entries(startMs).map(([name, milliseconds]) => `${name} ${Math.round(milliseconds)} ms`);
  console.log(
    `machines with cold caches: at most ${cold.azureCallsAtMost} call(s) to Azure and ${cold.directoryCallsAtMost} to the directory in a turn`,
  );
  console.log(`start to ready: ${starts.join(', ')}`);
  console.log(
    `Labdesk's memory: ${Math.round(soak.early)} MiB after ${count(soak.turns / 10)} turns, ${Math.round(soak.late)} MiB after ${count(soak.turns)}`,
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

function perTurn(results: Results, name: string): Results['counts'][string] | undefined {
  return results.counts[name.replace('labdesk ', '')];
}

function count(turns: number): string {
  return turns.toLocaleString('en-GB');
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
