import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../support/card-content.ts';
import type { Chat } from '../../support/chat.ts';
import type { TestSandbox } from '../../support/sandbox.ts';
import { bring } from '../machine-state.ts';
import { strictSandbox } from './strict-sandbox.ts';

const dayInMs = 86_400_000;
const name = 'data protection training';

describe('a workspace that asks for a training', () => {
  let sandbox: TestSandbox;
  let researcher: Chat;
  let owner: Chat;

  before(async function () {
    this.timeout(90_000);
    sandbox = await strictSandbox();
    // As an operator does it: written into the file, read at the next start.
    const path = join(sandbox.directory, 'workspaces.json');
    const workspaces = (JSON.parse(await readFile(path, 'utf8')) as Json[]).map((workspace) =>
      workspace.id === 'genomics' ? { ...workspace, members: { training: { name, validMonths: 1 } } } : workspace,
    );
    await writeFile(path, JSON.stringify(workspaces));
    await sandbox.crashBot();
    researcher = sandbox.chat('researcher', { name: 'training' });
    owner = sandbox.chat('owner', { name: 'training' });
  });

  /** The day it is for the bot, or so many days before, as an ISO date. */
  async function day(before = 0): Promise<string> {
    const { now } = (await sandbox.control.tick({ advanceSeconds: 0 })) as { now: string };
    return new Date(Date.parse(now) - before * dayInMs).toISOString().slice(0, 10);
  }

  it('refuses whoever has no date what needs one, and says who records it', async () => {
    const missing = /You cannot work in Genomics yet: there is no date of your data protection training\./;
    for (const sentence of ['start gen-python', 'restart gen-python', 'request access to genomics']) {
      const { text } = await researcher.say(sentence);
      assert.match(text, missing, `${sentence}: ${text}`);
      assert.match(text, /Ask an owner of Genomics to record it\./, sentence);
    }
    assert.match((await researcher.say('who am I')).text, /Genomics[\s\S]*data protection training missing/);
    const { text } = await owner.say('start gen-python');
    assert.match(text, missing);
    assert.match(text, /Write "members of Genomics" to record a date\./);
  });

  it('takes a date from its owners alone, and then lets that person work and shows until when', async () => {
    const on = await day(20);
    const own = await researcher.say(`training of Researcher in genomics on ${on}`);
    assert.match(own.text, /Ask an owner of Genomics/);
    const done = await owner.say(`training of Researcher in genomics on ${on}`);
    assert.match(done.text, /^The data protection training of Researcher is on record\nIt is valid until/);

    // With so few days left they are told at once that it ends.
    await researcher.shows(/^Your data protection training for Genomics is valid until/);
    await bring(sandbox, researcher, 'gen-python', 'Started');
    await researcher.sayAndSee('connect to gen-python', /^Connect to gen-python/);
    assert.match((await researcher.say('who am I')).text, /data protection training valid until/);
    assert.match((await owner.say('members of genomics')).text, /Researcher[\s\S]*training valid until/);
  });

  it('refuses again when the date is over, shows that, and lets work on from a new one', async () => {
    await sandbox.control.tick({ advanceSeconds: 14 * 86_400 });
    const { text } = await researcher.say('start gen-python');
    assert.match(
      text,
      /You cannot work in Genomics now: your data protection training was valid until \d+ \w+ \d{4}\./,
    );
    assert.match(text, /Ask an owner of Genomics to record a new date\./);
    assert.match((await researcher.say('who am I')).text, /data protection training was valid until/);

    const list = await owner.say('members of genomics');
    assert.match(list.text, /Researcher[\s\S]*data protection training was valid until/);
    const form = await owner.press(list, 'Record a date');
    const { aadObjectId: person } = researcher.place.person;
    const late = await owner.press(form, 'Record it', { person, date: await day(60) });
    assert.match(late.text, /was valid until [\s\S]*Record a later date\./);
    const done = await owner.press(form, 'Record it', { person, date: await day() });
    assert.match(done.text, /^The data protection training of Researcher is on record/);
    await bring(sandbox, researcher, 'gen-python', 'Started');
    await researcher.sayAndSee('connect to gen-python', /^Connect to gen-python/);
  });
});
