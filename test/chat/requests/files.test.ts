import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { badges, buttons, fields } from '../../support/card-content.ts';
import type { Chat } from '../../support/chat.ts';
import { eventually } from '../eventually.ts';
import { asChoice, nameIn, RequestWorld, stands } from './request-world.ts';

const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
/** More than one block of a streamed copy. */
const bigInBytes = 5 * 1024 * 1024;
const listIsOldAfterSeconds = 16;

describe('the files of a request', () => {
  let world: RequestWorld;
  let researcher: Chat;
  let owner: Chat;
  const uploaded: string[] = [];

  before(async function () {
    this.timeout(90_000);
    world = await RequestWorld.open('files');
  });

  beforeEach(async () => {
    [researcher, owner] = await world.chats('researcher', 'owner');
  });

  afterEach(async () => {
    await Promise.all(uploaded.splice(0).map((path) => world.azure.remove('oncology', path)));
  });

  async function upload(path: string, content: string | Uint8Array<ArrayBuffer>): Promise<void> {
    uploaded.push(path);
    await world.azure.upload('oncology', path, content);
  }

  it('are chosen by a sentence: files and folders stand on the form, with the reason and the use', async () => {
    const form = await researcher.sayAndSee(
      'request results.csv and figures/ in oncology for the interim analysis, to download',
      /^Ask for files\n/,
    );

    const filled = fields(form.card);
    assert.deepEqual(filled.files?.split(',').toSorted(), ['figures/figure1.png', 'results.csv']);
    assert.equal(filled.purpose, 'the interim analysis');
    assert.equal(filled.use, 'download');
  });

  it('are released as they were checked, or not at all: one that changes meanwhile makes the approval fail', async () => {
    await upload('changing.csv', 'a,b\n1,2\n');
    const { name, toDecide } = await world.askAndWait(researcher, owner, {
      files: ['results.csv', 'changing.csv'],
      use: 'both',
    });
    await upload('changing.csv', 'a,b\n3,4\n');

    await owner.press(toDecide, 'request.approve');

    const { text } = await stands(researcher, name, 'Failed');
    assert.match(text, /changing\.csv has changed since it was asked for, so nothing was released\./);
    await researcher.shows(new RegExp(`^${name} could not be released\\.`));
    await stands(owner, name, 'Failed');
    await eventually(async () => {
      const left = await Promise.all([
        ...['results.csv', 'changing.csv'].map((path) => world.azure.released('oncology', name, path)),
        ...['results.csv', 'changing.csv'].map((path) => world.azure.approved('oncology', name, path)),
      ]);
      return left.every((file) => file === undefined) || undefined;
    });
  });

  it('fail plainly where one is gone', async () => {
    await upload('going.csv', 'a\n');
    const { name, toDecide } = await world.askAndWait(researcher, owner, { files: ['going.csv'] });
    await world.azure.remove('oncology', 'going.csv');

    await owner.press(toDecide, 'request.approve');

    const { text } = await stands(researcher, name, 'Failed');
    assert.match(text, /going\.csv is not there any more, so nothing was released\./);
  });

  it('with malware are blocked, and nobody is asked about them', async () => {
    await upload('infected.csv', eicar);

    const { name } = await world.ask(researcher, { files: ['infected.csv'] });

    const { text, card } = await stands(researcher, name, 'Blocked');
    assert.match(text, /Malware was found in infected\.csv, so nobody gets it\. Tell an admin\./);
    assert.equal(
      buttons(card).some(({ verb }) => verb === 'request.link'),
      false,
    );
    await researcher.shows(new RegExp(`^${name} was blocked, since malware was found in it\\.`));
    assert.equal(
      owner.messages().some((message) => message.text.includes(name)),
      false,
    );
  });

  it('come whole where they are big', async function () {
    this.timeout(60_000);
    const content = new Uint8Array(randomBytes(bigInBytes));
    await upload('scans/big.bin', content);
    const { name } = await world.askAndGet(researcher, owner, { files: ['scans/big.bin'] });

    const copy = await world.azure.released('oncology', name, 'scans/big.bin');
    assert.equal(Buffer.from(content).equals(copy ?? Buffer.alloc(0)), true);
  });

  it('may be called as people call them: spaces, commas, umlauts, percent signs, other scripts', async () => {
    const odd = ['Ärzte, Übersicht 2026.csv', '100 % done.csv', 'データ/表 1.csv', 'it’s [final] (2)#?&+=.csv'];
    for (const path of odd) await upload(path, path);
    await world.sandbox.control.tick({ advanceSeconds: listIsOldAfterSeconds });
    const form = await researcher.sayAndSee('request files in oncology', /^Ask for files\n/);
    for (const path of odd) assert.ok(form.text.includes(path), path);

    const { name, toDecide } = await world.askAndWait(researcher, owner, { files: odd, use: 'both' });
    await owner.press(toDecide, 'request.approve');

    await stands(researcher, name, 'Approved');
    for (const path of odd)
      for (const copy of [
        await world.azure.released('oncology', name, path),
        await world.azure.approved('oncology', name, path),
      ])
        assert.equal(copy?.toString(), path);
    const page = await researcher.sayAndSee(`link ${name}`, /Good until/);
    const url = String(buttons(page.card).find(({ type }) => type === 'Action.OpenUrl')?.url);
    const sent = await fetch(url, { method: 'POST', redirect: 'manual' });
    assert.equal(await (await fetch(sent.headers.get('location') ?? '')).text(), odd[0]);
  });

  it('are at most a hundred: a hundred and one are refused on the form, a hundred come to the owner', async function () {
    this.timeout(60_000);
    const paths = Array.from({ length: 101 }, (_, index) => `many/${String(index).padStart(3, '0')}.csv`);
    await Promise.all(paths.map((path) => upload(path, path)));
    await world.sandbox.control.tick({ advanceSeconds: listIsOldAfterSeconds });
    const form = await researcher.sayAndSee('request files in oncology', /^Ask for files\n/);
    const answers = { purpose: 'all of it', use: 'machines' };

    const refused = await researcher.press(form, 'request.submit', { ...answers, files: '', others: 'many/' });

    assert.match(refused.text, /That is 101 files; one request holds at most 100\./);
    assert.equal(fields(refused.card).purpose, 'all of it');
    const hundred = paths.slice(1).map(asChoice).join(',');
    const asked = await researcher.press(form, 'request.submit', { ...answers, files: hundred });
    assert.deepEqual(badges(asked.card), ['Pending']);
    const { text, card } = await owner.shows(/^Researcher asks for 100 files\n/);
    assert.match(text, /No malware found/);
    assert.ok(Buffer.byteLength(JSON.stringify(card)) < 28 * 1024);
    const { files } = world.stored(nameIn(asked)) as unknown as { files: { sha256?: string }[] };
    assert.equal(files.filter(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256 ?? '')).length, 100);
  });

  it('that nobody knows are named on the form, with what was written left as it was', async () => {
    const form = await researcher.sayAndSee('request files in oncology', /^Ask for files\n/);

    const answered = await researcher.press(form, 'request.submit', {
      ...{ files: 'results.csv', others: 'nothing-like-it.csv', purpose: 'the interim analysis', use: 'download' },
    });

    assert.match(answered.text, /I found no file [“"]nothing-like-it\.csv/);
    assert.equal(fields(answered.card).purpose, 'the interim analysis');
    assert.equal(fields(answered.card).files, 'results.csv');
  });

  it('and a reason are needed: what is missing comes back on the form', async () => {
    const form = await researcher.sayAndSee('request files in oncology', /^Ask for files\n/);

    const answered = await researcher.press(form, 'request.submit', { files: '', purpose: ' ', use: 'download' });

    assert.match(answered.text, /Choose at least one file\. Say what you need them for\./);
    assert.deepEqual(badges(answered.card), []);
  });
});
