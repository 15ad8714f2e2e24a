import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Program } from '../../../sandbox/program.ts';
import { startUntilReady } from '../../../sandbox/ready-program.ts';
import { until } from '../../../sandbox/until.ts';

describe('a program that is waited for', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'labdesk-ready-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('has what it printed told where it is not ready in time, and is ended', async () => {
    const logPath = join(directory, 'program.log');
    const waiting = {
      name: 'The program',
      args: ['-e', "console.log('I look for tea.'); setInterval(() => {}, 1e6);"],
    };
    let program: Program | undefined;
    const ready = async (signal: AbortSignal) => {
      const patience = { signal, name: 'The program' };
      await until(async () => /tea/.test(await readFile(logPath, 'utf8')), { ...patience, deadlineInMs: 20_000 });
      await until(async () => false, { ...patience, deadlineInMs: 0 });
    };
    const started = (made: Program) => {
      program = made;
    };

    await assert.rejects(startUntilReady({ ...waiting, logPath }, ready, { started }), {
      name: 'SandboxError',
      message: /^The program does not answer after 0 seconds\. Its last words:\nI look for tea\.$/,
    });
    assert.equal(program?.running, false);
  });
});
