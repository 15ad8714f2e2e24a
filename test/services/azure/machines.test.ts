import assert from 'node:assert/strict';
import { clientId, people, subscriptionId, tenantId } from '../../../sandbox/seed.ts';
import { GraphDirectory } from '../../../services/azure/directory.ts';
import { AzureMachines } from '../../../services/azure/machines.ts';
import { CachedTokens, createCredential } from '../../../services/azure/tokens.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import type { MachineVerb, OperationProgress } from '../../../services/machines/machine.ts';
import { eventually, startWorld, type World } from '../../sandbox/azure/world.ts';

describe('AzureMachines', () => {
  let world: World;
  let machines: AzureMachines;

  before(async () => {
    world = await startWorld();
    machines = another();
    await machines.list();
  });
  beforeEach(async () => {
    await world.control('DELETE', '/faults');
    await world.control('DELETE', '/requests');
  });
  after(() => world[Symbol.asyncDispose]());

  const another = () =>
    new AzureMachines({ credential: world.credential, subscriptionId, endpoint: world.azure.origin });
  const fault = (more: object) => world.control('POST', '/faults', { service: 'arm', ...more });
  const requests = async () =>
    (await world.control('GET', '/requests?service=arm')).body as { method: string; path: string }[];
  const stateOf = async (name: string) => (await machines.get('rg-oncology', name))?.state;
  /** Asks until the operation has ended, another instance each time, with what the first was given. */
  const end = async (verb: MachineVerb, poller: string) =>
    (await eventually(
      () => another().poll(verb, poller),
      ({ done }) => done,
    )) as Extract<OperationProgress, { done: true }>;

  it('list every machine of every workspace with its state by one call', async () => {
    const found = await machines.list();

    assert.deepEqual(
      found.map(({ resourceGroup, name, os, size, state }) => [resourceGroup, name, os, size, state].join(' ')),
      [
        'rg-oncology onc-python Linux Standard_D4s_v5 Started',
        'rg-oncology onc-r Windows Standard_D8s_v5 Stopped',
        'rg-cardiology card-python Linux Standard_D4s_v5 Started',
        'rg-cardiology card-r Windows Standard_D4s_v5 Stopped',
        'rg-genomics gen-python Linux Standard_E16s_v5 Started',
      ],
    );
    assert.equal((await requests()).length, 1);
  });

  it('get one machine with all that is known of it', async () => {
    const machine = await machines.get('RG-ONCOLOGY', 'onc-r');

    assert.deepEqual(
      [machine?.resourceGroup, machine?.name, machine?.os, machine?.size, machine?.state, machine?.location],
      ['rg-oncology', 'onc-r', 'Windows', 'Standard_D8s_v5', 'Stopped', 'westeurope'],
    );
    assert.equal(machine?.hostName, 'onc-r');
    assert.equal(await machines.privateAddress(machine?.networkInterfaceId ?? ''), '10.1.0.5');
  });

  it('know nothing of a machine that is not there, and say so of a workspace that is gone', async () => {
    assert.equal(await machines.get('rg-oncology', 'nothing'), undefined);
    await assert.rejects(machines.get('rg-atlantis', 'onc-r'), { name: 'WorkspaceError', code: 'not-found' });
  });

  it('begin at once, and any instance sees the operation to its end', async () => {
    const poller = await machines.begin('start', 'rg-oncology', 'onc-r');
    const first = await machines.poll('start', poller);

    assert.equal(first.done, false);
    assert.equal(await stateOf('onc-r'), 'Starting');
    assert.deepEqual(await end('start', JSON.parse(JSON.stringify(poller))), { done: true });
    assert.equal(await stateOf('onc-r'), 'Started');
  });

  it('stop by freeing the hardware, so that a stopped machine costs nothing', async () => {
    const poller = await machines.begin('stop', 'rg-oncology', 'onc-r');
    const posts = (await requests()).filter(({ method }) => method === 'POST');

    assert.deepEqual(await end('stop', poller), { done: true });
    assert.match(posts.map(({ path }) => path).join(), /^[^,]*\/onc-r\/deallocate$/);
    assert.equal(await stateOf('onc-r'), 'Stopped');
  });

  it('restart what runs', async () => {
    const poller = await machines.begin('restart', 'rg-oncology', 'onc-python');

    assert.deepEqual(await end('restart', poller), { done: true });
    assert.equal(await stateOf('onc-python'), 'Started');
  });

  it('tell why an operation ended badly, in words for people', async () => {
    const table = [
      ['AllocationFailed', 'Allocation failed. We do not have sufficient capacity.', 'capacity'],
      ['ZonalAllocationFailed', 'Allocation failed in the zone.', 'capacity'],
      ['OperationNotAllowed', 'Operation could not be completed as it exceeds approved cores quota.', 'quota'],
      ['VMStartTimedOut', 'The start timed out.', 'timeout'],
      ['InternalExecutionError', 'An internal execution error occurred.', 'unavailable'],
    ] as const;
    for (const [code, message, expected] of table) {
      await fault({ method: 'POST', path: '/onc-r/start$', operation: { code, message } });
      const { failure } = await end('start', await machines.begin('start', 'rg-oncology', 'onc-r'));

      assert.equal(failure?.code, expected, code);
      assert.doesNotMatch(failure?.message ?? '', new RegExp(code));
    }
  });

  it('say at once where Azure does not take the operation', async () => {
    const table = [
      [409, undefined, 'busy'],
      [409, 'AllocationFailed', 'capacity'],
      [403, undefined, 'refused'],
      [404, undefined, 'not-found'],
      [429, undefined, 'throttled'],
      [500, undefined, 'unavailable'],
    ] as const;
    for (const [status, code, expected] of table) {
      await world.control('DELETE', '/faults');
      await fault({ method: 'POST', status, ...(code && { code }), retryAfter: 20, times: 5 });
      const began = Date.now();

      await assert.rejects(machines.begin('start', 'rg-oncology', 'onc-r'), { name: 'WorkspaceError', code: expected });
      assert.ok(Date.now() - began < 10_000, `${status} is handed on, not sat out`);
    }
  });

  it('end no operation because asking for it failed', async () => {
    const poller = await machines.begin('start', 'rg-oncology', 'onc-r');
    for (const status of [429, 500, 503]) {
      await fault({ method: 'GET', path: 'operations', status, times: 1 });
      await assert.rejects(machines.poll('start', poller), { name: 'WorkspaceError' }, `${status}`);
    }

    assert.deepEqual(await end('start', poller), { done: true });
    await end('stop', await machines.begin('stop', 'rg-oncology', 'onc-r'));
  });

  it('read again what failed once, and hand on what fails twice', async () => {
    await fault({ method: 'GET', status: 503, times: 1 });
    assert.equal((await machines.list()).length, 5);

    for (const [status, code] of [
      [500, 'unavailable'],
      [401, 'refused'],
      [429, 'throttled'],
    ] as const) {
      await world.control('DELETE', '/faults');
      await fault({ method: 'GET', status, retryAfter: 30, times: 5 });
      await assert.rejects(machines.list(), { name: 'WorkspaceError', code });
    }
  });

  it('throw nothing but errors for people, whatever a kept poller holds', async () => {
    for (const poller of ['', 'not json', '{}', '{"state":{}}'])
      await assert.rejects(machines.poll('start', poller), (error) => error instanceof WorkspaceError, poller);
  });

  it('are checked by signing in', async () => {
    await machines.check();
    const credential = { getToken: async () => Promise.reject(new Error('no')) };

    await assert.rejects(new AzureMachines({ credential, subscriptionId, endpoint: world.azure.origin }).check());
  });

  it('give up on what hangs, everything within seven seconds', async () => {
    const poller = await machines.begin('start', 'rg-oncology', 'onc-r');
    const { aadObjectId } = people.researcher;
    const directory = new GraphDirectory(new CachedTokens(world.credential), world.azure.origin);
    await directory.groupsOf(aadObjectId);
    for (const service of ['arm', 'graph', 'login'])
      await world.control('POST', '/faults', { service, hang: true, times: 20 });
    const { origin, clientSecret: secret } = world.azure;
    const signIn = createCredential({ kind: 'secret', tenantId, clientId, secret, authorityHost: origin });
    const locked = new AzureMachines({ credential: signIn, subscriptionId, endpoint: origin });
    const deaf = { getToken: () => new Promise<never>(() => {}) };
    const waits: Record<string, Promise<unknown>> = {
      list: machines.list(),
      get: machines.get('rg-oncology', 'onc-r'),
      begin: machines.begin('stop', 'rg-oncology', 'onc-python'),
      poll: machines.poll('start', poller),
      directory: directory.groupsOf(aadObjectId),
      'list without a token': locked.list(),
      'begin without a token': locked.begin('start', 'rg-oncology', 'onc-r'),
      'directory without a token': new GraphDirectory(new CachedTokens(signIn), origin).groupsOf(aadObjectId),
      'list with a deaf credential': new AzureMachines({ credential: deaf, subscriptionId, endpoint: origin }).list(),
    };
    const began = Date.now();
    const late = new Promise((resolve) => setTimeout(resolve, 10_000, 'still waiting').unref());

    await Promise.all(
      Object.entries(waits).map(async ([what, work]) => {
        const outcome = await Promise.race([work, late]).catch((error: WorkspaceError) => error.code);
        assert.ok(outcome === 'timeout' || outcome === 'unavailable', `${what}: ${outcome}`);
      }),
    );
    assert.ok(Date.now() - began < 8000, `${Date.now() - began} ms`);
  }).timeout(15_000);
});
