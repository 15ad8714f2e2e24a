import assert from 'node:assert/strict';
import { DocumentForgetting } from '../../../services/retention/document-forgetting.ts';
import { ArchiveWorld, chief } from '../../support/archive-world.ts';
import { admin, owner, researcher } from '../../support/machine-samples.ts';

describe('forgetting people of an archived workspace', () => {
  it('leaves the certificate, and nothing that names or brings back whoever is forgotten', async () => {
    const world = await ArchiveWorld.start();
    await world.archive();
    await world.after(60);
    const forgetting = new DocumentForgetting(world.base.store, world.base.changes);
    const places = [await world.place()];
    const signal = AbortSignal.timeout(5000);
    for (const { aadObjectId } of [admin, researcher]) {
      let { next } = await forgetting.look(places, aadObjectId, 'forget', undefined, signal);
      while (next) ({ next } = await forgetting.look(places, aadObjectId, 'forget', next, signal));
    }

    const { items } = await world.base.store.list({ partition: 'workspace/oncology', kind: 'archive-people' });
    const archive = JSON.stringify(await world.document());
    assert.ok(!archive.includes(admin.aadObjectId) && !archive.includes('"name":"Admin"'));
    assert.ok(!JSON.stringify(items).includes(researcher.aadObjectId));
    assert.ok((await world.certificates.get('oncology', '1-archived'))!.text.includes(admin.aadObjectId));
    await world.archives.restore(chief, await world.place(), { ...world.command(), round: 1 });
    assert.equal((await world.after(60)).state, 'open');
    assert.deepEqual([...world.base.directory.memberships.get('group-oncology')!], [owner.aadObjectId]);
    await world.stop();
  });
});
