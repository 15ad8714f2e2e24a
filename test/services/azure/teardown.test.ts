import assert from 'node:assert/strict';
import { subscriptionId } from '../../../sandbox/seed.ts';
import { AzureDisks } from '../../../services/azure/disks.ts';
import { AzureMachines } from '../../../services/azure/machines.ts';
import { AzureTeardown } from '../../../services/azure/teardown.ts';
import { eventually, startWorld, type World } from '../../sandbox/azure/world.ts';

describe('AzureTeardown', () => {
  let world: World;

  before(async () => {
    world = await startWorld({ deploySeconds: 0.5, vmSeconds: 0.5 });
  });
  afterEach(() => world.control('DELETE', '/faults'));
  after(() => world[Symbol.asyncDispose]());

  const subscription = () => ({ credential: world.credential, subscriptionId, endpoint: world.azure.origin });
  /** Another instance each time: none has to remember anything. */
  const another = () => new AzureTeardown(subscription());
  const yes = (isSo: boolean) => isSo;

  it('removes a machine and its disk, begun twice or not', async () => {
    await another().removeMachine('rg-oncology', 'onc-r');
    const isGone = await another().machineIsGone('rg-oncology', 'onc-r');
    await another().removeMachine('rg-oncology', 'onc-r');
    await eventually(() => another().machineIsGone('rg-oncology', 'onc-r'), yes);
    await another().removeMachine('rg-oncology', 'onc-r');

    assert.equal(isGone, false);
    const disks = await new AzureDisks(subscription()).list();
    const left = disks.filter(({ resourceGroup }) => resourceGroup === 'rg-oncology');
    assert.deepEqual(
      left.map(({ machine }) => machine),
      ['onc-python'],
    );
  });

  it('removes a resource group with all that is in it, begun twice or not', async () => {
    await another().begin('rg-genomics');
    const isGone = await another().isGone('rg-genomics');
    await another().begin('rg-genomics');
    await eventually(() => another().isGone('rg-genomics'), yes);
    await another().begin('rg-genomics');

    assert.equal(isGone, false);
    assert.equal(await another().machineIsGone('rg-genomics', 'gen-python'), true);
    const machines = await new AzureMachines(subscription()).list();
    assert.ok(machines.length > 0 && machines.every(({ resourceGroup }) => resourceGroup !== 'rg-genomics'));
  });

  it('says what stands in the way', async () => {
    const lock = { service: 'arm', method: 'DELETE', status: 409, code: 'ScopeLocked' };
    await world.control('POST', '/faults', lock);
    await assert.rejects(another().begin('rg-oncology'), { code: 'refused', message: /lock/ });
    await world.control('POST', '/faults', { service: 'arm', method: 'DELETE', status: 403 });
    await assert.rejects(another().removeMachine('rg-oncology', 'onc-python'), { code: 'refused' });

    const lost = { service: 'arm', method: 'GET', status: 404, code: 'SubscriptionNotFound' };
    await world.control('POST', '/faults', lost);
    await assert.rejects(another().isGone('rg-oncology'), { code: 'not-found' }, 'what cannot be seen is not gone');

    assert.equal(await another().isGone('rg-oncology'), false);
  });
});
