import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { WorkspaceDirectory } from '../../../services/workspaces/workspace-directory.ts';
import { admin, caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';

describe('WorkspaceDirectory', () => {
  const seed = [workspace(), workspace('genomics'), workspace('cardiology')];
  const member = caller(researcher, { oncology: 'member' });
  let clock: SimulatedClock;
  let store: MemoryStore;
  let directory: WorkspaceDirectory;

  beforeEach(async () => {
    clock = new SimulatedClock();
    store = new MemoryStore(clock);
    directory = new WorkspaceDirectory(store, clock);
    await directory.register(seed);
  });

  const ids = async (who = member) => (await directory.list(who)).map(({ id }) => id);

  it('lists by name what somebody works in, and everything for admins and reviewers', async () => {
    assert.deepEqual(await ids(), ['oncology']);
    assert.deepEqual(await ids(caller(owner)), []);
    assert.deepEqual(await ids(caller(owner, { oncology: 'owner', genomics: 'member' })), ['genomics', 'oncology']);
    assert.deepEqual(await ids(caller(admin, {}, { admin: true })), ['cardiology', 'genomics', 'oncology']);
    assert.deepEqual(await ids(caller(admin, {}, { reviewer: true })), ['cardiology', 'genomics', 'oncology']);
  });

  it('finds one by id or name, however it is written', async () => {
    for (const named of ['oncology', 'Oncology', ' ONCOLOGY '])
      assert.equal((await directory.get(member, named)).id, 'oncology', named);
  });

  it('answers in the same words for one that is not there and for one that somebody is outside of', async () => {
    const refusal = async (named: string) => {
      const error = await directory.get(member, named).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof WorkspaceError);
      return { code: error.code, words: error.message.replace(named, '…') };
    };

    assert.deepEqual(await refusal('cardiology'), await refusal('atlantis'));
    assert.equal((await refusal('atlantis')).code, 'not-found');
  });

  it('takes in what is new and leaves what it knows as it is', async () => {
    await directory.register([workspace('oncology', { name: 'Another name' }), workspace('trials')]);

    const names = (await directory.all()).map(({ name }) => name);
    assert.deepEqual(names, ['Cardiology', 'Genomics', 'Oncology', 'Trials']);
  });

  it('gives a workspace that it knows what that lacks, and nothing else', async () => {
    const storage = { public: 'https://p.blob.core.windows.net', secure: 'https://s.blob.core.windows.net' };
    const elsewhere = { public: 'https://x.blob.core.windows.net', secure: 'https://y.blob.core.windows.net' };

    await directory.register([workspace('oncology', { name: 'Another name', storage, requests: undefined })]);
    await directory.register([workspace('oncology', { storage: elsewhere, requests: { accessDays: 7 } })]);

    const { name, storage: kept, requests } = await directory.get(member, 'oncology');
    assert.deepEqual([name, kept, requests], ['Oncology', storage, { accessDays: 7 }]);
  });

  it('is not in its own way where several instances take in the same', async () => {
    const storage = { public: 'https://p.blob.core.windows.net', secure: 'https://s.blob.core.windows.net' };
    const instances = Array.from({ length: 4 }, () => new WorkspaceDirectory(store, clock));

    await Promise.all(instances.map((each) => each.register([workspace('oncology', { storage }), workspace('new')])));

    assert.deepEqual((await directory.get(member, 'oncology')).storage, storage);
    assert.equal((await directory.all()).length, 4);
  });

  it('looks again after a minute', async () => {
    await directory.all();
    await new WorkspaceDirectory(store, clock).register([workspace('trials')]);

    await clock.advance(59);
    assert.equal((await directory.all()).length, 3);
    await clock.advance(1);
    assert.equal((await directory.all()).length, 4);
  });

  it('reads the store once for all who ask at the same time', async () => {
    let reads = 0;
    const counted = new Proxy(store, {
      get(target, name) {
        const value = Reflect.get(target, name) as unknown;
        if (name === 'list') reads += 1;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const fresh = new WorkspaceDirectory(counted, clock);

    await Promise.all(Array.from({ length: 10 }, () => fresh.list(member)));

    assert.equal(reads, 1);
  });

  it('asks again where the store did not answer', async () => {
    let isDown = true;
    const shaky = new Proxy(store, {
      get(target, name) {
        const value = Reflect.get(target, name) as unknown;
        if (typeof value !== 'function') return value;
        return isDown
          ? async () => Promise.reject(new WorkspaceError('unavailable', 'No records.'))
          : value.bind(target);
      },
    });
    const fresh = new WorkspaceDirectory(shaky, clock);

    await assert.rejects(fresh.all(), { code: 'unavailable' });
    isDown = false;

    assert.equal((await fresh.all()).length, 3);
  });

  it('knows more workspaces than fit on one page', async () => {
    await directory.register(Array.from({ length: 1100 }, (_, index) => workspace(`w${index}`)));

    assert.equal((await directory.all()).length, 1103);
  });
});
