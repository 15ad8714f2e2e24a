import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buttons } from '../../support/card-content.ts';
import type { Chat, Posted, Pressed, Reply } from '../../support/chat.ts';
import { eventually } from '../eventually.ts';
import { RequestWorld, stands } from './request-world.ts';

const usesPerLink = 10;

describe('links to approved files', () => {
  let world: RequestWorld;
  let researcher: Chat;
  let owner: Chat;

  before(async function () {
    this.timeout(90_000);
    world = await RequestWorld.open('links');
  });

  beforeEach(async () => {
    [researcher, owner] = await world.chats('researcher', 'owner');
  });

  it('are one a file, on our own page, and lead to exactly the bytes that were asked for', async () => {
    const files = ['results.csv', 'figures/figure1.png'];
    const { own } = await world.askAndGet(researcher, owner, { files });

    const urls = linksOn(await researcher.press(own, 'request.link'));

    assert.equal(urls.length, 2);
    for (const [index, url] of urls.entries()) {
      assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/files\/[\w-]{32}$/);
      const bytes = await download((await post(url)).location);
      assert.deepEqual(bytes, await world.azure.data('oncology', files[index]!));
    }
  });

  it('show a page that names size and end and gives nothing, however often it is looked at', async () => {
    const { own } = await world.askAndGet(researcher, owner);
    const [url = ''] = linksOn(await researcher.press(own, 'request.link'));
    await world.sandbox.control.clearRequests();

    const pages = await Promise.all([1, 2, 3].map(async () => await (await fetch(url)).text()));

    for (const page of pages) {
      assert.match(page, /2 kB[\s\S]*Downloads left[\s\S]*>10</);
      assert.doesNotMatch(page, /sig=|[?&;]se=|blob\.core/);
    }
    assert.deepEqual(await world.sandbox.control.requests('blob'), []);
  });

  it('are sent on to an address for that one file: to read, over https, for five minutes, signed for a user', async () => {
    const { own, name } = await world.askAndGet(researcher, owner);
    const [url = ''] = linksOn(await researcher.press(own, 'request.link'));

    const { status, location, headers } = await post(url);

    assert.equal(status, 303);
    assert.equal(headers.get('cache-control'), 'no-store');
    const { pathname, searchParams: sas } = new URL(location);
    assert.match(pathname, new RegExp(`/release-${name}/results\\.csv$`));
    assert.deepEqual([sas.get('sp'), sas.get('sr'), sas.get('spr')], ['r', 'b', 'https']);
    assert.ok(sas.get('skoid') && sas.get('sktid'));
    const lasts = Date.parse(sas.get('se')!) - Date.now();
    assert.ok(lasts > 0 && lasts <= 5 * 60_000 + 1000, `${lasts} ms`);
    const sibling = location.replace('results.csv', 'other.csv');
    assert.equal((await fetch(sibling)).status >= 400, true);
    assert.equal((await fetch(location, { method: 'DELETE' })).status >= 400, true);
    for (const kept of [world.sandbox.botLog, store(world)]) assert.equal(kept.includes(sas.get('sig')!), false);
  });

  it('are counted, and end after ten downloads', async () => {
    const { own } = await world.askAndGet(researcher, owner);
    const [url = ''] = linksOn(await researcher.press(own, 'request.link'));

    const statuses: number[] = [];
    for (let use = 0; use < usesPerLink + 1; use += 1) statuses.push((await post(url)).status);

    assert.deepEqual(statuses, [...Array(usesPerLink).fill(303), 410]);
    assert.match(await (await fetch(url)).text(), /Ask for a new one in Teams/);
  });

  it('are not given before the approval', async () => {
    const { name } = await world.askAndWait(researcher, owner);

    const { text, card } = await researcher.sayAndSee(`link ${name}`, /not approved/);

    assert.match(text, new RegExp(`${name} is not approved, so there are no links yet\\.`));
    assert.deepEqual(linksOn({ card }), []);
  });

  it('are not given to anybody but the author', async () => {
    const { name } = await world.askAndGet(researcher, owner);
    const [other, admin] = await world.chats('researcher2', 'admin');

    for (const chat of [owner, other, admin]) {
      const { text, card } = await chat.sayAndSee(
        `link ${name}`,
        /Only Researcher, who asked, gets the links|You cannot do that in Oncology/,
      );
      assert.doesNotMatch(text, /\/files\//);
      assert.deepEqual(linksOn({ card }), []);
    }
  });

  it('are not given where the files are for the machines', async () => {
    const { name } = await world.askAndGet(researcher, owner, { use: 'machines' });

    const { text } = await researcher.sayAndSee(`link ${name}`, /folder/);

    assert.match(
      text,
      new RegExp(`approved for the machines\\. You find them there in the folder approved/${name}\\.`),
    );
    assert.deepEqual(
      await world.azure.approved('oncology', name, 'results.csv'),
      await world.azure.data('oncology', 'results.csv'),
    );
    assert.equal(await world.azure.released('oncology', name, 'results.csv'), undefined);
  });

  it('die within five seconds when the access is taken back, also one that was followed before', async () => {
    const { name, own, toDecide } = await ofBothUses();
    const [url = ''] = linksOn(await researcher.press(own, 'request.link'));
    const { location } = await post(url);
    assert.equal((await fetch(location)).status, 200);
    const decided = await stands(owner, name, 'Approved');

    const missing = await owner.press(decided, 'request.revoke');
    assert.match(missing.text, /Say why in the field below/);
    assert.equal(world.stored(name).state, 'approved');
    const began = Date.now();
    const revoked = await owner.press(decided, 'request.revoke', { reason: 'The consent was withdrawn.' });

    assert.match(revoked.text, new RegExp(`${name} [\\s\\S]*\nRevoked\n[\\s\\S]*The consent was withdrawn\\.`));
    await eventually(async () => ((await fetch(location)).status >= 400 ? true : undefined), { withinMs: 5000 });
    await eventually(
      async () => (await world.azure.approved('oncology', name, 'results.csv')) === undefined || undefined,
      { withinMs: Math.max(0, 5000 - (Date.now() - began)), what: 'the machines’ copy is gone' },
    );
    assert.equal((await post(url)).status, 410);
    assert.equal(await world.azure.released('oncology', name, 'results.csv'), undefined);
    await researcher.shows(new RegExp(`^Owner took back the access of ${name}\\.`));
    assert.match((await stands(researcher, name, 'Revoked')).text, /The consent was withdrawn\./);
    const { text } = await researcher.sayAndSee(`link ${name}`, /no links/);
    assert.match(text, new RegExp(`There are no links: ${name} is not approved\\.`));
    assert.equal(toDecide.id, decided.id);
  });

  it('are sent to the own chat of whoever asks for them in a group', async () => {
    const { name } = await world.askAndGet(researcher, owner);
    const group = world.sandbox.chat('researcher', { scope: 'groupChat', name: 'links' });

    const { card, text } = await group.say(`link ${name}`);

    assert.deepEqual(linksOn({ card }), []);
    assert.doesNotMatch(text, /results\.csv/);
    const { card: own } = await researcher.shows(/results\.csv[\s\S]*Download/);
    assert.equal(linksOn({ card: own }).length, 1);
  });

  async function ofBothUses() {
    const asked = await world.askAndWait(researcher, owner, { use: 'both' });
    await owner.press(asked.toDecide, 'request.approve');
    return { ...asked, own: await stands(researcher, asked.name, 'Approved') };
  }
});

/** The addresses of the card's links to files. */
function linksOn({ card }: Pick<Reply | Pressed, 'card'>): string[] {
  return buttons(card).flatMap(({ type, url }) => (type === 'Action.OpenUrl' ? [String(url)] : []));
}

async function post(url: string): Promise<{ status: number; location: string; headers: Posted['headers'] }> {
  const response = await fetch(url, { method: 'POST', redirect: 'manual' });
  await response.body?.cancel();
  return { status: response.status, location: response.headers.get('location') ?? '', headers: response.headers };
}

async function download(address: string): Promise<Buffer> {
  const response = await fetch(address);
  assert.equal(response.status, 200);
  return Buffer.from(await response.arrayBuffer());
}

/** All that the bot keeps. */
function store({ sandbox }: RequestWorld): string {
  return ['labdesk.db', 'labdesk.db-wal'].map((name) => readFileSync(join(sandbox.directory, name), 'latin1')).join('');
}
