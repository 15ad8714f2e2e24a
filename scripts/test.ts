import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';

/**
 * `npm test`: all tests but the browser's, in two processes side by side. Those that talk to a sandbox mostly wait, the others
 * mostly reckon. What each prints comes in one piece when it has ended.
 */
const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const talking = ['test/chat/**/*.test.ts', 'test/sandbox/**/*.test.ts'];
const common = ['--no-config', '--timeout', '60000', '--forbid-only', '--reporter', 'dot'];
const groups: readonly (readonly string[])[] = [
  talking,
  ['test/**/*.test.ts', ...['test/browser/**', ...talking].flatMap((files) => ['--ignore', files])],
];

const codes = await Promise.all(
  groups.map(async (files) => {
    const child = spawn(process.execPath, [mocha, ...common, ...files], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
    const [code] = await once(child, 'close');
    process.stdout.write(Buffer.concat(output));
    return code === 0;
  }),
);
process.exitCode = codes.every(Boolean) ? 0 : 1;
