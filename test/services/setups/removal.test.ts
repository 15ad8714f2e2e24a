import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { failedStep } from '../../../services/setups/workspace-setup.ts';
import { chief, SetupWorld, wish } from '../../support/setup-world.ts';

describe('taking away what a failed setup made', () => {
  let world: SetupWorld;

  beforeEach(async () => {
    world = await SetupWorld.start();
    world.azure.fates.push({ failsAt: 'Microsoft.KeyVault/vaults' });
    await world.begun();
    assert.equal((await world.after(60)).state, 'failed');
  });
  afterEach(() => world.stop());

  const remove = async () => await world.setups.remove(chief, 'lung-study', world.command());

  it('leaves nothing: no resource group, no Entra group, no addresses, and a free name', async () => {
    assert.equal((await remove()).state, 'removing');
    const removed = await world.after(120);

    assert.equal(removed.state, 'removed');
    assert.equal(world.azure.groups.has('rg-lung-study'), false);
    assert.equal(world.base.entra.calls.at(-1), 'remove group-labdesk-lung-study-1');
    assert.deepEqual([removed.groupId, removed.addressPrefix, removed.sshKey], [undefined, undefined, undefined]);
    assert.equal(await world.addresses.peek('another'), '10.64.0.0/24');
    assert.deepEqual(world.told.slice(-3).sort(), ['removed admin', 'removed admin', 'removed author']);

    await world.begun();
    const ready = await world.after(120);
    assert.deepEqual([ready.state, ready.round, ready.attempt], ['ready', 2, 2]);
    const { parameters, name } = world.azure.deployments.get('labdesk-lung-study-2')!.request;
    assert.deepEqual([name, parameters.round, parameters.displayName], ['labdesk-lung-study-2', 2, wish.name]);
    assert.equal(ready.groupId, 'group-labdesk-lung-study-2');
  });

  it('waits where Azure does not answer, says why where it may not, and is tried again', async () => {
    world.azure.fail('delete', new WorkspaceError('unavailable', 'Azure does not answer.'));
    world.base.entra.failures.push(new WorkspaceError('refused', 'Labdesk may not do that. Tell an admin.'));
    await remove();
    const stuck = await world.after(300);
    assert.deepEqual([stuck.state, failedStep(stuck)?.step], ['failed', 'group']);
    assert.equal(failedStep(stuck)?.problem, 'It could not be taken away. Labdesk may not do that. Tell an admin.');

    await remove();
    assert.equal((await world.after(120)).state, 'removed');
  });

  it('stops a deployment that goes on before anything is taken away', async () => {
    await world.setups.retry(chief, 'lung-study', world.command());
    await world.after(2);
    const deployed = world.azure.deployments.get('labdesk-lung-study-2')!;
    world.azure.fail('poll', new WorkspaceError('refused', 'Labdesk may not look.'));
    assert.equal((await world.after(5)).state, 'failed');
    await remove();
    await world.after(120);
    assert.ok(deployed.isCancelled || deployed.looks >= 4);
    assert.equal((await world.after(60)).state, 'removed');
  });

  it('gives up after four hours, and says so', async () => {
    world.azure.isGone = async () => false;
    await remove();
    await world.after(30);
    world.base.clock.leap(4 * 3600);
    const stuck = await world.after(60);
    assert.match(failedStep(stuck)!.problem!, /has not taken it away within four hours/);
  });
});
