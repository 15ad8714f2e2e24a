import { greeting } from './greeting.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';
import { SandboxError } from './sandbox-error.ts';
import { readSettings } from './settings.ts';

// Output may go to a pipe that is closed already when everything ends.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

const asked = new AbortController();
let sandbox: Sandbox | undefined;
let code = 0;

/** Ends everything once, however often it is asked for, and then this process. While it starts, the start does that. */
async function end(): Promise<void> {
  if (asked.signal.aborted) return;
  asked.abort();
  if (!sandbox) return;
  if (!(await sandbox.stop())) {
    process.stderr.write('Something did not end in time and was killed; its log says more.\n');
    code = 1;
  }
  process.exit(code);
}

function fail(error: unknown): void {
  const text = error instanceof SandboxError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  code = 1;
  void end();
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end());
process.on('uncaughtException', fail);

try {
  const settings = readSettings();
  const started = await startSandbox(settings, {
    signal: asked.signal,
    say: (sentence) => process.stderr.write(`${sentence}\n`),
    failed: (sentence) => fail(new SandboxError(sentence)),
  });
  sandbox = started;
  process.stdout.write(greeting(settings, started.ports));
} catch (error) {
  if (!asked.signal.aborted) fail(error);
  process.exit(code);
}
