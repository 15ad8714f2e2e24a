import assert from 'node:assert/strict';
import { LedgerRetention } from '../../../services/retention/ledger-retention.ts';
import { RetentionOrders } from '../../../services/retention/retention-orders.ts';
import { SetupPlaces } from '../../../services/setups/setup-places.ts';
import { caller, owner, researcher } from '../../support/machine-samples.ts';
import { author, chief, deputy, SetupWorld, second } from '../../support/setup-world.ts';

describe('forgetting what stands in setups', () => {
  let world: SetupWorld;
  let orders: RetentionOrders;

  beforeEach(async () => {
    world = await SetupWorld.start();
    const { store, changes, clock, ledger, workspaces, effects } = world.base;
    new LedgerRetention({
      ...{ store, changes, clock, ledger, retentionDays: 365 },
      workspaces: new SetupPlaces(store, workspaces),
      forgetConversation: async () => {},
    }).register(effects);
    orders = new RetentionOrders(changes);
  });
  afterEach(() => world.stop());

  const setups = () => JSON.stringify(world.base.store.all().filter(({ document }) => document.kind === 'setup'));
  const forget = async (id: string) => {
    await orders.pseudonymise(id, `forget-${id}`);
    await world.base.clock.advance(130);
  };

  it('withdraws what somebody asked for and nobody decided, and takes their name from it and its record', async () => {
    await world.checked();
    await forget(researcher.aadObjectId);

    const { state, askedBy, plan } = await world.setups.get(chief, 'lung-study');
    assert.deepEqual([state, askedBy.name, plan.owner.name], ['withdrawn', 'Former member', 'Owner']);
    assert.equal(setups().includes(researcher.aadObjectId), false);
    const kept = JSON.stringify(world.base.store.all().filter(({ document }) => document.kind.startsWith('ledger')));
    assert.equal(kept.replace(/"ledger-retention".*?}/g, '').includes('"Researcher"'), false);
    assert.equal((await world.base.ledger.verify('lung-study')).flaw, undefined);
  });

  it('takes the name and the words of whoever declined it, and leaves the rest', async () => {
    await world.checked();
    await world.setups.decline(deputy, 'lung-study', { reason: 'Ask me next year.', ...world.command() });
    await world.after(30);
    await forget(second.aadObjectId);

    const { state, decidedBy, reason, askedBy } = await world.setups.get(chief, 'lung-study');
    assert.deepEqual([state, decidedBy?.name, reason, askedBy.name], ['declined', 'Former member', '', 'Researcher']);
    assert.equal(setups().includes('Ask me next year'), false);
  });

  it("takes the name from the record of the admin's desk, which still verifies", async () => {
    const { adminDesk, clock, ledger, store } = world.base;
    const press = { key: 'press', via: 'card' } as const;
    await adminDesk.refused(caller(researcher, { oncology: 'member' }), press, { what: 'admin.health' });
    await clock.advance(30);
    const entries = async () =>
      JSON.stringify((await store.list({ partition: 'ledger/admin--desk', kind: 'ledger' })).items);
    assert.match(await entries(), /"Researcher"/);
    await forget(researcher.aadObjectId);

    assert.match(await entries(), /admin\.health\.refused.*person\.forgotten/);
    assert.doesNotMatch(await entries(), /"Researcher"/);
    assert.equal((await ledger.verify('admin--desk')).flaw, undefined);
  });

  it('leaves what goes on alone until it is over', async () => {
    world.azure.fates.push('hangs');
    await world.begun();
    await world.after(20);
    await forget(owner.aadObjectId);
    assert.equal((await world.setups.get(chief, 'lung-study')).plan.owner.name, 'Owner');
    world.base.clock.leap(90 * 60);
    await world.after(130);
    assert.equal((await world.setups.get(chief, 'lung-study')).plan.owner.name, 'Former member');
    assert.equal((await world.setups.list(caller(owner, {}))).length, 0);
  });

  it('removes the names of all others, too, from what somebody who is forgotten had asked for, once it is long ago', async () => {
    await orders.start();
    await world.checked();
    await forget(researcher.aadObjectId);
    world.base.clock.leap(366 * 86_400);
    await world.after(86_400);

    assert.equal((await world.setups.get(chief, 'lung-study')).plan.owner.name, 'Former member');
    assert.equal(setups().includes('Pictures of lungs'), false);
  });

  it('removes names and words of what ended long ago', async () => {
    await world.checked(author);
    await world.setups.withdraw(author, 'lung-study', world.command());
    await world.after(60);
    await orders.start();
    world.base.clock.leap(366 * 86_400);
    await world.after(86_400);

    assert.equal(setups().includes('Researcher'), false);
    assert.equal(setups().includes('Pictures of lungs'), false);
  });
});
