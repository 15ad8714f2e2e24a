import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { allCores } from '../../../services/setups/quota.ts';
import type { WorkspaceSetup } from '../../../services/setups/workspace-setup.ts';
import { author, chief, SetupWorld } from '../../support/setup-world.ts';

const silent = () => new WorkspaceError('unavailable', 'Azure does not answer.');

describe('the checks before a workspace is made', () => {
  let world: SetupWorld;

  beforeEach(async () => {
    world = await SetupWorld.start();
  });
  afterEach(() => world.stop());

  const found = ({ checks }: WorkspaceSetup) => checks.map(({ check, state }) => `${check} ${state}`);
  const words = ({ checks }: WorkspaceSetup, wanted: string) => checks.find(({ check }) => check === wanted)!.words;
  const create = async () => await world.setups.create(chief, 'lung-study', world.command());

  it('say what is left, what it costs and what Azure would make', async () => {
    const setup = await world.checked();

    assert.deepEqual(found(setup), ['quota good', 'price good', 'preview good']);
    assert.equal(words(setup, 'quota'), 'It needs 6 cores in westeurope, and 84 are left then.');
    // Two machines at 0.25 an hour and two disks at 20 a month.
    assert.deepEqual(setup.monthlyPrice, { amount: '405', currency: 'EUR' });
    const price = setup.checks.find(({ check }) => check === 'price')!;
    assert.deepEqual(price.price, { monthly: { amount: '405', currency: 'EUR' } });
    assert.equal(price.words, 'A month costs no more than the budget if every machine runs all the time.');
    assert.equal(words(setup, 'preview'), 'Azure would make 2 resources.');
  });

  it('say how much is left in a sentence also where it is one', async () => {
    world.azure.usages.set('standarddsv5family', { used: 10, limit: 11 });
    const setup = await world.checked();
    assert.match(words(setup, 'quota'), /^It needs 6 cores of this family in westeurope, and 1 is left\. Choose fewer/);
    world.azure.usages.set('standarddsv5family', { used: 10, limit: 40 });
    world.azure.usages.set(allCores, { used: 10, limit: 17 });
    assert.match(words(await world.checked(), 'quota'), /and 1 is left then\.$/);
  });

  it('warn of a price above the budget, and stop nobody', async () => {
    const setup = await world.checked(author, { budget: '400' });
    assert.match(words(setup, 'price'), /costs more than the budget/);
    const { price } = setup.checks.find(({ check }) => check === 'price')!;
    assert.deepEqual(price, {
      monthly: { amount: '405', currency: 'EUR' },
      above: { amount: '400', currency: 'EUR' },
    });
    assert.equal((await create()).state, 'creating');
  });

  for (const [what, name, limit] of [
    ['of the family', 'standarddsv5family', 5],
    ['of the region', allCores, 15],
  ] as const)
    it(`stop what needs more cores than are left ${what}, until there are more`, async () => {
      world.azure.usages.set(name, { used: 10, limit });
      const setup = await world.checked();
      assert.deepEqual(found(setup)[0], 'quota bad');
      await assert.rejects(create(), (error) => {
        return (
          error instanceof WorkspaceError &&
          error.code === 'conflict' &&
          /^Nothing was made\. It needs 6 cores/.test(error.message)
        );
      });
      world.azure.usages.set(name, { used: 10, limit: 40 });
      await world.setups.check(author, 'lung-study', world.command());
      await world.after(5);
      assert.equal((await create()).state, 'creating');
      // A second look tells the admins nothing new.
      assert.equal(world.told.length, 2);
    });

  it('stop a size that Azure does not offer there, and what Azure refuses, in its words', async () => {
    const cause = { message: "Deployment template validation failed: 'The value is\n too long.'" };
    world.azure.fail('whatIf', new WorkspaceError('invalid', 'Azure does not take the template.', { cause }));
    const setup = await world.checked(author, {
      machines: [{ name: 'lung-gpu', size: 'Standard_NC4as_T4_v3', image: 'ubuntu', environment: 'python' }],
    });
    assert.deepEqual(found(setup), ['quota bad', 'price good', 'preview bad']);
    assert.match(words(setup, 'quota'), /does not offer the size Standard_NC4as_T4_v3/);
    assert.match(words(setup, 'preview'), /Azure says: 'The value is too long\.'$/);
  });

  it('stop a name under which Azure has a resource group', async () => {
    world.azure.groups.add('rg-lung-study');
    const setup = await world.checked();
    assert.match(words(setup, 'preview'), /has a resource group rg-lung-study already\. Choose another name\.$/);
  });

  it('that cannot be made stop nobody', async () => {
    world.azure.fail('usage', silent());
    world.azure.fail('whatIf', silent());
    world.price = undefined;
    const setup = await world.checked();

    assert.deepEqual(found(setup), ['quota unknown', 'price unknown', 'preview unknown']);
    assert.equal(setup.monthlyPrice, undefined);
    assert.equal((await create()).state, 'creating');
  });

  it('of a plan that was changed meanwhile do not count', async () => {
    let answer = () => {};
    const { sizes } = world.azure;
    world.azure.sizes = async (...asked) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return await sizes.apply(world.azure, asked);
    };
    await world.ask();
    await world.after(1);
    world.azure.sizes = sizes;
    const late = answer;
    await world.ask(author, { machines: [] });
    late();
    const setup = await world.after(30);
    assert.equal(words(setup, 'quota'), 'No cores are needed, since there are no machines.');
  });
});
