import { type Facts, message, press } from './activities.ts';
import { median } from './figures.ts';
import { Labdesk } from './labdesk.ts';
import { conversations, Load, type Measured, type Subject, type Turn } from './load.ts';
import { canPin, pin, startPeer } from './peers.ts';
import { goals, printTable, type Results } from './report.ts';

const asJson = process.argv.includes('--json');
const seconds = Number(process.argv.find((argument) => argument.startsWith('--seconds='))?.split('=')[1] ?? 5);
const rounds = Number(process.argv.find((argument) => argument.startsWith('--rounds='))?.split('=')[1] ?? 3);
const warmUpMs = 2_000;
const starts = 5;
const coldTurns = 20;

function say(text: string): void {
  if (!asJson) process.stderr.write(`${text}\n`);
}

pin(process.pid, 1);
const load = await Load.start();
say(
  `Starting Labdesk in its sandbox${canPin ? '; bots on core 0, the load on core 1' : '; this machine has one core, nothing is pinned'}.`,
);
const labdesk = await Labdesk.start(load.url);
try {
  const results = await measure();
  if (asJson) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  else printTable(results);
  process.exitCode = goals(results).every(({ met }) => met) ? 0 : 1;
} finally {
  await labdesk.stop();
  load.close();
}

async function measure(): Promise<Results> {
  const { tenantId, appId, people } = labdesk.endpoints;
  const facts: Facts = { tenantId, appId, serviceUrl: load.url, person: people.researcher };
  const echoes = {
    message: message(facts, undefined, (id) => id),
    invoke: press(facts, 'again', undefined, (id) => id),
  };
  const use = message(facts, 'use oncology', () => 'Machines in Oncology');
  for (let conversation = 0; conversation < conversations; conversation += 1)
    await load.once(labdesk, use, conversation);
  const turns = {
    help: message(facts, 'help', () => 'What can I do for you'),
    machines: message(facts, 'machines', () => 'Machines in Oncology'),
    press: press(facts, 'machine.show', { id: 'oncology/onc-python', version: 0 }, () => 'onc-python'),
  };

  const figures: Record<string, Measured[]> = {};
  const phase = async (name: string, subject: Subject, turn: Turn) => {
    await load.run(subject, turn, warmUpMs);
    const measured = await load.run(subject, turn, seconds * 1000);
    figures[name] = [...(figures[name] ?? []), measured];
    say(
      `  ${name.padEnd(18)} ${measured.turnsPerSecond.toFixed(0).padStart(6)} turns/s  ${measured.cpuMs.toFixed(3)} ms CPU  p99 ${measured.p99.toFixed(1)} ms`,
    );
  };
  const peers = ['floor', 'echo', 'agents'] as const;
  for (let round = 0; round < rounds; round += 1) {
    say(`Round ${round + 1} of ${rounds}.`);
    const order = [...peers, 'labdesk' as const];
    for (const name of round % 2 === 0 ? order : order.reverse()) {
      if (name === 'labdesk') {
        for (const [kind, turn] of Object.entries(turns)) await phase(`labdesk ${kind}`, labdesk, turn);
        continue;
      }
      const peer = await startPeer(name);
      for (const [kind, turn] of Object.entries(echoes)) await phase(`${name} ${kind}`, peer, turn);
      await peer.stop();
    }
  }

  say('Counting store operations and calls to Azure, and measuring a cold cache, starts and memory.');
  const counts: Results['counts'] = {};
  for (const [kind, turn] of Object.entries(turns)) counts[kind] = await countOf(turn);
  const cold = await coldOf(turns.machines);
  const startMs = { labdesk: [] as number[], echo: [] as number[] };
  for (let start = 0; start < starts; start += 1) {
    startMs.labdesk.push(await labdesk.startTime());
    const echo = await startPeer('echo');
    startMs.echo.push(echo.startMs);
    await echo.stop();
  }
  const soak = await soakOf(turns.help);
  return {
    pinned: canPin,
    figures,
    counts,
    cold,
    startMs: { labdesk: median(startMs.labdesk), echo: median(startMs.echo) },
    soak,
  };
}

/** Store operations and calls to Azure per turn, with warm caches. */
async function countOf(turn: Turn): Promise<{ storeOperations: number; azureCalls: number }> {
  await load.runTurns(labdesk, turn, conversations);
  await labdesk.forgetCalls();
  const before = await labdesk.storeOperations();
  const { turns } = await load.runTurns(labdesk, turn, 320);
  const after = await labdesk.storeOperations();
  return { storeOperations: (after - before) / turns, azureCalls: (await labdesk.azureCalls()) / turns };
}

/** The list of machines when every cache is old: the clock moves on before each turn. */
async function coldOf(turn: Turn): Promise<Results['cold']> {
  const latencies: number[] = [];
  let azureCalls = 0;
  for (let index = 0; index < coldTurns; index += 1) {
    await labdesk.advance(61);
    await labdesk.forgetCalls();
    latencies.push(await load.once(labdesk, turn));
    azureCalls = Math.max(azureCalls, await labdesk.azureCalls());
  }
  return { p50: median(latencies), worst: Math.max(...latencies), azureCallsAtMost: azureCalls };
}

/** Memory after many turns in the process that has been measured all along: growth would show. */
async function soakOf(turn: Turn): Promise<Results['soak']> {
  const early = await load.runTurns(labdesk, turn, 10_000);
  const late = await load.runTurns(labdesk, turn, 90_000);
  return { after10000: early.rssMiB, after100000: late.rssMiB };
}
