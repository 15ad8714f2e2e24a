import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { people, subscriptionId, workspaces } from '../../../sandbox/seed.ts';
import { startWorld, type World } from './world.ts';

const arm = 'https://management.azure.com';
const graph = 'https://graph.microsoft.com';
const machine = `/subscriptions/${subscriptionId}/resourceGroups/rg-oncology/providers/Microsoft.Compute/virtualMachines/onc-r`;
const version = 'api-version=2026-04-01';

describe('the state of the simulated Azure', () => {
  let directory: string;
  let world: World;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'labdesk-state-'));
    world = await startWorld({ directory, vmSeconds: 60 });
  });
  afterEach(async () => {
    await world[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  it('holds over a restart: operations, tokens, members, secret', async () => {
    const started = await world.call('POST', `${machine}/start?${version}`, { as: arm });
    const operation = started.headers.get('azure-asyncoperation') ?? '';
    const members = `/v1.0/groups/${workspaces[0]?.groupId}/members`;
    const reference = { '@odata.id': `${graph}/v1.0/directoryObjects/${people.outsider.aadObjectId}` };
    await world.call('POST', `${members}/$ref`, { as: graph, body: reference });
    const { clientSecret } = world.azure;

    await world.restart();

    assert.equal(world.azure.clientSecret, clientSecret);
    assert.equal((await world.call('GET', operation, { as: arm })).body.status, 'InProgress');
    const view = await world.call('GET', `${machine}/instanceView?${version}`, { as: arm });
    assert.equal(view.body.statuses[1].code, 'PowerState/starting');
    assert.equal((await world.call('GET', members, { as: graph })).body.value.length, 3);
  });

  it('counts time while nobody runs: what was due meanwhile has happened', async () => {
    await world[Symbol.asyncDispose]();
    world = await startWorld({ directory, vmSeconds: 0.05 });
    await world.call('POST', `${machine}/start?${version}`, { as: arm });

    const [entry] = JSON.parse(await readFile(join(directory, 'azure.json'), 'utf8')).operations;
    await world.restart();
    while (Date.now() < entry.endsAt) await new Promise((resolve) => setImmediate(resolve));

    const view = await world.call('GET', `${machine}/instanceView?${version}`, { as: arm });
    assert.equal(view.body.statuses[1].code, 'PowerState/running');
  });

  it('is nobody else’s to read', async () => {
    await world.call('POST', `${machine}/start?${version}`, { as: arm });

    for (const file of [
      'azure.json',
      'identity.json',
      'federated-token',
      'certificates/server.key',
      'certificates/client.pem',
    ]) {
      assert.equal((await stat(join(directory, file))).mode & 0o077, 0, file);
    }
  });
});
