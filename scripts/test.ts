import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import longRuns from '../.mocharc.long.json' with { type: 'json' };

/**
 * `npm test`: all tests but the browser's, in two processes side by side: those that talk to a sandbox, and the others. With `--long`
 * the counted ones at full count. What each process prints comes in one piece when it has ended.
 */
const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const common = ['--no-config', '--forbid-only'];

/** What takes processes of its own and many tries to say anything: at full count or not at all. */
const onlyLong = [
  'test/chat/requests/killed-anywhere.test.ts',
  'test/chat/requests/mutations.test.ts',
  'test/chat/requests/races*.test.ts',
  'test/services/azure/copy-faults.test.ts',
  'test/services/azure/many-files.test.ts',
];

/** The first group that a file falls under runs it. */
const usual: readonly (readonly string[])[] = [
  ['test/chat/**/*.test.ts', 'test/sandbox/**/*.test.ts'],
  ['test/**/*.test.ts'],
];
const model = 'test/services/requests/model.test.ts';
const long: readonly (readonly string[])[] = [
  [model],
  [...new Set([...longRuns.spec.filter((file) => file !== model), ...onlyLong])],
];

const isLong = process.argv.includes('--long');
const options = isLong
  ? ['--timeout', '7200000', '--reporter', 'spec', '--require', './test/support/long-runs.ts']
  : ['--timeout', '60000', '--reporter', 'dot'];
const groups = isLong ? long : usual;

const codes = await Promise.all(
  groups.map(async (files, index) => {
    const others = ['test/browser/**', ...(isLong ? [] : [...onlyLong, ...groups.slice(0, index).flat()])];
    const args = [mocha, ...common, ...options, ...files, ...others.flatMap((file) => ['--ignore', file])];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
    const [code] = await once(child, 'close');
    process.stdout.write(Buffer.concat(output));
    return code === 0;
  }),
);
process.exitCode = codes.every(Boolean) ? 0 : 1;
