import assert from 'node:assert/strict';
import type { CertifiedRemoval } from '../../../services/records/deletion-certificate.ts';
import { ArchiveWorld, chief } from '../../support/archive-world.ts';
import { dieAfterWrite } from '../../support/dying-store.ts';
import { owner, researcher } from '../../support/machine-samples.ts';
import { runs } from '../../support/runs.ts';

describe('a workspace is closed and brought back all the same', () => {
  let world: ArchiveWorld;

  afterEach(() => world.stop());

  it('wherever the process dies', async () => {
    let last = Number.POSITIVE_INFINITY;
    const all = runs(6, 400);
    for (let run = 0; run < all; run += 1) {
      const nth = all > 100 ? run + 1 : 1 + Math.floor((run * 97) / all);
      if (nth > last) break;
      if (run > 0) await world.stop();
      world = await ArchiveWorld.start();
      await world.propose();
      await world.confirm();
      const writes = dieAfterWrite(world.base.store, nth);
      const closed = await world.after(400);
      assert.equal(closed.state, 'archived', `write ${nth}`);
      const { steps } = JSON.parse((await world.certificates.get('oncology', '1-archived'))!.text) as CertifiedRemoval;
      assert.deepEqual(
        steps.map(({ counts }) => counts ?? {}),
        [
          ...[{}, { withdrawn: 0, revoked: 0 }, { ended: 0 }, { machines: 2, names: 'onc-r onc-python' }],
          ...[{ files: 7, bytes: 70, tier: 'Archive' }, { owners: 1, members: 1 }, {}],
        ],
        `write ${nth}`,
      );
      await world.archives.restore(chief, await world.place(), { ...world.command(), round: 1 }).catch(() => undefined);
      await world.archives.restore(chief, await world.place(), { ...world.command(), round: 1 });
      const open = await world.after(400);
      assert.equal(open.state, 'open', `write ${nth}`);
      const people = [...world.base.directory.memberships.get('group-oncology')!].sort();
      assert.deepEqual(people, [owner.aadObjectId, researcher.aadObjectId].sort(), `write ${nth}`);
      last = writes();
    }
  });
});
