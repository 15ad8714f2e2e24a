import assert from 'node:assert/strict';
import { badges, buttons } from '../support/card-content.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { bring } from './machine-state.ts';

const listIsOldAfterSeconds = 16;
const rolesAreOldAfterSeconds = 61;

describe('machines in the chat', () => {
  let sandbox: TestSandbox;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
    const chat = sandbox.chat('owner', { name: 'list, before' });
    await bring(sandbox, chat, 'onc-python', 'Started');
    await bring(sandbox, chat, 'onc-r', 'Stopped');
  });

  it('lists the machines of all workspaces somebody works in, with the state of each', async () => {
    const { text } = await sandbox.chat('researcher', { name: 'list' }).say('machines');

    assert.match(text, /^Your machines\n\d of 3 started/);
    assert.match(text, /onc-python\nOncology · Linux · Standard_D4s_v5\nStarted/);
    assert.match(text, /onc-r\nOncology · Windows · Standard_D8s_v5\nStopped/);
    assert.match(text, /gen-python\nGenomics · Linux/);
    assert.doesNotMatch(text, /card-/);
  });

  it('lists those of one workspace, and offers what each state allows', async () => {
    const { card, text } = await sandbox.chat('researcher', { name: 'list one' }).say('machines in oncology');

    assert.match(text, /^Machines in Oncology\n1 of 2 started/);
    assert.deepEqual(badges(card), ['Started', 'Stopped']);
    const offered = buttons(card).map(({ verb, title }) => `${verb} ${title}`);
    assert.ok(offered.includes('machine.connect Connect'), offered.join());
    assert.ok(offered.includes('machine.start Start'), offered.join());
    assert.ok(!offered.some((each) => each.startsWith('machine.stop')));
  });

  it('asks Azure once for a cold list and not at all for a warm one', async () => {
    const { control } = sandbox;
    const chat = sandbox.chat('researcher', { name: 'calls' });
    await control.tick({ advanceSeconds: listIsOldAfterSeconds });
    await control.clearRequests();

    await chat.say('machines');

    const cold = await control.requests('arm');
    assert.equal(cold.length, 1, JSON.stringify(cold));
    assert.match(cold[0]!.path, /\/virtualMachines$/);
    for (const question of ['machines', 'show onc-r', 'machines in genomics', 'show workspace oncology'])
      await chat.say(question);
    assert.equal((await control.requests('arm')).length, 1);
  });

  it('asks Azure once where many people ask at once', async () => {
    const { control } = sandbox;
    await control.tick({ advanceSeconds: listIsOldAfterSeconds });
    await control.clearRequests();

    const people = ['researcher', 'researcher2', 'owner', 'owner2', 'admin'] as const;
    await Promise.all(people.map((person) => sandbox.chat(person, { name: 'at once' }).say('machines')));

    assert.equal((await control.requests('arm')).length, 1);
  });

  it('asks the directory who somebody is at most once a minute', async () => {
    const { control } = sandbox;
    const chat = sandbox.chat('researcher2', { name: 'roles' });
    const ofThem = async () =>
      (await control.requests('graph')).filter(({ path, parts = [] }) =>
        [path, ...parts.map((part) => part.path)].some((each) => each.includes(chat.place.person.aadObjectId)),
      ).length;
    await chat.say('machines');
    await control.clearRequests();

    await chat.say('machines');
    await chat.say('workspaces');
    assert.equal(await ofThem(), 0);

    await control.tick({ advanceSeconds: rolesAreOldAfterSeconds });
    await chat.say('machines');
    assert.equal(await ofThem(), 1, 'one call for memberships and ownerships');
  });

  it('shows a machine with its size, system and state', async () => {
    const chat = sandbox.chat('researcher', { name: 'show' });

    const { card, text } = await chat.say('is onc-python running?');

    assert.match(text, /^onc-python\nOncology · Linux/);
    assert.match(text, /Standard_D4s_v5/);
    assert.deepEqual(badges(card), ['Started']);
    assert.deepEqual(
      buttons(card).map(({ verb }) => verb),
      ['machine.connect', 'machine.stop', 'machine.restart', 'machine.list'],
    );
  });

  it('opens a machine from its row, and the list again from the machine', async () => {
    const chat = sandbox.chat('researcher', { name: 'rows' });
    const list = await chat.say('machines');

    const shown = await chat.press(list, 'Show onc-r');
    const again = await chat.press(shown, 'machine.list');

    assert.match(shown.text, /^onc-r\nOncology · Windows\nStopped/);
    assert.match(again.text, /^Machines in Oncology/);
  });

  it('finds a machine however its name is written', async () => {
    const chat = sandbox.chat('researcher', { name: 'written' });
    for (const written of ['ONC-R', 'onc r', 'Onc_R', 'onc.r']) {
      assert.match((await chat.say(`show ${written}`)).text, /^onc-r\nOncology/, written);
    }
  });

  it('says the same of a machine that does not exist and of one in somebody else’s workspace', async () => {
    const chat = sandbox.chat('researcher', { name: 'others' });

    for (const verb of ['show', 'start', 'connect to']) {
      const missing = (await chat.say(`${verb} card-matlab`)).text;
      const hidden = (await chat.say(`${verb} card-python`)).text;
      assert.equal(hidden.replaceAll('card-python', 'card-matlab'), missing, verb);
      assert.doesNotMatch(hidden, /Cardiology/);
    }
  });
});
