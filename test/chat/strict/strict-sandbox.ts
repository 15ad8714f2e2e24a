import { TestSandbox } from '../../support/sandbox.ts';

let strict: Promise<TestSandbox> | undefined;

/**
 * A sandbox as strict as production: it demands signed activities, and its pages ask for sign-in.
 * For suites that need this or that disturb others, all of them in this folder: one is enough then, and it ends with the run.
 */
export function strictSandbox(): Promise<TestSandbox> {
  strict ??= TestSandbox.start({ env: { SANDBOX_AUTH: 'on', SANDBOX_SIGN_IN: 'on', SANDBOX_VM_SECONDS: '0.8' } });
  return strict;
}

after(async function endStrictSandbox() {
  this.timeout(20_000);
  await (await strict)?.stop();
});
