import assert from 'node:assert/strict';
import { dieAfterWrite } from '../../support/dying-store.ts';
import { runs } from '../../support/runs.ts';
import { chief, SetupWorld } from '../../support/setup-world.ts';

describe('a workspace is made, and what failed is taken away, all the same', () => {
  let world: SetupWorld;

  afterEach(() => world.stop());

  it('wherever the process dies', async () => {
    let last = Number.POSITIVE_INFINITY;
    const all = runs(5, 400);
    for (let run = 0; run < all; run += 1) {
      const nth = all > 100 ? run + 1 : 1 + Math.floor((run * 80) / all);
      if (nth > last) break;
      if (run > 0) await world.stop();
      world = await SetupWorld.start();
      world.azure.fates.push({ failsAt: 'Microsoft.Storage/storageAccounts' });
      await world.begun();
      const writes = dieAfterWrite(world.base.store, nth);
      assert.equal((await world.after(300)).state, 'failed', `write ${nth}`);
      const press = async (what: 'remove' | 'create') => {
        const command = world.command();
        // Whoever reads that it failed presses again.
        await world.setups[what](chief, 'lung-study', command).catch(() => undefined);
        await world.setups[what](chief, 'lung-study', command);
      };
      await press('remove');
      assert.equal((await world.after(300)).state, 'removed', `write ${nth}`);
      await world.checked().catch(() => undefined);
      await world.after(120);
      if ((await world.setups.get(chief, 'lung-study')).state === 'removed') await world.checked();
      await press('create');
      const ready = await world.after(300);
      assert.equal(ready.state, 'ready', `write ${nth}`);
      assert.deepEqual(ready.deadLetters, [], `write ${nth}`);
      assert.equal(ready.addressPrefix, '10.64.0.0/24', `write ${nth}`);
      assert.equal(world.azure.deployments.size, 2, `write ${nth}`);
      const created = world.base.entra.calls.filter((call) => call.startsWith('create '));
      assert.equal(new Set(created).size, 2, `write ${nth}`);
      assert.equal((await world.base.workspaces.byId('lung-study'))?.groupId, ready.groupId, `write ${nth}`);
      last = writes();
    }
  });
});
