import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { PlaygroundPage, picturePath } from './playground-page.ts';
import { browser, playgroundSandbox } from './shared.ts';

describe('a researcher in the Teams playground', function () {
  this.timeout(120_000);
  let chat: PlaygroundPage;

  before(async () => {
    const { endpoints } = await playgroundSandbox();
    assert.ok(endpoints.playgrounds);
    chat = await PlaygroundPage.open(await browser(), endpoints.playgrounds.researcher);
  });

  after(() => chat?.close());

  it('is greeted', async () => {
    await chat.say('hello');

    await chat.shows('What can I do for you?');
    await chat.picture('hello', 2);
  });

  it('lists the machines and starts one, and the card turns to Started by itself', async () => {
    await chat.say('machines');
    await chat.shows('onc-python', 'onc-r');
    await chat.picture('machines', 2);

    await chat.press('Start', { row: 'onc-r' });
    await chat.shows('onc-r is starting', 'Starting');
    await chat.picture('machine-starting', 1);

    await chat.shows('onc-r', 'Started', 'Connect to onc-r');
    await chat.picture('machine-started', 1);
  });

  it('connects: the link opens a page, and the page gives a Remote Desktop file', async () => {
    await chat.press('Connect to onc-r');
    await chat.shows('Connect to onc-r', 'Get the connection file');
    await chat.picture('machine-connect', 1);
    const page = await chat.follow('Get the connection file');
    await page.setViewportSize({ width: 640, height: 480 });
    await page.screenshot({ path: picturePath('connect-page') });

    const downloading = page.waitForEvent('download');
    await page.getByRole('button').click();
    const download = await downloading;

    assert.match(download.suggestedFilename(), /^onc-r.*\.rdp$/);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    for (const line of lines) assert.match(line, /^[a-z0-9 -]+:[isb]:.*$/i);
    assert.ok(
      lines.some((line) => /^full address:s:.*onc-r/.test(line)),
      lines.join('\n'),
    );
    await page.close();
  });

  it('stops it after a confirmation', async () => {
    await chat.say('stop onc-r');
    await chat.shows('Stop onc-r?', 'Open work is lost');
    await chat.picture('machine-stop', 2);

    await chat.press('Stop onc-r');

    await chat.shows('onc-r', 'Stopped', 'Start onc-r');
    await chat.picture('machine-stopped', 1);
  });

  it('sees the same on a narrow screen', async () => {
    await chat.narrow();

    await chat.say('machines');

    await chat.shows('onc-python', 'onc-r');
    await chat.picture('machines-narrow', 1);
  });
});
