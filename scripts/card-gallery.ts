// Draws all cards for people's eyes: node scripts/card-gallery.ts [words of the samples' names]
// Pages and pictures, in light, dark and narrow, go to dist/cards; with --docs a selection goes to docs/pictures too.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '../test/browser/browser.ts';
import { samples } from '../test/cards/samples.ts';
import { drawCards } from './card-gallery/draw.ts';
import { hostConfig, palettes, styleSheet, type Theme } from './card-gallery/themes.ts';

/** What the docs show: one card of each kind. */
const inDocs = [
  'help for a member',
  'a list of machines, as many as 3',
  'a first start',
  'a machine that is Started',
  'stop, with so many others on it: 1',
  'failed to start',
];
const views = [
  { name: 'light', theme: 'light', columns: 3, cardWidth: 440 },
  { name: 'dark', theme: 'dark', columns: 3, cardWidth: 440 },
  { name: 'narrow', theme: 'light', columns: 4, cardWidth: 300 },
  { name: 'narrow-dark', theme: 'dark', columns: 4, cardWidth: 300 },
] as const satisfies readonly { name: string; theme: Theme; columns: number; cardWidth: number }[];

const root = fileURLToPath(new URL('..', import.meta.url));
const renderer = await readFile(
  join(dirname(createRequire(import.meta.url).resolve('adaptivecards/package.json')), 'dist', 'adaptivecards.min.js'),
  'utf8',
);

type Samples = Readonly<Record<string, object>>;
type View = (typeof views)[number];

/** A page that needs nothing but itself. */
function pageOf(shown: Samples, { theme, cardWidth }: View): string {
  const drawing = JSON.stringify({ samples: shown, hostConfig: hostConfig(theme), badges: palettes[theme].badge });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Labdesk's cards, ${theme}</title>
    <style>:root { --card-width: ${cardWidth}px; } ${styleSheet(theme)}</style><div class="cards"></div>
    <script>${renderer}</script>
    <script>(${drawCards.toString()})(${drawing.replaceAll('<', '\\u003c')})</script></html>`;
}

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const wanted = Object.fromEntries(
  Object.entries(samples).filter(([name]) => words.every((word) => name.includes(word))),
);
const selection = Object.fromEntries(inDocs.flatMap((name) => (samples[name] ? [[name, samples[name]]] : [])));
const jobs: { shown: Samples; folder: string; prefix: string; views: readonly View[] }[] = [
  { shown: wanted, folder: join(root, 'dist', 'cards'), prefix: '', views },
];
if (process.argv.includes('--docs')) {
  jobs.push({ shown: selection, folder: join(root, 'docs', 'pictures'), prefix: 'cards-', views: views.slice(0, 3) });
}

const browser = await launchBrowser();
try {
  for (const { shown, folder, prefix, views: some } of jobs) {
    await mkdir(folder, { recursive: true });
    for (const view of some) {
      const html = pageOf(shown, view);
      if (prefix === '') await writeFile(join(folder, `${view.name}.html`), html);
      const width = view.columns * (view.cardWidth + 24) + 24;
      const page = await browser.newPage({ viewport: { width, height: 100 }, deviceScaleFactor: 2, locale: 'en-GB' });
      await page.setContent(html);
      const path = join(folder, `${prefix}${view.name}.png`);
      await page.screenshot({ path, fullPage: true });
      await page.close();
      process.stdout.write(`${path}\n`);
    }
  }
} finally {
  await browser.close();
}
