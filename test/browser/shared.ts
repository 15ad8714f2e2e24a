import type { Browser } from 'playwright-core';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { launchBrowser } from './browser.ts';

let launched: Promise<Browser> | undefined;

/** The sandbox that all browser tests share, with its chat clients. */
export function playgroundSandbox(): Promise<TestSandbox> {
  return sharedSandbox({ SANDBOX_PLAYGROUND: 'on', SANDBOX_VM_SECONDS: '2' });
}

/** The browser that all tests share; it ends with the run. */
export function browser(): Promise<Browser> {
  launched ??= launchBrowser();
  return launched;
}

after(async () => {
  await (await launched)?.close();
});
