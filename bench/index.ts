import { Bench } from './bench.ts';
import { Labdesk } from './labdesk.ts';
import { Load } from './load.ts';
import { canPin, pin } from './peers.ts';
import { goals, printTable } from './report.ts';

const asJson = process.argv.includes('--json');
const settings = {
  seconds: option('seconds', 5),
  rounds: option('rounds', 3),
  bursts: option('bursts', 4),
  starts: option('starts', 5),
  soakTurns: option('soak', 100_000),
  say: asJson ? () => undefined : (text: string) => void process.stderr.write(`${text}\n`),
};

function option(name: string, byDefault: number): number {
  const value = process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1];
  if (value !== undefined && !(Number(value) > 0)) throw new Error(`--${name} wants a number above 0.`);
  return value === undefined ? byDefault : Number(value);
}

pin(process.pid, 1);
settings.say(canPin ? 'Bots run on core 0, the load on core 1.' : 'This machine has one core: nothing is pinned.');
const load = await Load.start();
const labdesk = await Labdesk.start(load.url);
try {
  const results = await new Bench(load, labdesk, settings).measure();
  if (asJson) process.stdout.write(`${JSON.stringify({ ...results, goals: goals(results) }, null, 2)}\n`);
  else printTable(results);
  process.exitCode = goals(results).every(({ met }) => met) ? 0 : 1;
} finally {
  await labdesk.stop();
  load.close();
}
