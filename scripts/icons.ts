// Draws manifest/icons/*.png from the SVGs beside them, with Debian's Chromium or the one CHROMIUM_PATH names.
// Run it after changing a drawing: node scripts/icons.ts
import { readFile, writeFile } from 'node:fs/promises';
import { launchBrowser } from '../test/browser/browser.ts';
import { iconFolder, iconSizes } from './app-package/icons.ts';

const browser = await launchBrowser();
try {
  for (const [name, size] of Object.entries(iconSizes)) {
    const page = await browser.newPage({ viewport: { width: size, height: size }, deviceScaleFactor: 1 });
    const svg = await readFile(new URL(`${name}.svg`, iconFolder), 'utf8');
    await page.setContent(`<style>body { margin: 0; } svg { display: block; }</style>${svg}`);
    await writeFile(new URL(`${name}.png`, iconFolder), await page.screenshot({ omitBackground: true }));
    await page.close();
  }
} finally {
  await browser.close();
}
