import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { readEntries } from '../../../services/ledger/ledger-reader.ts';
import { deskPlace } from '../../../services/workspaces/desk-place.ts';
import { cardText, findButton } from '../../support/card-content.ts';
import { CommandWorld } from '../../support/command-world.ts';
import { admin, caller, owner, researcher } from '../../support/machine-samples.ts';

const chief = caller(admin, {}, { admin: true });
const lead = caller(owner, { oncology: 'owner', genomics: 'owner' });
const reviewer = caller(researcher, {}, { reviewer: true });
const card = { via: 'card' } as const;

describe("what is put on record of the admin's desk", () => {
  let world: CommandWorld;

  beforeEach(async () => {
    world = await CommandWorld.start();
    world.machines.directory.member('admins', admin.aadObjectId);
  });
  afterEach(() => world.stop());

  /** The newest last: who, what, and what of it. */
  const record = async () => {
    await world.machines.clock.advance(30);
    const found = await Array.fromAsync(readEntries(world.machines.store, deskPlace.id));
    return found.reverse().map(({ record: { person, what, via, detail } }) => [person?.name, what, via, detail]);
  };
  const read = async (who = chief, name = 'audit.show') =>
    cardText((await world.answer(who, name, { workspace: 'admin desk' })).card);
  const idOf = (of: Parameters<typeof findButton>[0], title: string) =>
    (findButton(of, title).data as { id: string }).id.split('/')[1]!;

  it('says of each look how much was shown, once for a command, and nothing that was shown', async () => {
    await world.answer(chief, 'admin.pending', { kind: 'topup', workspace: 'oncology' }, { ...card, key: 'filter' });
    await world.answer(chief, 'admin.pending', { kind: 'topup', workspace: 'oncology' }, { ...card, key: 'filter' });
    await world.machines.clock.advance(5);
    await world.answer(chief, 'admin.health', {}, { key: 'health' });
    await world.answer(chief, 'admin.health', {}, { key: 'health' });

    assert.deepEqual(await record(), [
      ['Admin', 'admin.pending', 'card', { kind: 'topup', workspace: 'oncology', page: 0, items: 0, total: 0 }],
      ['Admin', 'admin.health', 'chat', { failing: 0 }],
    ]);
    assert.match(await read(), /Admin looked at how everything is\n[\s\S]*Admin looked at what waits everywhere\n/);
  });

  it('answers about health where the store does not take it, and about what waits does not', async () => {
    const { store } = world.machines;
    store.create = async () => {
      throw new WorkspaceError('unavailable', 'The store is down.');
    };
    const { card: shown } = await world.answer(chief, 'admin.health');
    assert.match(cardText(shown), /Everything works/);
    await assert.rejects(world.answer(chief, 'admin.pending'), { code: 'unavailable' });
  });

  it('has an order to stop everything from being shown to its end, also where it is cancelled', async () => {
    const { card: plan } = await world.answer(chief, 'admin.stopall');
    const order = idOf(plan, 'Leave them on');
    await world.answer(chief, 'admin.stopall', { step: 'stop', order, word: 'wrong' }, card);
    await world.machines.clock.advance(5);
    for (let press = 0; press < 2; press += 1)
      await world.answer(chief, 'admin.stopall', { step: 'cancel', order }, card);
    await world.machines.clock.advance(5);
    const { card: second } = await world.answer(chief, 'admin.stopall', { workspace: 'oncology' });
    const other = idOf(second, 'Leave them on');
    await world.answer(chief, 'admin.stopall', { step: 'stop', order: other, word: 'oncology' }, card);

    const all = { order, workspace: 'all', machines: 2 };
    const one = { order: other, workspace: 'oncology', machines: 1 };
    assert.deepEqual(await record(), [
      ['Admin', 'admin.stopall.plan', 'chat', all],
      ['Admin', 'admin.stopall.order.refused', 'card', all],
      ['Admin', 'admin.stopall.cancel', 'card', all],
      ['Admin', 'admin.stopall.plan', 'chat', one],
      ['Admin', 'admin.stopall.order', 'card', one],
    ]);
    assert.match(await read(), /Admin wanted to have everything stopped and was refused\n/);
  });

  it('has announcements that were shown and thrown away, never what they say', async () => {
    const { card: preview } = await world.answer(chief, 'admin.announce', { message: 'The cluster rests.' });
    const draft = idOf(preview, 'Cancel');
    await world.answer(chief, 'admin.announce', { step: 'cancel', draft }, card);

    const about = { announcement: draft, workspace: 'all' };
    assert.deepEqual(await record(), [
      ['Admin', 'admin.announce.plan', 'chat', { ...about, people: 2 }],
      ['Admin', 'admin.announce.cancel', 'card', about],
    ]);
    const { items } = await world.machines.store.list({
      partition: `ledger/${deskPlace.id}`,
      kind: 'ledger',
      limit: 9,
    });
    assert.doesNotMatch(JSON.stringify(items), /cluster/);
  });

  it('has the end of a workspace that was shown, wanted by a wrong word, and left alone', async () => {
    const given = { workspace: 'oncology' };
    const presses: Record<string, string>[] = [{}, { step: 'propose', word: 'onc' }, { step: 'leave' }];
    for (const more of presses) {
      await world.answer(chief, 'workspace.archive', { ...given, ...more }, card);
      await world.machines.clock.advance(5);
    }
    assert.deepEqual(
      (await record()).map(([, what, , detail]) => [what, detail]),
      ['plan', 'propose.refused', 'cancel'].map((step) => [`workspace.archive.${step}`, given]),
    );
    assert.match(
      await read(),
      /Admin did not go on with archiving oncology\n[\s\S]*wanted to archive oncology and was/,
    );
  });

  it('has what somebody was refused who is no admin, and what an admin wanted where others read', async () => {
    const refusals = [
      () => world.run(lead, 'admin.health'),
      () => world.run(lead, 'admin.stopall', { workspace: 'oncology' }, card),
      () => world.run(lead, 'workspace.archive', { workspace: 'oncology' }),
      () => world.run(chief, 'admin.pending', {}, { personal: false }),
    ];
    for (const refused of refusals) {
      await assert.rejects(refused(), { code: 'forbidden' });
      await world.machines.clock.advance(5);
    }
    assert.deepEqual(await record(), [
      ['Owner', 'admin.health.refused', 'chat', undefined],
      ['Owner', 'admin.stopall.refused', 'card', { workspace: 'oncology' }],
      ['Owner', 'workspace.archive.refused', 'chat', { workspace: 'oncology' }],
      ['Admin', 'admin.pending.refused', 'chat', undefined],
    ]);
    assert.match(await read(), /Owner wanted to look at how everything is and was refused\n/);
  });

  it('is shown, verified and exported as the record of a workspace is, to admins alone', async () => {
    await world.answer(chief, 'admin.health');
    await record();
    assert.match(await read(chief, 'audit.verify'), /The records of Admin desk are intact/);
    const { card: links } = await world.answer(chief, 'audit.export', { workspace: deskPlace.id });
    const token = (findButton(links, 'CSV').url as string).split('/').at(-1)!;
    assert.match((await world.machines.records.use(token)).content, /"admin\.health"/);
    await world.machines.clock.advance(30);
    assert.match(
      await read(),
      /Admin exported the records of Admin desk\n[\s\S]*made a link to the records of Admin desk/,
    );
    for (const who of [lead, reviewer])
      for (const name of ['audit.show', 'audit.verify', 'audit.export'])
        await assert.rejects(world.run(who, name, { workspace: deskPlace.id }), { code: 'not-found' });
    const elsewhere = world.run(chief, 'audit.show', { workspace: deskPlace.id }, { personal: false });
    await assert.rejects(elsewhere, { code: 'not-found' });
    await assert.rejects(world.run(chief, 'budget.show', { workspace: deskPlace.id }), { code: 'not-found' });
  });
});
