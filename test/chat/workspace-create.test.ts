import assert from 'node:assert/strict';
import { message } from '../support/activities.ts';
import { badges, buttons, cardText, fields, isObject, type Json } from '../support/card-content.ts';
import type { Chat } from '../support/chat.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { bring } from './machine-state.ts';

describe('a new workspace, in the chat', () => {
  let sandbox: TestSandbox;
  let admin: Chat;
  let owner: Chat;
  /** Where the owner opens the dialog: others read there. */
  let group: Chat;

  before(async function () {
    this.timeout(90_000);
    sandbox = await sharedSandbox();
    admin = sandbox.chat('admin', { name: 'new workspaces' });
    owner = sandbox.chat('owner2', { name: 'new workspaces' });
    group = sandbox.chat('owner2', { scope: 'groupChat', name: 'new workspaces' });
    await Promise.all([admin.say('hello'), owner.say('hello')]);
  });

  after(async () => {
    await sandbox.control.clearFaults();
  });

  /** All that the form asks for. */
  function filled(more: Json = {}): Json {
    return {
      ...{ name: 'Neurology', purpose: 'Images of the stroke study.', costCentre: 'CC-100', members: '', others: '' },
      ...{ owner: sandbox.endpoints.people.owner2.aadObjectId, budget: '5000 EUR', thresholds: '50, 90' },
      ...{ endsOn: new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10), preset: 'standard' },
      ...{ size1: 'Standard_D2s_v5', image1: 'ubuntu', environment1: 'python', machine1: '' },
      ...more,
    };
  }

  /** Sends what Teams sends of a dialog, and resolves with the `task` of the answer. */
  async function dialog(name: string, value: Json): Promise<Json> {
    const { status, body } = await group.post({ ...message(group.place, ''), type: 'invoke', name, value });
    assert.equal(status, 200);
    assert.ok(isObject(body) && isObject(body.task), JSON.stringify(body));
    return body.task;
  }

  function cardIn(task: Json): Json {
    assert.equal(task.type, 'continue', JSON.stringify(task));
    return ((task.value as Json).card as Json).content as Json;
  }

  it('begins with a form that holds what the sentence said, and comes back with all that is wrong', async () => {
    const form = await admin.say('create a workspace for Neurology with 5000 EUR a month');
    assert.match(form.text, /^A new workspace: Neurology\n/);
    const { name, budget, thresholds, size1 } = fields(form.card);
    assert.deepEqual([name, budget, thresholds], ['Neurology', '5000 EUR', '50, 75, 90, 100']);
    assert.equal(size1, 'Standard_D2s_v5');
    assert.match(form.text, /2 cores, 8 GiB · 0\.\d+ EUR an hour/);

    const two = await admin.press(form, 'One more machine', filled());
    assert.equal(fields(two.card).size2, 'Standard_D2s_v5');
    const typed = {
      owner: '',
      ownerName: 'researcher@',
      budget: '5.000 USD',
      endsOn: '2020-01-01',
      others: 'Zed',
      size2: 'none',
    };
    const wrong = await admin.press(two, 'Check it', filled(typed));
    assert.match(wrong.text, /4 things are not right yet/);
    assert.match(wrong.text, /5\.000 USD\nAzure bills in EUR here/);
    assert.match(wrong.text, /Several people may be meant: Researcher and Researcher 2/);
    assert.match(wrong.text, /2020-01-01\nChoose a last day that is still to come/);
    assert.match(wrong.text, /nobody called Zed/);
    const back = fields(wrong.card);
    assert.deepEqual([back.purpose, back.size2], ['Images of the stroke study.', 'none']);
  });

  it('goes to the own chat of whoever asks where others read', async () => {
    const { text } = await group.say('new workspace');
    assert.match(text, /I sent the form for a new workspace to your own chat/);
    await owner.shows(/^A new workspace\n/);
  });

  it('finds its people while anybody writes half a name', async () => {
    const value = { queryText: 'resear', queryOptions: { skip: 0, top: 15 }, dataset: 'everybody' };
    const anybody = sandbox.chat('outsider', { name: 'new workspaces' });
    const invoke = { ...message(anybody.place, ''), type: 'invoke', name: 'application/search', value };
    const { results } = ((await anybody.post(invoke)).body as { value: { results: Json[] } }).value;
    const { aadObjectId } = sandbox.endpoints.people.researcher;
    assert.deepEqual(results[0], { title: 'Researcher · researcher@labdesk.example', value: aadObjectId });
  });

  it('is asked for in a dialog, which stays open until all is right and then closes with a word', async () => {
    const opened = await dialog('composeExtension/fetchTask', {
      commandId: 'workspace.create',
      commandContext: 'compose',
    });
    const form = cardIn(opened);
    assert.deepEqual(new Set(buttons(form).map(({ type }) => type)), new Set(['Action.Submit']));
    const [send] = buttons(form);
    const submit = async (data: Json, name = 'composeExtension/submitAction') =>
      await dialog(name, { commandId: 'workspace.create', data });

    const again = cardIn(await submit({ ...(send!.data as Json), ...filled({ name: '' }) }));
    assert.match(cardText(again), /One thing is not right yet[\s\S]*Write a name\./);
    const forged = await submit({ ...(send!.data as Json), id: 'send-2', ...filled() });
    assert.match(String(forged.value), /not a button of mine/);

    const closed = await submit({ ...(buttons(again)[0]!.data as Json), ...filled() }, 'task/submit');
    assert.deepEqual(closed, {
      type: 'message',
      value: 'I wrote to you in your own chat with me. You can follow it there.',
    });
    const waits = await owner.shows(/^Neurology waits for an admin/);
    assert.deepEqual(badges(waits.card), ['Pending', 'Passed', 'Passed', 'Passed']);
  });

  it('is created by an admin who read the price, and goes on where it failed', async () => {
    const asked = await admin.shows(/^Owner 2 asks for Neurology[\s\S]*costs about [\d.,]+ EUR a month/);
    const operation = { code: 'AllocationFailed', message: 'No room.', at: 'Microsoft.Storage/storageAccounts' };
    await sandbox.control.fault({ service: 'arm', method: 'PUT', path: '/deployments/', operation });
    await admin.press(asked, 'Create Neurology');
    const failed = await admin.shows(/^Neurology is not finished[\s\S]*✕\nStorage\n[\s\S]*No room/, { on: asked });
    assert.deepEqual(badges(failed.card), ['Failed']);
    const removing = await admin.press(failed, 'Remove what was made');
    assert.match(removing.text, /deleted for good/);
    await admin.press(failed, 'Try again from here');
    await admin.shows(/^Neurology is ready/, { on: asked });
    await owner.shows(/^Neurology is ready[\s\S]*You own it/);
  });

  it('is there for its people at once: the owner adds somebody, who starts its machine', async () => {
    const researcher = sandbox.chat('researcher', { name: 'new workspaces' });
    await owner.shows(/^Neurology is ready\.$/);
    const which = await owner.say('add resear to neurology');
    assert.match(which.text, /Several people may be meant/);
    const people = sandbox.endpoints.people.researcher.aadObjectId;
    await owner.press(await owner.press(which, 'Go on', { people, role: 'member' }), 'Add');
    await owner.shows(/Researcher is in Neurology now/);
    assert.match((await researcher.sayAndSee('machines in neurology', /Machines in/)).text, /neu-python/);
    await bring(sandbox, researcher, 'neu-python', 'Stopped');
    const starting = await researcher.sayAndSee(
      'start neu-python',
      /^neu-python is starting\nNeurology · asked by you/,
    );
    await researcher.shows(/^neu-python\n[\s\S]*\nStarted\n/, { on: starting });
  });

  it('can be changed by whoever asked, under another name too, and declined with a reason', async () => {
    const author = sandbox.chat('outsider', { name: 'new workspaces' });
    const form = await author.say('we need a workspace for Dermatology');
    await author.press(form, 'Ask for it', filled({ name: 'Dermatology' }));
    const waits = await author.shows(/^Dermatology waits for an admin/, { on: form });
    const first = await admin.shows(/^Outsider asks for Dermatology/);
    const change = await author.press(waits, 'Change');
    assert.equal(fields(change.card).purpose, 'Images of the stroke study.');
    await author.press(change, 'Ask for it', filled({ name: 'Skin Study' }));
    await author.shows(/^Skin Study waits for an admin/, { on: form });
    await admin.shows(/^Dermatology was withdrawn/, { on: first });

    const asked = await admin.shows(/^Outsider asks for Skin Study/);
    const declined = await admin.press(asked, 'Decline', { reason: 'No ethics vote yet.' });
    assert.deepEqual(badges(declined.card), ['Denied']);
    await author.shows(/^Skin Study was declined[\s\S]*No ethics vote yet\./, { on: form });
    await author.shows(/^Admin declined Skin Study\. The reason: No ethics vote yet\.$/);
    const late = await admin.press(asked, /^Create/);
    assert.match(late.text, /^Skin Study was declined/);
  });
});
