import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { badges, buttons, type Json } from '../../support/card-content.ts';
import type { Chat } from '../../support/chat.ts';
import { RequestWorld, stands } from './request-world.ts';

describe('a workspace with a channel and a deputy', () => {
  let world: RequestWorld;
  let channel: Chat;

  before(async function () {
    this.timeout(90_000);
    world = await RequestWorld.open('channel');
    const { sandbox } = world;
    channel = sandbox.chat('researcher2', { scope: 'channel', name: 'cardiology' });
    const { conversationId, serviceUrl } = channel.place;
    const deputy = sandbox.endpoints.people.reviewer.aadObjectId;
    // As an operator does it: written into the file, read at the next start.
    const path = join(sandbox.directory, 'workspaces.json');
    const workspaces = (JSON.parse(await readFile(path, 'utf8')) as Json[]).map((workspace) =>
      workspace.id === 'cardiology'
        ? { ...workspace, channel: { conversationId, serviceUrl }, requests: { deputy } }
        : workspace,
    );
    await writeFile(path, JSON.stringify(workspaces));
    await sandbox.crashBot();
  });

  it('reads in its channel that something is asked, and how it ended, with no name of a file and no words', async () => {
    const [researcher2, owner2] = await world.chats('researcher2', 'owner2');
    const wish = { workspace: 'cardiology', files: ['results.csv'], purpose: 'a secret analysis' };

    const { name, toDecide } = await world.askAndWait(researcher2, owner2, wish);
    const posted = await stands(channel, name, 'Pending');
    await owner2.press(toDecide, 'request.deny', { reason: 'Not while it is raining.' });

    const changed = await stands(channel, name, 'Denied');
    assert.equal(changed.id, posted.id);
    for (const { activity } of [posted, changed])
      assert.doesNotMatch(JSON.stringify(activity), /results\.csv|secret|raining/);
    assert.match(posted.text, /^A request for 1 file\n/);
    assert.equal(
      buttons(posted.card).some(({ verb }) => /approve|deny/.test(`${verb}`)),
      false,
    );
  });

  it('asks the deputy, and no admin, where the only owner is the author', async () => {
    const [owner2, deputy, admin] = await world.chats('owner2', 'reviewer', 'admin');
    const wish = { workspace: 'cardiology', files: ['results.csv'] };

    const { name, toDecide } = await world.askAndWait(owner2, deputy, wish);
    assert.match(toDecide.text, /Asked\nYou \(deputy\), since the only owner asks/);
    const { text } = await deputy.press(toDecide, 'request.approve');

    assert.match(text, /^You approved 1 file\n/);
    await stands(owner2, name, 'Approved');
    assert.deepEqual(badges((await stands(channel, name, 'Approved')).card), ['Approved']);
    assert.equal(
      admin.messages().some((message) => message.text.includes(name)),
      false,
    );
    assert.equal(world.history(name).find(({ what }) => what === 'request.approve')?.detail?.as, 'deputy');
  });

  it('lets the deputy decide nothing while its owner can', async () => {
    const [researcher2, owner2, deputy] = await world.chats('researcher2', 'owner2', 'reviewer');
    const wish = { workspace: 'cardiology', files: ['results.csv'] };
    const { name } = await world.askAndWait(researcher2, owner2, wish);

    const { text } = await deputy.sayAndSee(`approve ${name}`, /Cardiology/);

    assert.match(text, /Only an owner of Cardiology decides/);
    assert.equal(world.stored(name).state, 'in_review');
  });
});
