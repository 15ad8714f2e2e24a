import assert from 'node:assert/strict';
import { location, subscriptionId } from '../../../sandbox/seed.ts';
import { AzureDeployments } from '../../../services/azure/deployments.ts';
import { AzureMachines } from '../../../services/azure/machines.ts';
import type { DeploymentProgress } from '../../../services/setups/deployments.ts';
import { sampleParameters } from '../../infra/sample-parameters.ts';
import { planned, workspaceTemplate } from '../../infra/workspace-plan.ts';
import { eventually, startWorld, type World } from '../../sandbox/azure/world.ts';

const request = { name: 'labdesk-cardio-2', location, template: workspaceTemplate(), parameters: sampleParameters };

describe('AzureDeployments', () => {
  let world: World;

  before(async () => {
    world = await startWorld({ deploySeconds: 1 });
    await assert.rejects(another().poll('nowhere'));
  });
  afterEach(() => world.control('DELETE', '/faults'));
  after(() => world[Symbol.asyncDispose]());

  const subscription = () => ({ credential: world.credential, subscriptionId, endpoint: world.azure.origin });
  /** Another instance each time: none has to remember anything. */
  const another = () => new AzureDeployments(subscription());
  const end = (name: string): Promise<DeploymentProgress> =>
    eventually(
      () => another().poll(name),
      ({ state }) => state !== 'running',
    );

  it('makes a workspace, begun twice or not, and says what it is known by', async () => {
    await another().begin(request);
    await another().begin(request);
    const steps = await another().operations(request.name);
    const looks = [steps];
    const progress = await eventually(
      async () => {
        looks.push(await another().operations(request.name));
        return await another().poll(request.name);
      },
      ({ state }) => state !== 'running',
    );

    assert.equal(progress.state, 'succeeded');
    const { resourceGroup, secureStorage } = progress.state === 'succeeded' ? progress.outputs : {};
    assert.equal(resourceGroup, 'rg-cardio-2');
    assert.match(String(secureStorage), /^https:\/\/cardio2sec\w{13}\.blob\.core\.windows\.net\/$/);
    assert.ok(steps.length > 1 && steps.length < 80, 'what was not taken up yet is no step');
    assert.equal(steps.filter(({ state }) => state === 'running').length, 1);
    const made = await another().operations(request.name);
    // All but the deployment within it, whose steps stand in its place.
    assert.equal(made.length, planned(workspaceTemplate()).length - 1);
    assert.ok(made.every(({ state }) => state === 'succeeded'));
    const order = made.map(({ resourceId }) => resourceId);
    for (const look of looks) {
      const ids = look.map(({ resourceId }) => resourceId);
      assert.deepEqual(ids, order.slice(0, look.length), 'one after the other');
    }
    assert.ok(new Set(looks.map(({ length }) => length)).size > 3, 'seen while it grew');
    const machines = await new AzureMachines(subscription()).list();
    const started = machines.filter(({ resourceGroup: group }) => group === 'rg-cardio-2');
    assert.deepEqual(
      started.map(({ name, os, size }) => [name, os, size]),
      [
        ['cardio2-python', 'Linux', 'Standard_D4s_v5'],
        ['cardio2-sql', 'Windows', 'Standard_E4s_v5'],
      ],
    );
    const azure = new AzureMachines(subscription());
    const stop = await azure.begin('stop', 'rg-cardio-2', 'cardio2-python');
    const ended = await eventually(
      () => azure.poll('stop', stop),
      ({ done }) => done,
    );
    assert.deepEqual(ended, { done: true });
    const { state, networkInterfaceId = '' } = (await azure.get('rg-cardio-2', 'cardio2-python'))!;
    assert.equal(state, 'Stopped');
    assert.match((await azure.privateAddress(networkInterfaceId)) ?? '', /^10\./);
  });

  it('tells of no secret that it was given', async () => {
    await another().begin({ ...request, name: 'secret' });
    const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Resources/deployments/secret?api-version=2025-04-01`;
    const { body } = await world.call('GET', path, { as: 'https://management.azure.com' });

    assert.equal(body.name, 'secret');
    assert.doesNotMatch(JSON.stringify(body), new RegExp(String(sampleParameters.adminPassword)));
  });

  it('says what would be made', async () => {
    const changes = await another().whatIf({ ...request, parameters: { ...sampleParameters, workspace: 'other' } });

    assert.ok(changes.length > 80);
    assert.ok(changes.every(({ change }) => change === 'create' || change === 'nothing'));
  });

  it('says why it failed, and goes on when it is begun again', async () => {
    const at = 'Microsoft.Compute/virtualMachines';
    const operation = { code: 'QuotaExceeded', message: 'Operation could not be completed.', at };
    await world.control('POST', '/faults', { service: 'arm', path: '/deployments/', operation });
    const named = { ...request, name: 'again' };
    await another().begin(named);
    const failed = await end('again');
    const steps = await another().operations('again');
    await another().begin(named);

    assert.equal(failed.state === 'failed' && failed.failure.code, 'quota');
    const { type, failure } = steps.find(({ state }) => state === 'failed') ?? {};
    assert.deepEqual([type, failure?.code], [at, 'QuotaExceeded']);
    assert.ok(steps.some((step) => step.type === 'Microsoft.Storage/storageAccounts' && step.state === 'succeeded'));
    assert.notEqual((await another().poll('again')).state, 'failed');
  });

  it('makes under another name what a failed one did not come to, and leaves what it made', async () => {
    const parameters = { ...sampleParameters, workspace: 'later' };
    const operation = { code: 'VaultAlreadyExists', message: 'The name is taken.', at: 'Microsoft.KeyVault/vaults' };
    await world.control('POST', '/faults', {
      ...{ service: 'arm', path: '/deployments/' },
      operation: { ...operation, seconds: 0.1 },
    });
    await another().begin({ ...request, parameters, name: 'later-1' });
    await end('later-1');
    const failed = await another().operations('later-1');
    const changes = await another().whatIf({ ...request, parameters, name: 'later-2' });
    await another().begin({ ...request, parameters, name: 'later-2' });
    const progress = await end('later-2');

    const stands = failed.filter(({ state }) => state === 'succeeded').map(({ resourceId }) => resourceId);
    assert.equal(failed.length, stands.length + 1, 'nothing was begun after the failure');
    const left = changes.filter(({ change }) => change === 'nothing').map(({ resourceId }) => resourceId);
    assert.deepEqual(left.toSorted(), stands.toSorted());
    assert.equal(progress.state, 'succeeded');
    const machines = await new AzureMachines(subscription()).list();
    assert.equal(machines.filter(({ resourceGroup }) => resourceGroup === 'rg-later').length, 2);
  });

  it('is stopped on the way, and no more than once', async () => {
    await another().begin({ ...request, name: 'stopped' });
    await eventually(
      () => another().operations('stopped'),
      ({ length }) => length > 1,
    );
    const { status } = await world.control('POST', '/deployments/stopped/cancel');
    await another().cancel('stopped');
    assert.equal(status, 204);

    assert.deepEqual(await another().poll('stopped'), { state: 'canceled' });
    const states = (await another().operations('stopped')).map(({ state }) => state);
    assert.ok(states.length < 80, 'what was not begun stays undone');
    assert.equal(states.pop(), 'canceled');
    assert.ok(states.every((state) => state === 'succeeded'));
  });

  it('refuses in words that a person can act on', async () => {
    const wrong = { ...request, name: 'wrong', parameters: { ...sampleParameters, budgetAmount: 0 } };

    await assert.rejects(another().begin(wrong), { name: 'WorkspaceError', code: 'invalid' });
    await assert.rejects(another().poll('nowhere'), { name: 'WorkspaceError', code: 'not-found' });
  });
});
