import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import longRuns from '../.mocharc.long.json' with { type: 'json' };
import { compileCache } from '../sandbox/compile-cache.ts';

/**
 * `npm test`: types, lint, and all tests but the browser's, some of them side by side. With `--long` the counted tests alone, at full
 * count. What each part prints comes in one piece when it has ended, then how long it took; the code is 0 where all ended with 0.
 */
interface Part {
  readonly name: string;
  /** What Node runs. */
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** More than twice as many as the cores it is made for: the tests that talk to a sandbox mostly wait. */
const atOnce = 5;
const resolve = createRequire(import.meta.url).resolve;
const tsc = resolve('typescript/package.json').replace('package.json', 'bin/tsc');
const mocha = [resolve('mocha/bin/mocha.js'), '--no-config', '--forbid-only', '--exit'];

/** What takes processes of its own and many tries to say anything: at full count or not at all. */
const onlyLong = [
  'test/chat/requests/digest.test.ts',
  'test/chat/requests/killed-anywhere.test.ts',
  'test/chat/requests/mutations.test.ts',
  'test/chat/requests/races*.test.ts',
  'test/chat/workspace-killed.test.ts',
  'test/sandbox/supervisor/life.test.ts',
  'test/services/azure/copy-faults.test.ts',
  'test/services/azure/many-files.test.ts',
  'test/services/budgets/month-processes.test.ts',
  'test/services/effects/killed.test.ts',
  'test/services/ledger/threads.test.ts',
];
const chat = 'test/chat/*.test.ts';
const requests = 'test/chat/requests/**/*.test.ts';
/** What needs another sandbox than the other chats. */
const strict = 'test/chat/strict/*.test.ts';
const services = 'test/services/**/*.test.ts';
/** What reckons without waiting for anybody. */
const reckoning = 'test/services/{budgets,costs,effects,ledger,requests,schedules}/*.test.ts';
const sandbox = 'test/sandbox/**/*.test.ts';
const model = 'test/services/requests/model.test.ts';
const counted = [...new Set([...longRuns.spec.filter((file) => file !== model), ...onlyLong])];
const isChat = (file: string) => file.startsWith('test/chat/');

/** The longest first. */
const usual: readonly Part[] = [
  { name: 'chats', args: usually([chat]) },
  { name: 'requests', args: usually([requests]) },
  { name: 'services', args: usually([services], [reckoning]) },
  { name: 'reckoning', args: usually([reckoning]) },
  { name: 'sandbox', args: usually([sandbox]) },
  // Not at once with the others that start a bot: in a fresh clone these have kept by then what they compiled.
  { name: 'strict', args: usually([strict]) },
  { name: 'parts', args: usually(['test/**/*.test.ts'], [chat, requests, strict, services, sandbox]) },
  // One checker, since each of several would look at the same libraries again, and no collection of what ends soon anyway.
  { name: 'types', args: [tsc, '-p', '.', '--checkers', '1'], env: { GOGC: 'off' } },
  { name: 'lint', args: [resolve('@biomejs/biome/bin/biome'), 'check', '.'] },
];
const long: readonly Part[] = [
  { name: 'model', args: atLength([model]) },
  { name: 'chats', args: atLength(counted.filter(isChat)) },
  { name: 'counted', args: atLength(counted.filter((file) => !isChat(file))) },
];

function usually(files: readonly string[], others: readonly string[] = []): string[] {
  const ignored = ['test/browser/**', ...onlyLong, ...others].flatMap((file) => ['--ignore', file]);
  return [...mocha, '--timeout', '60000', '--reporter', 'dot', ...files, ...ignored];
}

function atLength(files: readonly string[]): string[] {
  return [...mocha, '--timeout', '7200000', '--reporter', 'spec', '--require', './test/support/long-runs.ts', ...files];
}

/** What ends a part that is under way and shows how far it came. */
const underWay = new Set<() => void>();

async function run({ name, args, env: own }: Part): Promise<boolean> {
  const began = performance.now();
  const env = { ...process.env, NODE_COMPILE_CACHE: compileCache, ...own };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  const show = (how: string) => {
    const seconds = Math.round((performance.now() - began) / 1000);
    process.stdout.write(`${Buffer.concat(output)}-- ${name} ${how} after ${seconds} s\n`);
  };
  const end = () => {
    child.kill('SIGTERM');
    show('was ended');
  };
  underWay.add(end);
  const [code] = await once(child, 'close');
  underWay.delete(end);
  show(code === 0 ? 'passed' : 'failed');
  return code === 0;
}

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    for (const end of underWay) end();
    process.exit(1);
  });

const parts = [...(process.argv.includes('--long') ? long : usual)];
const results: boolean[] = [];
const worker = async () => {
  for (let part = parts.shift(); part; part = parts.shift()) results.push(await run(part));
};
await Promise.all(Array.from({ length: atOnce }, worker));
process.exitCode = results.every(Boolean) ? 0 : 1;
