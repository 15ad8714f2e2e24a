import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { badges, buttons, cardText } from '../../support/card-content.ts';
import { CommandWorld } from '../../support/command-world.ts';
import { admin, caller, owner, researcher, workspace } from '../../support/machine-samples.ts';

const member = caller(researcher, { oncology: 'member', genomics: 'member' });
const head = caller(owner, { oncology: 'owner' });
const outsider = caller({ aadObjectId: 'outsider', name: 'Outsider' });
const reviewer = caller({ aadObjectId: 'reviewer', name: 'Reviewer' }, {}, { reviewer: true });
const chief = caller(admin, {}, { admin: true });

describe('the actions on machines', () => {
  let world: CommandWorld;

  beforeEach(async () => {
    world = await CommandWorld.start();
  });
  afterEach(() => world.stop());

  const verbs = (card: unknown) => buttons(card).map(({ verb }) => verb);
  const text = async (...command: Parameters<CommandWorld['answer']>) =>
    cardText((await world.answer(...command)).card);

  it('list those of the current workspace, or of all where none is', async () => {
    const one = await text(member, 'machine.list', {}, { currentWorkspace: 'oncology' });
    const all = await text(member, 'machine.list');
    const named = await text(member, 'machine.list', { workspace: 'Genomics' }, { currentWorkspace: 'oncology' });

    assert.match(one, /^Machines in Oncology\n1 of 2 started/);
    assert.match(all, /^Your machines\n2 of 3 started/);
    assert.match(named, /^Machines in Genomics\n1 of 1 started[\s\S]+\ngen-python\n/);
  });

  it('list everything for an admin who is in no workspace', async () => {
    assert.match(await text(chief, 'machine.list'), /^Your machines\n2 of 3 started/);
  });

  it('ask an admin of very many workspaces to name one', async () => {
    await world.machines.workspaces.register(Array.from({ length: 25 }, (_, index) => workspace(`w${index}`)));

    await assert.rejects(world.run(chief, 'machine.list'), { code: 'invalid', message: /Name one, for example/ });
    assert.match(await text(chief, 'machine.list', { workspace: 'oncology' }), /^Machines in Oncology/);
  });

  it('answer somebody in no workspace with whom to ask', async () => {
    for (const name of ['machine.list', 'machine.show', 'machine.start'])
      await assert.rejects(world.run(outsider, name, { machine: 'onc-r' }), {
        code: 'not-found',
        message: /You are in no workspace yet/,
      });
    assert.equal(world.machines.azure.count('start'), 0);
  });

  it('show one with its state and what can be done', async () => {
    const { card } = await world.answer(member, 'machine.show', { machine: 'ONC PYTHON' });

    assert.deepEqual(badges(card), ['Started']);
    assert.equal(verbs(card)[0], 'machine.connect');
  });

  it('ask for the machine where none was named, with those there are', async () => {
    const outcome = await world.run(member, 'machine.start', {}, { currentWorkspace: 'oncology' });

    assert.equal(outcome.kind, 'asked');
    const choices = outcome.kind === 'asked' ? (outcome.fields[0]?.choices ?? []) : [];
    assert.deepEqual(choices.map(({ title, value }) => `${title} = ${value}`).sort(), [
      'onc-python = oncology/onc-python',
      'onc-r = oncology/onc-r',
    ]);
  });

  it('ask back a name that is nearly right, and do nothing', async () => {
    const outcome = await world.run(member, 'machine.start', { machine: 'onc-q' });

    assert.equal(outcome.kind === 'near' && outcome.meant.name, 'onc-r');
    assert.equal(world.machines.azure.count('start'), 0);
  });

  it('know nothing of a machine elsewhere, in the words for one that is not there', async () => {
    const refusal = async (machine: string) => {
      const error = await world.run(head, 'machine.show', { machine }).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof WorkspaceError);
      return error.message.replace(machine, '…');
    };

    assert.equal(await refusal('gen-python'), await refusal('atlantis-9'));
  });

  it('start at once, show it under way, and remember under which id the card stands', async () => {
    const { card, posted } = await world.answer(member, 'machine.start', { machine: 'onc-r' }, { key: 'start-1' });
    await posted?.('1700000000001');

    assert.deepEqual(badges(card), ['Starting']);
    assert.match(cardText(card), /^onc-r is starting\nOncology · asked by you/);
    assert.equal(await world.machines.postedCards.find('start-1'), '1700000000001');
    assert.equal((await world.machines.settle('onc-r'))?.state, 'succeeded');
  });

  it('leave a pressed card where it is, since its id is known', async () => {
    const conversation = { conversationId: 'a:1', serviceUrl: 'https://smba.example/', activityId: '17' };
    const { posted } = await world.answer(member, 'machine.start', { machine: 'onc-r' }, { conversation, via: 'card' });

    assert.equal(posted, undefined);
    assert.equal((await world.machines.record('onc-r'))?.operation?.followers[0]?.activityId, '17');
  });

  it('say so where the machine is there already', async () => {
    const already = await text(member, 'machine.start', { machine: 'onc-python' });

    assert.match(already, /onc-python is started already, so nothing was changed\./);
  });

  it('answer an old card with how things stand now', async () => {
    await world.answer(member, 'machine.start', { machine: 'onc-r' });
    await world.machines.settle('onc-r');
    const { card } = await world.answer(member, 'machine.stop', { machine: 'onc-r' }, { version: 0, confirmed: true });

    assert.deepEqual(badges(card), ['Started']);
    assert.match(cardText(card), /from before the last change/);
    assert.equal(world.machines.azure.count('stop'), 0);
  });

  it('ask before a stop or restart and name who else is there, and act once confirmed', async () => {
    const { token } = await world.machines.connections.open(head, workspace(), 'onc-python', { key: '1', via: 'chat' });
    await world.machines.connections.use(token);
    await world.machines.clock.advance(840);

    for (const name of ['machine.stop', 'machine.restart']) {
      const asked = await world.run(member, name, { machine: 'onc-python' });
      assert.equal(asked.kind, 'confirm');
      assert.match(asked.kind === 'confirm' ? cardText(asked.reply.card) : '', /Owner connected 14 minutes ago\./);
    }
    assert.equal(world.machines.azure.count('stop'), 0);
    const { card } = await world.answer(member, 'machine.stop', { machine: 'onc-python' }, { confirmed: true });
    assert.deepEqual(badges(card), ['Stopping']);
  });

  it('ask nothing where there is nothing to lose', async () => {
    assert.match(await text(member, 'machine.stop', { machine: 'onc-r' }), /onc-r is stopped already/);
  });

  it('give a link to connect, for the caller’s eyes alone', async () => {
    const { card, personal } = await world.answer(member, 'machine.connect', { machine: 'onc-python' });

    assert.equal(personal, true);
    const [link] = buttons(card);
    assert.match(String(link?.url), /^https:\/\/labdesk\.example\/connect\/[\w-]{32}$/);
    assert.match(cardText(card), /Windows says "Unknown remote connection"/);
  });

  it('offer to start what does not run, in place of connecting', async () => {
    const { card, personal } = await world.answer(member, 'machine.connect', { machine: 'onc-r' });

    assert.equal(personal, undefined);
    assert.match(cardText(card), /onc-r does not run\. Start it, then connect\./);
    assert.equal(verbs(card)[0], 'machine.start');
  });

  it('refuse what somebody may not, before anything is asked or done', async () => {
    for (const name of ['machine.start', 'machine.stop', 'machine.restart', 'machine.connect', 'machine.show'])
      await assert.rejects(world.run(reviewer, name, { machine: 'onc-python' }), { code: 'forbidden' }, name);
    await assert.rejects(world.run(chief, 'machine.connect', { machine: 'onc-python' }), { code: 'forbidden' });
    assert.deepEqual(
      world.machines.azure.calls.filter((call) => call !== 'list'),
      [],
    );
  });
});
