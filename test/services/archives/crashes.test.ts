import assert from 'node:assert/strict';
import type { CertifiedRemoval } from '../../../services/deletion-certificate.ts';
import type { Document, Stored } from '../../../services/store/store.ts';
import { ArchiveWorld, chief } from '../../support/archive-world.ts';
import { owner, researcher } from '../../support/machine-samples.ts';
import { runs } from '../../support/runs.ts';

describe('a workspace is closed and brought back all the same', () => {
  let world: ArchiveWorld;
  let writes = 0;

  /** The nth write from now on is made, and nobody hears of it: as if the process had died right after it. */
  const dieAfter = (nth: number) => {
    const { store } = world.base;
    writes = 0;
    const dying =
      <D extends Document>(write: (document: D, etag: string) => Promise<Stored<D>>) =>
      async (document: D, etag: string) => {
        const written = await write(document, etag);
        writes += 1;
        if (writes === nth) throw new Error('The process has died.');
        return written;
      };
    store.replace = dying(store.replace.bind(store)) as typeof store.replace;
    store.create = dying(store.create.bind(store) as never) as typeof store.create;
  };

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
      dieAfter(nth);
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
      last = writes;
    }
  });
});
