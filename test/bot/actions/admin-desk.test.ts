import assert from 'node:assert/strict';
import { actions } from '../../../bot/actions/index.ts';
import { type Aggregate, defineAggregate } from '../../../services/change/aggregate.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { buttons, cardText } from '../../support/card-content.ts';
import { CommandWorld } from '../../support/command-world.ts';
import { admin, caller, owner } from '../../support/machine-samples.ts';

type Parcel = Aggregate<'open'>;

const parcel = defineAggregate<Parcel>({ kind: 'parcel', schema: 1, initial: 'open', transitions: { open: [] } });
const address = { partition: 'workspace/oncology', id: 'parcel/1' };

describe('what admins ask at their desk', () => {
  let world: CommandWorld;
  let isBroken: boolean;
  let sent: number;
  const by = {
    admin: caller(admin, {}, { admin: true }),
    owner: caller(owner, { oncology: 'owner', genomics: 'owner' }),
  };

  beforeEach(async () => {
    world = await CommandWorld.start();
    world.machines.directory.member('admins', admin.aadObjectId);
    [isBroken, sent] = [true, 0];
    world.machines.effects.register<Parcel>(parcel, 'parcel.send', {
      maxAttempts: 2,
      handle: async () => {
        if (isBroken) throw new WorkspaceError('unavailable', 'The parcel service is closed.');
        sent += 1;
        return { done: true };
      },
    });
  });

  afterEach(async () => await world.stop());

  for (const name of ['admin.pending', 'admin.health'])
    it(`is answered to admins alone, in their own chat alone: ${name}`, async () => {
      const { card, personal } = await world.answer(by.admin, name);

      assert.match(cardText(card), /Nothing waits|Everything works/);
      assert.equal(personal, true);
      await assert.rejects(world.run(by.owner, name), { code: 'forbidden', message: /for admins/ });
      await assert.rejects(world.run(by.admin, name, {}, { personal: false }), {
        code: 'forbidden',
        message: /own chat/,
      });
    });

  for (const { name } of actions.filter(({ permission }) => permission === 'admin.operate'))
    it(`is refused to everybody else, by its own word since nobody asks before it: ${name}`, async () => {
      await assert.rejects(world.run(by.owner, name), { code: 'forbidden', message: /admins/ });
      await assert.rejects(world.run(by.owner, name, {}, { via: 'card' }), { code: 'forbidden', message: /admins/ });
    });

  async function giveUp(): Promise<{ letter: string }> {
    await world.machines.changes.change<Parcel>(parcel, address, {
      ...{ key: 'send', by: { ...admin, roles: [] }, via: 'chat', what: 'send' },
      decide: () => ({ next: {}, effects: [{ kind: 'parcel.send' }] }),
    });
    await world.machines.clock.advance(30);
    const { card } = await world.answer(by.admin, 'admin.health');
    const button = buttons(card).find(({ title }) => title === 'Try again');
    assert.match(cardText(card), /parcel\/1 · oncology\nparcel\.send, given up .*\nThe parcel service is closed/);
    return { letter: (button!.data as { id: string }).id };
  }

  it('lets what was given up be tried again, once for a double press, and says so', async () => {
    const given = await giveUp();
    isBroken = false;
    const press = { via: 'card', key: 'one press' } as const;

    const first = await world.answer(by.admin, 'admin.health', given, press);
    await world.machines.clock.advance(5);
    const second = await world.answer(by.admin, 'admin.health', given, press);
    const other = await world.answer(by.admin, 'admin.health', given, { via: 'card', key: 'another press' });
    await world.machines.clock.advance(5);

    assert.match(cardText(first.card), /It is being tried again/);
    assert.match(cardText(second.card), /It is being tried again/);
    assert.match(cardText(other.card), /tried again before, or is gone/);
    assert.equal(sent, 1);
    const { history } = (await world.machines.changes.get(parcel, address))!;
    const retries = history.filter(({ what }) => what === 'effect.retry');
    assert.deepEqual(
      retries.map(({ by: who, via }) => [who.name, via]),
      [['Admin', 'card']],
    );
  });

  it('asks the directory anew before anything is tried again', async () => {
    const given = await giveUp();
    const former = { ...by.admin, aadObjectId: owner.aadObjectId };

    await assert.rejects(world.run(former, 'admin.health', given, { via: 'card' }), { code: 'forbidden' });
    const elsewhere = { via: 'card', personal: false } as const;
    await assert.rejects(world.run(by.admin, 'admin.health', given, elsewhere), { code: 'forbidden' });
    assert.equal((await world.machines.changes.get(parcel, address))?.deadLetters.length, 1);
  });
});
