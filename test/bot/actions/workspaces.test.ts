import assert from 'node:assert/strict';
import { actions } from '../../../bot/actions/index.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { buttons, cardText } from '../../support/card-content.ts';
import { CommandWorld } from '../../support/command-world.ts';
import { admin, caller, owner, researcher } from '../../support/machine-samples.ts';

const member = caller(researcher, { oncology: 'member', genomics: 'member' });
const head = caller(owner, { oncology: 'owner' });
const outsider = caller({ aadObjectId: 'outsider', name: 'Outsider' });
const reviewer = caller({ aadObjectId: 'reviewer', name: 'Reviewer' }, {}, { reviewer: true });
const chief = caller(admin, {}, { admin: true });

describe('the actions on workspaces', () => {
  let world: CommandWorld;

  beforeEach(async () => {
    world = await CommandWorld.start();
  });
  afterEach(() => world.stop());

  const text = async (...command: Parameters<CommandWorld['answer']>) =>
    cardText((await world.answer(...command)).card);

  it('list where somebody works, with the role there and the one in use marked', async () => {
    const mine = await text(member, 'workspace.list', {}, { currentWorkspace: 'oncology' });

    assert.match(mine, /^Your workspaces\nYou work in 2 workspaces\.\nGenomics\nMember\n/);
    assert.match(mine, /Oncology\nMember · You work here now/);
    assert.match(await text(chief, 'workspace.list'), /Genomics\nNot a member/);
    assert.match(await text(outsider, 'workspace.list'), /You are in no workspace yet/);
  });

  it('show people and machines of one', async () => {
    const shown = await text(head, 'workspace.show');

    assert.match(shown, /^Oncology\nOwner\n/);
    assert.match(shown, /People\n2\nMachines\n1 of 2 started/);
  });

  it('choose one and go on with its machines', async () => {
    const { card, useWorkspace } = await world.answer(member, 'workspace.use', { workspace: 'genomics' });

    assert.equal(useWorkspace, 'genomics');
    assert.match(cardText(card), /^Machines in Genomics/);
  });

  it('let reviewers choose and look at any, without what is inside', async () => {
    const { card, useWorkspace } = await world.answer(reviewer, 'workspace.use', { workspace: 'oncology' });
    const shown = await world.answer(reviewer, 'workspace.show', {}, { currentWorkspace: 'oncology' });

    assert.equal(useWorkspace, 'oncology');
    assert.match(cardText(card), /Oncology\nNot a member · You work here now/);
    assert.doesNotMatch(cardText(shown.card), /People|started/);
    assert.ok(!buttons(shown.card).some(({ verb }) => verb === 'machine.list'));
  });

  it('know nothing of one that somebody is not in, in the words for one that is not there', async () => {
    for (const name of ['workspace.use', 'workspace.show', 'machine.list']) {
      const refusal = async (who: typeof member, named: string) => {
        const error = await world.run(who, name, { workspace: named }).catch((thrown: unknown) => thrown);
        assert.ok(error instanceof WorkspaceError, name);
        return [error.code, error.message.replace(named, '…')];
      };
      assert.deepEqual(await refusal(head, 'genomics'), await refusal(head, 'atlantis'), name);
      assert.deepEqual(await refusal(outsider, 'oncology'), await refusal(outsider, 'atlantis'), name);
    }
  });

  it('ask which where several could be meant', async () => {
    const outcome = await world.run(member, 'workspace.show');

    assert.equal(outcome.kind, 'asked');
    assert.deepEqual(outcome.kind === 'asked' && outcome.fields[0]?.choices?.map(({ value }) => value), [
      'genomics',
      'oncology',
    ]);
  });
});

describe('help', () => {
  let world: CommandWorld;

  beforeEach(async () => {
    world = await CommandWorld.start();
  });
  afterEach(() => world.stop());

  const text = async (...command: Parameters<CommandWorld['answer']>) =>
    cardText((await world.answer(...command)).card);

  it('shows only what this person may do, with names of theirs', async () => {
    await world.answer(member, 'machine.list', {}, { currentWorkspace: 'oncology' });
    const mine = await text(member, 'help', {}, { currentWorkspace: 'oncology' });

    assert.match(mine, /^What can I do for you\?\nYou work in Oncology\./);
    assert.match(mine, /Machines\n“machines Oncology”|Machines\n“/);
    assert.doesNotMatch(mine, /administration/i);
    assert.match(await text(chief, 'help'), /administration/i);
  });

  it('offers no machines to those who have none', async () => {
    const strangers = await world.answer(outsider, 'help');

    assert.match(
      cardText(strangers.card),
      /You are in no workspace yet\. The owner of a workspace, or an admin, can add you\./,
    );
    assert.ok(!buttons(strangers.card).some(({ verb }) => verb === 'machine.list'));
  });

  it('never shows one person what another may do', async () => {
    const people = [member, head, outsider, reviewer, chief];
    const first = await Promise.all(people.map((who) => text(who, 'help')));
    const again = await Promise.all([...people].reverse().map((who) => text(who, 'help')));

    assert.deepEqual(again.reverse(), first);
    assert.notEqual(first[2], first[4]);
  });

  it('welcomes those who have just met Labdesk', async () => {
    assert.match(await text(member, 'help', {}, { greeting: true }), /^Welcome\. What can I do for you\?/);
  });

  it('asks Azure for nothing', async () => {
    await text(member, 'help');

    assert.deepEqual(world.machines.azure.calls, []);
  });
});

describe('an action that is still to come', () => {
  it('says so and what can be done meanwhile, and asks for nothing first', async () => {
    const world = await CommandWorld.start();
    const asked: Record<string, string>[] = [{}, { machine: 'atlantis-9' }, { workspace: 'oncology' }];
    const coming = actions.filter(({ meanwhile }) => meanwhile !== undefined);

    for (const { name } of coming)
      for (const given of asked)
        assert.match(cardText((await world.answer(member, name, given)).card), /^Not here yet: .+\n\p{Lu}.+\./u, name);
    await world.stop();
  });
});
