import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';

const pictures = new URL('../../docs/pictures/', import.meta.url);
const elsewhere = /^https?:\/\/(?!127\.0\.0\.1[:/])/;
/** The playground asks for Segoe UI, which only Windows has; the first of these that is installed takes its place. */
const fonts = `@font-face { font-family: 'Segoe UI'; font-weight: 100 500;
    src: local('Selawik'), local('Open Sans'), local('Noto Sans'), local('Liberation Sans'); }
  @font-face { font-family: 'Segoe UI'; font-weight: 600 900;
    src: local('Selawik Semibold'), local('Open Sans SemiBold'), local('Noto Sans SemiBold'), local('Liberation Sans Bold'); }`;
const pictureStyle = `[aria-label="Message timestamp"], [aria-label="Show more information"] { visibility: hidden; }
  .fui-FluentProvider * { font-family: 'Segoe UI', sans-serif !important; }`;
const patienceInMs = 30_000;

/** Where the picture of this name is kept. */
export function picturePath(name: string): string {
  return fileURLToPath(new URL(`${name}.png`, pictures));
}

/** One person's chat in the Teams playground. */
export class PlaygroundPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Opens the chat with nothing beside it, and resolves once the playground has found the bot. */
  static async open(browser: Browser, url: string, { width = 760, height = 1600 } = {}): Promise<PlaygroundPage> {
    const context = await browser.newContext({
      ...{ viewport: { width, height }, deviceScaleFactor: 2, locale: 'en-GB' },
      // The sandbox's storage stands on a CA of its own.
      ignoreHTTPSErrors: true,
    });
    context.setDefaultTimeout(patienceInMs);
    // Fonts and pictures from elsewhere; whoever tests may have no network.
    await context.route(elsewhere, (route) => route.abort());
    const page = await context.newPage();
    await page.goto(url);
    await page.addStyleTag({ content: fonts });
    await page.getByText('Connected.').waitFor({ state: 'attached' });
    const hide = page.getByTitle('Hide log panel');
    if (await hide.isVisible()) await hide.click();
    return new PlaygroundPage(page);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  async say(text: string): Promise<void> {
    const box = this.page.locator('[role=textbox][contenteditable=true]').first();
    await box.click();
    await box.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** The newest card that shows all of these words. */
  card(...words: (string | RegExp)[]): Locator {
    const all = this.page.locator('.ac-adaptiveCard');
    return words.reduce((cards, hasText) => cards.filter({ hasText }), all).last();
  }

  /** Resolves with the newest card that shows all of these words, once there is one. */
  async shows(...words: (string | RegExp)[]): Promise<Locator> {
    const card = this.card(...words);
    await card.waitFor();
    return card;
  }

  /** Presses the newest button with this title, in the overflow menu of a card if need be; `row` is what stands beside it. */
  async press(title: string | RegExp, { row }: { row?: string } = {}): Promise<void> {
    await (await this.#button(title, row)).click();
  }

  /** Writes into the field with this label, on the newest card that has one. */
  async fill(label: string | RegExp, text: string): Promise<void> {
    await this.page.locator('.ac-adaptiveCard').getByLabel(label).last().fill(text);
  }

  /** Takes a choice of the list with this label, on the newest card that has one. */
  async pick(label: string | RegExp, option: string | RegExp): Promise<void> {
    await this.page.locator('.ac-adaptiveCard').getByLabel(label).last().click();
    await this.page.getByRole('option', { name: option }).last().click();
  }

  /** Takes this day of the next month in the calendar of the newest empty date. */
  async pickDay(day: number): Promise<void> {
    await this.page.getByPlaceholder('Select a date').last().click();
    await this.page.getByRole('button', { name: /next month/i }).click();
    await this.page
      .getByRole('button', { name: new RegExp(`^${day},`) })
      .or(this.page.getByRole('gridcell', { name: new RegExp(`^${day}[, ]`) }))
      .first()
      .click();
  }

  /** Ticks a choice, on the newest card that has it. */
  async choose(title: string | RegExp): Promise<void> {
    await this.page.locator('.ac-adaptiveCard').getByRole('checkbox', { name: title }).last().check();
  }

  /** Presses a button that opens a page of ours, and resolves with that page. */
  async follow(title: string | RegExp): Promise<Page> {
    const opened = this.page.context().waitForEvent('page');
    await this.press(title);
    const page = await opened;
    await page.waitForLoadState();
    return page;
  }

  /** Makes cards as narrow as on a telephone; the playground itself never does. */
  async narrow(widthInPixels = 320): Promise<void> {
    const content = `div:has(> .ac-preview-panel) { width: ${widthInPixels}px !important; }`;
    await this.page.addStyleTag({ content });
  }

  /** Keeps a picture of the last messages in docs/pictures, without the clock and the playground's own remarks. */
  async picture(name: string, lastMessages: number): Promise<void> {
    const remark = this.page.getByText('Your response was sent to the app');
    // It also goes by itself.
    while ((await remark.count()) > 0)
      await remark
        .first()
        .locator('xpath=following::button[1]')
        .click({ timeout: 2_000 })
        .catch(() => undefined);
    // These have no button to close; their row is the icon and the words.
    for (const words of ['User specific view is not supported', 'Typeahead Search is not supported'])
      await this.page.getByText(words).evaluateAll((spans) => {
        for (const span of spans) span.parentElement?.parentElement?.style.setProperty('display', 'none');
      });
    await this.page.mouse.move(0, 0);
    await this.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const path = picturePath(name);
    await mkdir(dirname(path), { recursive: true });
    // Other fonts move what stands below them, so it is measured as it is taken.
    const style = await this.page.addStyleTag({ content: pictureStyle });
    const clip = await this.page.evaluate(outlineOfLastMessages, lastMessages);
    await this.page.screenshot({ path, clip, animations: 'disabled' });
    await style.evaluate((element) => element.parentElement?.removeChild(element));
  }

  async #button(title: string | RegExp, row?: string): Promise<Locator> {
    const allCards = this.page.locator('.ac-adaptiveCard');
    const exact = typeof title === 'string';
    const button = this.page
      .getByRole('button', { name: title, exact })
      .or(this.page.getByRole('link', { name: title, exact }));
    // The last of all boxes with both is the innermost around the newest.
    const beside = allCards
      .locator('div')
      .filter({ hasText: row ?? '' })
      .filter({ has: button })
      .last();
    const inCards = (row === undefined ? allCards : beside).locator(button);
    const inMenu = this.page.getByRole('menuitem', { name: title, exact });
    const deadline = Date.now() + patienceInMs;
    while (Date.now() < deadline) {
      if ((await inCards.count()) > 0) return inCards.last();
      const overflow = allCards.last().getByRole('button', { name: /^(\.\.\.|more|overflow)/i });
      if ((await overflow.count()) > 0) {
        await overflow.last().click();
        if (await appears(inMenu)) return inMenu.last();
        await this.page.keyboard.press('Escape');
      }
      await appears(inCards);
    }
    throw new Error(`There is no button ${title}; the chat shows:\n${await allCards.allInnerTexts()}`);
  }
}

async function appears(locator: Locator): Promise<boolean> {
  return locator
    .last()
    .waitFor({ timeout: 1000 })
    .then(() => true)
    .catch(() => false);
}

/** Runs in the page: the messages are the children of the box that scrolls. */
function outlineOfLastMessages(count: number): { x: number; y: number; width: number; height: number } {
  const headers = document.querySelectorAll('[aria-label="Message header"]');
  let box = headers[headers.length - 1]?.parentElement ?? document.body;
  while (box.parentElement && getComputedStyle(box.parentElement).overflowY !== 'auto') box = box.parentElement;
  const list = box.parentElement ?? document.body;
  list.scrollTop = list.scrollHeight;
  const messages = [...list.children].filter((child) => child.querySelector('[aria-label="Message timestamp"]'));
  const boxes = messages.slice(-count).map((child) => child.getBoundingClientRect());
  const visible = list.getBoundingClientRect();
  // Above a message stands the end of the one before it, nearer where the bot speaks: from there its name is the first to be seen.
  const name = messages.at(-count)?.querySelector('[aria-label="Message header"]')?.getBoundingClientRect();
  const first = Math.min(...boxes.map(({ y }) => y));
  const top = Math.max(name && name.height > 0 ? name.y - 2 : first + 14, visible.top);
  const bottom = Math.min(Math.max(...boxes.map((one) => one.bottom)) + 16, visible.bottom);
  const cards = [...list.querySelectorAll('.fai-OutputCard')].map((card) => card.getBoundingClientRect().right);
  // Where nobody but the bot speaks, the empty half beside it is left out.
  const right = count === 1 ? Math.min(Math.max(...cards) + 16, visible.right) : visible.right;
  return { x: visible.x, y: top, width: right - visible.x, height: bottom - top };
}
