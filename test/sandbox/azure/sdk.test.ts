import assert from 'node:assert/strict';
import { ComputeManagementClient, restorePoller, type VirtualMachine } from '@azure/arm-compute';
import { NetworkManagementClient } from '@azure/arm-network';
import { subscriptionId } from '../../../sandbox/seed.ts';
import { startWorld, type World } from './world.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

function power(machine: VirtualMachine): string | undefined {
  return machine.instanceView?.statuses?.find(({ code }) => code?.startsWith('PowerState/'))?.code;
}

describe('the Azure SDKs against the simulated Resource Manager', () => {
  let world: World;
  let compute: ComputeManagementClient;

  beforeEach(async () => {
    world = await startWorld();
    compute = new ComputeManagementClient(world.credential, subscriptionId, {
      endpoint: world.azure.origin,
      retryOptions: { maxRetries: 0 },
    });
  });
  afterEach(() => world[Symbol.asyncDispose]());

  it('list every machine with its state in one call', async () => {
    const machines = await all(compute.virtualMachines.listAll({ statusOnly: 'true' }));

    assert.deepEqual(
      machines.map((machine) => [machine.name, power(machine)]),
      [
        ['onc-python', 'PowerState/running'],
        ['onc-r', 'PowerState/deallocated'],
        ['card-python', 'PowerState/running'],
        ['card-r', 'PowerState/deallocated'],
        ['gen-python', 'PowerState/running'],
      ],
    );
    const { body } = await world.control('GET', '/requests?service=arm');
    assert.equal(body.length, 1);
  });

  it('start a machine and see it run', async () => {
    const poller = compute.virtualMachines.start('rg-oncology', 'onc-r', { updateIntervalInMs: 20 });
    await poller.submitted();
    const starting = await compute.virtualMachines.instanceView('rg-oncology', 'onc-r');

    await poller;

    assert.equal(starting.statuses?.at(1)?.code, 'PowerState/starting');
    const running = await compute.virtualMachines.get('rg-oncology', 'onc-r', { expand: 'instanceView' });
    assert.equal(power(running), 'PowerState/running');
    assert.equal(running.provisioningState, 'Succeeded');
  });

  it('resume a serialised poller in another client, after a restart of Azure', async () => {
    const first = compute.virtualMachines.deallocate('rg-oncology', 'onc-python', { updateIntervalInMs: 20 });
    const state = await first.serialize();
    await world.restart();

    const other = new ComputeManagementClient(world.credential, subscriptionId, { endpoint: world.azure.origin });
    const second = restorePoller(other, state, other.virtualMachines.deallocate, { updateIntervalInMs: 20 });
    await second;

    const machine = await other.virtualMachines.get('rg-oncology', 'onc-python', { expand: 'instanceView' });
    assert.equal(power(machine), 'PowerState/deallocated');
  });

  it('hear from the poller why an operation failed, and the machine stays as it was', async () => {
    const operation = { code: 'AllocationFailed', message: 'Allocation failed. We do not have sufficient capacity.' };
    await world.control('POST', '/faults', { service: 'arm', method: 'POST', path: '/onc-r/start$', operation });

    await assert.rejects(
      async () => await compute.virtualMachines.start('rg-oncology', 'onc-r', { updateIntervalInMs: 20 }),
      /AllocationFailed\. Allocation failed/,
    );

    const machine = await compute.virtualMachines.get('rg-oncology', 'onc-r', { expand: 'instanceView' });
    assert.equal(power(machine), 'PowerState/deallocated');
    assert.equal(machine.provisioningState, 'Failed');
  });

  it('are told 404 of an unknown machine and 409 while another operation runs', async () => {
    await compute.virtualMachines.start('rg-oncology', 'onc-r', { updateIntervalInMs: 20 }).submitted();

    await assert.rejects(async () => await compute.virtualMachines.deallocate('rg-oncology', 'onc-r'), {
      statusCode: 409,
      code: 'Conflict',
    });
    await assert.rejects(compute.virtualMachines.get('rg-oncology', 'nothing'), {
      statusCode: 404,
      code: 'ResourceNotFound',
    });
    await assert.rejects(compute.virtualMachines.get('nowhere', 'onc-r'), {
      statusCode: 404,
      code: 'ResourceGroupNotFound',
    });
  });

  it('read the network interface of a machine', async () => {
    const network = new NetworkManagementClient(world.credential, subscriptionId, { endpoint: world.azure.origin });
    const machine = await compute.virtualMachines.get('rg-oncology', 'onc-r');
    const name = machine.networkProfile?.networkInterfaces?.[0]?.id?.split('/').at(-1) ?? '';

    const card = await network.networkInterfaces.get('rg-oncology', name);

    assert.equal(card.ipConfigurations?.[0]?.privateIPAddress, '10.1.0.5');
    assert.match(card.dnsSettings?.internalFqdn ?? '', /^onc-r\.\w+\.ax\.internal\.cloudapp\.net$/);
    assert.equal((await all(network.networkInterfaces.listAll())).length, 5);
  });
});
