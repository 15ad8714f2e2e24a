import assert from 'node:assert/strict';
import { subscriptionId } from '../../../sandbox/seed.ts';
import * as published from './published-resources.ts';
import { departures } from './shape.ts';
import { eventually, startWorld, type World } from './world.ts';

const arm = 'https://management.azure.com';
const root = `/subscriptions/${subscriptionId}`;
const version = 'api-version=2025-04-01';
const deployments = `${root}/resourceGroups/rg-neuro/providers/Microsoft.Resources/deployments`;

const template = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { workspace: { type: 'string' }, size: { type: 'string', defaultValue: 'Standard_D2s_v5' } },
  variables: { prefix: "[toLower(parameters('workspace'))]" },
  resources: [
    {
      type: 'Microsoft.Compute/virtualMachines',
      apiVersion: '2024-07-01',
      name: "[concat(variables('prefix'), '-python')]",
      location: '[resourceGroup().location]',
      tags: { workspace: "[parameters('workspace')]" },
      properties: { hardwareProfile: { vmSize: "[parameters('size')]" } },
    },
  ],
};
const properties = { mode: 'Incremental', template, parameters: { workspace: { value: 'Neuro' } } };

describe('simulated resource groups and deployments', () => {
  let world: World;

  beforeEach(async () => {
    world = await startWorld();
    const answer = await put(`${root}/resourceGroups/rg-neuro?${version}`, {
      location: 'westeurope',
      tags: { workspace: 'neuro' },
    });
    assert.equal(answer.status, 201);
    assert.deepEqual(departures(answer.body, published.resourceGroup), []);
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const get = (path: string) => world.call('GET', path, { as: arm });
  const post = (path: string, body?: unknown) => world.call('POST', path, { as: arm, body });
  const put = (path: string, body: unknown) => world.call('PUT', path, { as: arm, body });

  it('finds groups by tag', async () => {
    const { body } = await get(
      `${root}/resourceGroups?$filter=tagName eq 'workspace' and tagValue eq 'neuro'&${version}`,
    );

    assert.deepEqual(
      body.value.map(({ name }: { name: string }) => name),
      ['rg-neuro'],
    );
  });

  it('deploys the machines of a template once the time has come', async () => {
    const accepted = await put(`${deployments}/create?${version}`, { properties });
    const poll = accepted.headers.get('azure-asyncoperation') ?? '';
    const running = await get(`${deployments}/create?${version}`);
    const before = await get(`${root}/resourceGroups/rg-neuro/providers/Microsoft.Compute/virtualMachines?${version}`);

    const ended = await eventually(
      () => get(poll),
      ({ body }) => body.status !== 'Running',
    );

    assert.equal(accepted.status, 201);
    assert.equal(accepted.body.properties.provisioningState, 'Accepted');
    assert.equal(running.body.properties.provisioningState, 'Running');
    assert.deepEqual(before.body.value, []);
    assert.equal(ended.body.status, 'Succeeded');
    const after = await get(`${root}/resourceGroups/rg-neuro/providers/Microsoft.Compute/virtualMachines?${version}`);
    assert.deepEqual(
      after.body.value.map(({ name, tags }: { name: string; tags: object }) => [name, tags]),
      [['neuro-python', { workspace: 'Neuro' }]],
    );
    const done = await get(`${deployments}/create?${version}`);
    for (const answer of [accepted, running, done]) assert.deepEqual(departures(answer.body, published.deployment), []);
    const { body } = await get(`${deployments}/create/operations?${version}`);
    assert.equal(body.value[0].properties.targetResource.resourceName, 'neuro-python');
  });

  it('fails a deployment with the error it was told, and deploys nothing', async () => {
    const operation = { code: 'QuotaExceeded', message: 'Operation could not be completed.' };
    await world.control('POST', '/faults', { service: 'arm', path: '/deployments/', operation });
    const { headers } = await put(`${deployments}/create?${version}`, { properties });

    const ended = await eventually(
      () => get(headers.get('azure-asyncoperation') ?? ''),
      ({ body }) => body.status !== 'Running',
    );

    assert.equal(ended.body.status, 'Failed');
    assert.deepEqual(ended.body.error.details, [operation]);
    const machines = await get(
      `${root}/resourceGroups/rg-neuro/providers/Microsoft.Compute/virtualMachines?${version}`,
    );
    assert.deepEqual(machines.body.value, []);
  });

  it('previews, validates and cancels', async () => {
    const preview = await post(`${deployments}/create/whatIf?${version}`, { properties });
    const changes = await get(preview.headers.get('location') ?? '');
    const valid = await post(`${deployments}/create/validate?${version}`, { properties });
    const invalid = await post(`${deployments}/create/validate?${version}`, {
      properties: { ...properties, parameters: {} },
    });
    await put(`${deployments}/create?${version}`, { properties });
    const canceled = await post(`${deployments}/create/cancel?${version}`);

    assert.equal(preview.status, 202);
    assert.deepEqual(departures(changes.body, published.whatIf), []);
    assert.equal(changes.body.properties.changes[0].changeType, 'Create');
    assert.equal(valid.status, 200);
    assert.deepEqual([invalid.status, invalid.body.error.code], [400, 'InvalidTemplate']);
    assert.equal(canceled.status, 204);
    assert.equal((await get(`${deployments}/create?${version}`)).body.properties.provisioningState, 'Canceled');
  });

  it('deletes a group and what lies in it, in its time', async () => {
    const path = `${root}/resourceGroups/rg-genomics`;
    const accepted = await world.call('DELETE', `${path}?${version}`, { as: arm });
    const during = await get(`${path}?${version}`);

    const after = await eventually(
      () => get(`${path}?${version}`),
      ({ status }) => status !== 200,
    );

    assert.equal(accepted.status, 202);
    assert.equal(during.body.properties.provisioningState, 'Deleting');
    assert.equal(after.body.error.code, 'ResourceGroupNotFound');
    const { body } = await get(`${root}/providers/Microsoft.Compute/virtualMachines?${version}`);
    assert.ok(!body.value.some(({ name }: { name: string }) => name === 'gen-python'));
  });
});
