import assert from 'node:assert/strict';
import { limitAt } from '../../../services/budgets/budget.ts';
import type { Caller } from '../../../services/people/people.ts';
import type { DataRequest } from '../../../services/requests/request.ts';
import { dataRequest } from '../../../services/requests/request.ts';
import type { RequestCommand } from '../../../services/requests/request-changes.ts';
import { admin, caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';

const admin2 = { aadObjectId: 'admin-2', name: 'Admin 2' };
const oncology = workspace();
let keys = 0;

function command(more: Partial<RequestCommand> = {}): RequestCommand {
  keys += 1;
  return { key: `command ${keys}`, via: 'chat', ...more };
}

describe('a top-up', () => {
  let world: MachineWorld;
  const by = {
    owner: caller(owner, { oncology: 'owner' }),
    researcher: caller(researcher, { oncology: 'member' }),
    admin: caller(admin, {}, { admin: true }),
    admin2: caller(admin2, {}, { admin: true }),
    payer: caller({ aadObjectId: 'payer', name: 'Payer' }, {}),
  };

  beforeEach(async () => {
    world = await MachineWorld.start();
    for (const { aadObjectId } of [admin, admin2]) world.directory.member('admins', aadObjectId);
    world.topUps.register(world.effects);
    world.hear(dataRequest, ['card.show', 'line.tell', 'request.nudge']);
    await world.budgets.set(by.admin, oncology, { amount: '1000', currency: 'EUR' }, command());
  });

  afterEach(async () => await world.stop());

  async function ask(who: Caller = by.owner, amount = '500'): Promise<string> {
    const request = await world.topUps.ask(who, oncology, { amount, reason: 'two more weeks' }, command());
    await world.clock.advance(5);
    return `oncology-${request.number}`;
  }

  async function read(name: string): Promise<DataRequest> {
    return await world.requests.get(by.admin, name);
  }

  async function limit(): Promise<string> {
    return limitAt((await world.budgets.of('oncology'))!, world.clock.now()).amount;
  }

  it('is asked for by an owner, and the admins are asked to decide', async () => {
    const request = await read(await ask());

    assert.equal(request.state, 'in_review');
    assert.deepEqual(request.topUp, { amount: '500', currency: 'EUR' });
    assert.deepEqual(
      request.approvers.map(({ aadObjectId, as }) => [aadObjectId, as]).sort(),
      [
        [admin2.aadObjectId, 'admin'],
        [admin.aadObjectId, 'admin'],
      ].sort(),
    );
  });

  it('raises the limit at once when it is approved, and is on record', async () => {
    const name = await ask();
    await world.reviews.approve(by.admin, oncology, name, command());
    await world.clock.advance(5);

    const request = await read(name);
    assert.equal(request.state, 'approved');
    assert.equal(await limit(), '1500');
    const { topUps } = (await world.budgets.of('oncology'))!;
    assert.deepEqual(
      topUps.map(({ request: of, by: who }) => [of, who.aadObjectId]),
      [[name, admin.aadObjectId]],
    );
    const approval = request.history.find(({ what }) => what === 'request.approve');
    assert.deepEqual([approval?.detail?.amount, approval?.detail?.currency], ['500', 'EUR']);
  });

  it('raises the limit once, however often it is carried out or pressed', async () => {
    const name = await ask();
    const press = command({ via: 'card' });
    const presses = [1, 2, 3].map(async () => await world.reviews.approve(by.admin, oncology, name, press));
    // Whoever was second waits a moment and looks again.
    await world.clock.advance(10);
    await Promise.all(presses);
    await world.reviews.approve(by.admin2, oncology, name, command());
    await world.clock.advance(60);
    const budget = (await world.budgets.of('oncology'))!;
    await world.budgets.topUp('oncology', budget.topUps[0]!, `credit/${name}`);

    assert.equal(await limit(), '1500');
  });

  it('raises nothing when it is denied or withdrawn', async () => {
    const [denied, withdrawn] = [await ask(), await ask()];
    await world.reviews.deny(by.admin, oncology, denied, 'The grant is spent.', command());
    await world.requests.withdraw(by.owner, oncology, withdrawn, command());
    await world.clock.advance(60);

    assert.equal((await read(denied)).state, 'denied');
    assert.equal((await read(withdrawn)).state, 'withdrawn');
    assert.equal(await limit(), '1000');
  });

  it('is decided by whoever pays, as long as they do', async () => {
    await world.budgets.set(by.admin, oncology, { payer: by.payer }, command());
    const name = await ask();
    assert.equal((await read(name)).approvers[0]?.as, 'payer');
    await world.reviews.approve(by.payer, oncology, name, command());
    await world.clock.advance(5);
    assert.equal(await limit(), '1500');

    const later = await ask();
    await world.budgets.set(by.admin, oncology, { payer: admin2 }, command());
    await world.reviews.approve(by.payer, oncology, later, command());
    await world.clock.advance(5);
    const request = await read(later);
    assert.equal(request.state, 'failed');
    assert.match(request.problem ?? '', /does not pay/);
    assert.equal(await limit(), '1500');
  });

  it('is never decided by whoever asked, nor by an owner, nor by a member', async () => {
    const [name, own] = [await ask(), await ask(by.admin)];
    const owner2 = caller({ aadObjectId: 'owner-2', name: 'Owner 2' }, { oncology: 'owner' });
    for (const [who, what] of [
      [by.owner, name],
      [owner2, name],
      [by.researcher, name],
      [by.admin, own],
    ] as const)
      await assert.rejects(world.reviews.approve(who, oncology, what, command()), { code: 'forbidden' });
    assert.ok(!(await read(own)).approvers.some(({ aadObjectId }) => aadObjectId === admin.aadObjectId));
    assert.equal(await limit(), '1000');
  });

  it('goes back with a question, and the answer sends it again', async () => {
    const name = await ask();
    await world.reviews.return(by.admin, oncology, name, 'For which machine?', command());
    await world.requests.comment(by.owner, oncology, name, 'For onc-r.', command());
    await world.clock.advance(5);

    const request = await read(name);
    assert.deepEqual([request.state, request.round], ['in_review', 2]);
  });

  it('cannot be taken back, and is not changed by the form for files', async () => {
    const name = await ask();
    await world.reviews.approve(by.admin, oncology, name, command());
    await world.clock.advance(5);
    await assert.rejects(world.reviews.revoke(by.admin, oncology, name, 'A mistake.', command()), { code: 'conflict' });
    const other = await ask();
    await world.reviews.return(by.admin, oncology, other, 'For which machine?', command());
    const wish = { number: Number(other.split('-')[1]), files: [], purpose: 'x', use: 'both' as const };
    await assert.rejects(world.requests.keep(by.owner, oncology, wish, command()), { code: 'conflict' });
  });

  it('is refused to a member, without a budget, without a reason and of nothing', async () => {
    const asks = async (who: Caller, amount: string, reason: string, place = oncology) =>
      await world.topUps.ask(who, place, { amount, reason }, command());
    await assert.rejects(asks(by.researcher, '5', 'x'), { code: 'forbidden' });
    await assert.rejects(asks(by.admin, '5', 'x', workspace('genomics')), { code: 'conflict' });
    for (const amount of ['', '0', '-5', '1e9', '5.001', 'five', '10000000000001', 'NaN', '9'.repeat(400)])
      await assert.rejects(asks(by.owner, amount, 'x'), { code: 'invalid' }, amount);
    for (const reason of ['', '  ', 'x'.repeat(5000)])
      await assert.rejects(asks(by.owner, '5', reason), { code: 'invalid' });
    assert.equal((await world.requestLists.list(by.admin, [oncology], { scope: 'all' })).requests.length, 0);
  });
});
