import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { stepOfType } from '../../../services/setups/setup-steps.ts';
import { failedStep, setupSteps } from '../../../services/setups/workspace-setup.ts';
import { owner, researcher } from '../../support/machine-samples.ts';
import { author, chief, deputy, SetupWorld, states } from '../../support/setup-world.ts';

const busy = () => new WorkspaceError('throttled', 'The directory is busy. Try again in a moment.');
const refusal = () => new WorkspaceError('refused', 'Labdesk may not do that. Tell an admin.');

describe('the making of a workspace', () => {
  let world: SetupWorld;

  beforeEach(async () => {
    world = await SetupWorld.start();
  });
  afterEach(() => world.stop());

  const standing = async () => await world.base.workspaces.byId('lung-study');

  it('goes from a wish to a workspace that its people see at once', async () => {
    await world.checked();
    assert.deepEqual(world.told, ['waiting admin', 'waiting admin']);
    await world.setups.create(chief, 'lung-study', world.command());
    const setup = await world.after(120);

    assert.equal(setup.state, 'ready');
    assert.ok(
      setup.steps.every(({ state }) => state === 'done'),
      states(setup),
    );
    const place = (await standing())!;
    assert.deepEqual(
      { ...place, partition: undefined, kind: undefined, schema: undefined },
      {
        ...{ id: 'lung-study', name: 'Lung Study', resourceGroup: 'rg-lung-study', groupId: setup.groupId },
        desktop: { entraSignIn: true, clipboard: false, drives: false, printers: false },
        requests: { accessDays: 30 },
        storage: {
          public: 'https://lung-studypub.blob.core.windows.net',
          secure: 'https://lung-studysec.blob.core.windows.net',
        },
        ...{
          purpose: 'Pictures of lungs.',
          endsOn: '2027-03-31',
          partition: undefined,
          kind: undefined,
          schema: undefined,
        },
      },
    );
    const roles = async (id: string) => (await world.base.members.rolesOf(id)).workspaces.get('lung-study');
    assert.deepEqual([await roles(owner.aadObjectId), await roles(researcher.aadObjectId)], ['owner', 'member']);
    const budget = (await world.base.budgets.of('lung-study'))!;
    assert.deepEqual(
      [budget.limit.amount, budget.limit.currency, budget.costCentre, budget.thresholds],
      ['1500.5', 'EUR', 'CC-4711', [50, 75, 90, 100]],
    );
    assert.deepEqual(budget.history[0]?.by, { aadObjectId: chief.aadObjectId, name: 'Admin', roles: ['admin'] });
    assert.deepEqual(world.told.slice(2).sort(), ['ready author', 'ready owner']);
    assert.deepEqual(world.shown.slice(0, 2), ['waiting', 'creating network']);
    assert.equal(world.shown.at(-1), 'ready');
  });

  it('hands the template all that it needs, a password among it that is in no record', async () => {
    await world.begun();
    const setup = await world.after(120);
    const { parameters, name } = world.azure.deployments.get('labdesk-lung-study-1')!.request;

    assert.equal(name, 'labdesk-lung-study-1');
    assert.match(String(parameters.adminPassword), /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[-_])[\w-]{24,72}$/);
    assert.match(String(parameters.adminSshKey), /^ssh-ed25519 [A-Za-z0-9+/=]{68} labdesk-lung-study$/);
    assert.deepEqual([parameters.addressPrefix, parameters.budgetAmount], ['10.64.0.0/24', 1501]);
    assert.equal(JSON.stringify(setup).includes(String(parameters.adminPassword)), false);
    assert.equal(parameters.mirrorUrl, 'https://packages.labdesk.example');
  });

  it('has Azure report what is spent for ten years, since the last day of a workspace can be put off', async () => {
    await world.begun();
    await world.after(120);
    const { parameters } = world.azure.deployments.get('labdesk-lung-study-1')!.request;
    assert.deepEqual([parameters.budgetStart, parameters.budgetEnd], ['2026-03-01', '2036-03-01']);
  });

  for (const [failsAt, step] of [
    ['Microsoft.Network/virtualNetworks', 'network'],
    ['Microsoft.Storage/storageAccounts/blobServices', 'storage'],
    ['Microsoft.KeyVault/vaults', 'vault'],
    ['Microsoft.Compute/virtualMachines', 'machines'],
    ['Microsoft.Consumption/budgets', 'budget'],
  ] as const)
    it(`says what failed at ${failsAt}, and goes on from there`, async () => {
      assert.equal(stepOfType(failsAt), step);
      world.azure.fates.push({ failsAt });
      await world.begun();
      const failed = await world.after(120);

      assert.equal(failed.state, 'failed');
      assert.equal(failedStep(failed)?.step, step, states(failed));
      assert.match(
        failedStep(failed)!.problem!,
        /^Azure could not make resource-\d+: The name is taken elsewhere \(Conflict\)\.$/,
      );
      assert.equal(await standing(), undefined);
      assert.deepEqual(world.told.slice(2).sort(), ['failed admin', 'failed admin', 'failed author']);

      const again = await world.setups.retry(deputy, 'lung-study', world.command());
      assert.deepEqual([again.state, again.attempt, failedStep(again)], ['creating', 2, undefined]);
      assert.equal((await world.after(120)).state, 'ready');
      assert.equal(world.base.entra.calls.filter((call) => call.startsWith('create')).length, 1);
      assert.deepEqual([...world.azure.deployments.keys()], ['labdesk-lung-study-1', 'labdesk-lung-study-2']);
    });

  it('fails at the group, at the people and at the opening with the reason, and goes on from there each time', async () => {
    const { entra, directory } = world.base;
    entra.failures.push(refusal());
    await world.begun();
    let setup = await world.after(20);
    assert.deepEqual([setup.state, failedStep(setup)?.step], ['failed', 'group']);
    assert.equal(failedStep(setup)?.problem, 'Labdesk may not do that. Tell an admin.');
    assert.equal(world.azure.deployments.size, 0);

    await world.setups.retry(chief, 'lung-study', world.command());
    await world.after(3);
    entra.failures.push(refusal());
    setup = await world.after(120);
    assert.deepEqual([setup.state, failedStep(setup)?.step], ['failed', 'people']);

    const { standard } = world.presets;
    delete world.presets.standard;
    await world.setups.retry(chief, 'lung-study', world.command());
    setup = await world.after(120);
    assert.deepEqual([setup.state, failedStep(setup)?.step], ['failed', 'opening']);
    assert.match(failedStep(setup)!.problem!, /no rules standard any more\. Ask an operator to put them back/);
    assert.equal(await standing(), undefined);
    assert.equal(await world.base.budgets.of('lung-study'), undefined);

    world.presets.standard = standard!;
    await world.setups.retry(chief, 'lung-study', world.command());
    setup = await world.after(120);
    assert.equal(setup.state, 'ready', states(setup));
    assert.equal((await standing())?.groupId, setup.groupId);
    // What stood was left: no second deployment.
    assert.equal(world.azure.count('deploy'), 1);
    assert.ok(directory.memberships.get(setup.groupId!)?.has(researcher.aadObjectId));
  });

  it('waits for a directory that throttles, and for an Azure that does not answer', async () => {
    world.base.entra.failures.push(busy(), busy(), busy());
    world.azure.fail('poll', busy(), new WorkspaceError('unavailable', 'Azure does not answer.'), busy());
    world.azure.fail('deploy', new WorkspaceError('timeout', 'Azure took too long.'));
    await world.begun();
    assert.equal((await world.after(300)).state, 'ready');
  });

  it('gives up on a deployment that takes longer than 90 minutes, and cancels it', async () => {
    world.azure.fates.push('hangs');
    await world.begun();
    await world.after(10);
    world.base.clock.leap(89 * 60);
    assert.equal((await world.after(20)).state, 'creating');
    const setup = await world.after(120);

    assert.match(failedStep(setup)!.problem!, /not done with it after 90 minutes/);
    assert.equal(world.azure.count('cancel'), 1);
    await world.setups.retry(chief, 'lung-study', world.command());
    assert.equal((await world.after(120)).state, 'ready');
  });

  it('says that somebody cancelled it in the portal, and is made when it is tried again', async () => {
    world.azure.fates.push('canceled');
    await world.begun();
    const setup = await world.after(120);
    assert.match(failedStep(setup)!.problem!, /^Somebody cancelled it in Azure\./);
    assert.deepEqual([setup.state, await standing()], ['failed', undefined]);

    await world.setups.retry(chief, 'lung-study', world.command());
    const again = await world.after(120);
    assert.equal(again.state, 'ready', states(again));
    assert.deepEqual([...world.azure.deployments.keys()], ['labdesk-lung-study-1', 'labdesk-lung-study-2']);
    assert.ok(await standing());
  });

  it('takes over no resource group that was there before', async () => {
    await world.checked();
    world.azure.groups.add('rg-lung-study');
    await world.setups.create(chief, 'lung-study', world.command());
    const setup = await world.after(20);

    assert.match(failedStep(setup)!.problem!, /resource group rg-lung-study that Labdesk did not make/);
    await world.setups.remove(chief, 'lung-study', world.command());
    assert.equal((await world.after(120)).state, 'removed');
    assert.ok(world.azure.groups.has('rg-lung-study'), 'it was not taken away either');
  });

  it('leaves out a member who has left the directory, and says so', async () => {
    const { directory, entra } = world.base;
    await world.begun();
    await world.after(3);
    const before = directory.person.bind(directory);
    directory.person = async (id) => (id === researcher.aadObjectId ? undefined : await before(id));
    entra.addMembers = async (_group, ids) =>
      ids
        .filter((id) => id === researcher.aadObjectId)
        .map((aadObjectId) => ({ aadObjectId, error: new WorkspaceError('not-found', 'They are gone.') }));
    const setup = await world.after(120);

    assert.equal(setup.state, 'ready');
    assert.match(setup.steps.find(({ step }) => step === 'people')!.problem!, /Left out, .*: Researcher\.$/);
  });

  it('is begun once by two admins at once, and by nobody else', async () => {
    await world.checked();
    const both = Promise.all([
      world.setups.create(chief, 'lung-study', world.command()),
      world.setups.create(deputy, 'lung-study', world.command()),
    ]);
    await world.base.clock.advance(1);
    const [one, other] = await both;
    assert.deepEqual([one.state, other.state, one.decidedBy?.name], ['creating', 'creating', other.decidedBy?.name]);
    await assert.rejects(
      world.setups.create(author, 'lung-study', world.command()),
      (error) => error instanceof WorkspaceError && error.code === 'forbidden',
    );
    await world.after(120);
    assert.equal(world.azure.count('deploy'), 1);
  });

  it('is in the ledger, with who asked and who said yes', async () => {
    await world.begun();
    const { history } = await world.after(120);
    const whats = history.map(({ what }) => what);
    assert.deepEqual([whats[0], whats.includes('setup.create'), whats.at(-2)], ['setup.ask', true, 'setup.ready']);
    assert.equal(setupSteps.length, 8);
  });
});
