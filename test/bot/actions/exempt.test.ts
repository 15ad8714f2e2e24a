import assert from 'node:assert/strict';
import { CommandWorld } from '../../support/command-world.ts';
import { admin, caller, owner } from '../../support/machine-samples.ts';

describe('an exemption from a budget', () => {
  let world: CommandWorld;
  const by = { admin: caller(admin, {}, { admin: true }), owner: caller(owner, { oncology: 'owner' }) };

  beforeEach(async () => {
    world = await CommandWorld.start();
    await world.run(
      by.admin,
      'budget.set',
      { workspace: 'oncology', amount: '1000', currency: 'EUR' },
      { confirmed: true },
    );
  });

  afterEach(async () => await world.machines.stop());

  async function exemption() {
    return (await world.machines.budgets.of('oncology'))?.exemption;
  }

  it('is given by an admin for a time and with a reason, and ended again', async () => {
    const given = { workspace: 'oncology', duration: '4320', reason: 'the trial ends on Friday' };
    await world.run(by.admin, 'budget.exempt', given);
    const granted = await exemption();
    assert.equal(granted?.reason, 'the trial ends on Friday');
    assert.equal(granted?.by.aadObjectId, admin.aadObjectId);
    assert.equal(Date.parse(granted?.until ?? ''), world.machines.clock.now().getTime() + 3 * 86_400_000);

    await world.run(by.admin, 'budget.insist', { workspace: 'oncology' });
    assert.equal(await exemption(), undefined);
  });

  it('is for nobody else to give', async () => {
    const given = { workspace: 'oncology', duration: '60', reason: 'x' };
    await assert.rejects(world.run(by.owner, 'budget.exempt', given), { code: 'forbidden' });
    await assert.rejects(world.run(by.owner, 'budget.insist', { workspace: 'oncology' }), { code: 'forbidden' });
    assert.equal(await exemption(), undefined);
  });
});
