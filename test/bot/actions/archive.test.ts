import assert from 'node:assert/strict';
import type { Reply } from '../../../bot/actions/action.ts';
import { second } from '../../support/archive-world.ts';
import { buttons, cardText, fields, findButton } from '../../support/card-content.ts';
import { CommandWorld } from '../../support/command-world.ts';
import { admin, caller, owner } from '../../support/machine-samples.ts';

const chief = caller(admin, {}, { admin: true });
const deputy = caller(second, {}, { admin: true });
const card = 'card' as const;

describe('workspace.archive', () => {
  let world: CommandWorld;

  beforeEach(async () => {
    world = await CommandWorld.start();
    for (const { aadObjectId } of [admin, second]) world.machines.directory.member('admins', aadObjectId);
  });
  afterEach(() => world.stop());

  const on = async (given: Record<string, string> = {}, by = chief): Promise<Reply> =>
    await world.answer(by, 'workspace.archive', { workspace: 'oncology', ...given }, { via: card });
  const says = ({ card: shown }: Reply) => cardText(shown);

  it('shows what is open, and says on the same card that another word was typed', async () => {
    const before = await on();
    assert.match(says(before), /^Archive Oncology\?[\s\S]*They lose access at once[\s\S]*2, 1 of them on/);
    assert.deepEqual(Object.keys(fields(before.card)), ['word']);
    assert.match(says(await on({ step: 'propose', word: 'onc' })), /Nothing was changed\. Type "Oncology"/);
    assert.match(says(await on({ step: 'leave' })), /^Oncology stays as it is/);
    assert.equal(await world.machines.archives.of('oncology'), undefined);
  });

  it('works in the own chat alone, and for admins alone', async () => {
    const inGroup = world.answer(chief, 'workspace.archive', { workspace: 'oncology' }, { personal: false });
    await assert.rejects(inGroup, /own chat with me/);
    world.machines.directory.member('group-oncology', owner.aadObjectId);
    await assert.rejects(on({}, caller(owner, { oncology: 'owner' })), /Ask an admin/);
  });

  it('shows each admin their own side of it, and how it ended', async () => {
    const mine = await on({ step: 'propose', word: 'oncology' });
    assert.deepEqual(
      buttons(mine.card).map(({ title }) => title),
      ['Take it back'],
    );
    const theirs = await on({}, deputy);
    assert.match(says(theirs), /^Admin wants to archive Oncology/);
    assert.deepEqual(findButton(theirs.card, 'Archive Oncology').data, { id: 'confirm/oncology.1', confirmed: true });
    await assert.rejects(on({ step: 'confirm', round: '1' }), /another admin has to turn the second/);
    assert.match(says(await on({ step: 'drop', round: '1' }, deputy)), /^Oncology stays as it is\nAdmin 2 refused/);
    assert.match(says(await on({ step: 'confirm', round: '1' }, deputy)), /^Oncology stays as it is/);
    assert.match(says(await on()), /^Archive Oncology\?/);
  });

  it('changes the last day on the card that told of it, and says what is wrong with a date', async () => {
    const { machines } = world;
    await machines.workspaces.amend('oncology', { endsOn: '2026-03-30' });
    await machines.endings.look();
    const date = { step: 'extend', round: '2026-03-30' };

    assert.match(says(await on({ ...date, date: '2020-01-01' })), /Choose a day after today/);
    assert.match(
      says(await on({ ...date, date: '2026-09-30' })),
      /^Oncology ends on 30 September now\nAdmin set the date/,
    );
    assert.equal((await machines.endings.of('oncology'))?.endsOn, '2026-09-30');
  });

  it('marks an archived workspace for those who may see it, and refuses what would change it', async () => {
    await world.machines.workspaces.amend('oncology', { archivedAt: '2026-03-01T10:00:00.000Z' });

    assert.match(says(await world.answer(chief, 'workspace.list')), /Oncology\nNot a member · Archived/);
    const member = caller(owner, { oncology: 'owner', genomics: 'owner' });
    assert.doesNotMatch(says(await world.answer(member, 'workspace.list')), /Oncology/);
    const start = world.answer(chief, 'machine.start', { machine: 'oncology/onc-r' });
    await assert.rejects(start, /Oncology has been archived since 2026-03-01/);
  });
});
