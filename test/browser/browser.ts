import { type Browser, chromium } from 'playwright-core';

/** Debian's Chromium, or the one that CHROMIUM_PATH names; it stays off the network but for loopback. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      ...['--headless', '--disable-gpu', '--disable-quic', '--no-first-run', '--hide-scrollbars'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      // Chromium refuses its own sandbox to root, as whom containers run.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}
