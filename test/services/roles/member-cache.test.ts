import assert from 'node:assert/strict';
import { MemberCache } from '../../../services/roles/member-cache.ts';
import { owner, researcher } from '../../support/machine-samples.ts';
import { SimulatedDirectory } from '../../support/simulated-directory.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';

describe('the names of people, for sentences', () => {
  let clock: SimulatedClock;
  let directory: SimulatedDirectory;
  let cache: MemberCache;

  beforeEach(() => {
    clock = new SimulatedClock();
    directory = new SimulatedDirectory();
    cache = new MemberCache(directory, clock);
    directory.owner('group-oncology', owner.aadObjectId);
  });

  const known = async (...groups: string[]) => (await cache.known(groups)).map((people) => people.length);

  it('are known to the first sentence already', async () => {
    assert.deepEqual(await known('group-oncology', 'group-genomics'), [1, 0]);
    assert.equal(directory.asked, 2);
    assert.deepEqual(await known('group-genomics', 'group-oncology'), [0, 1]);
    assert.equal(directory.asked, 2);
  });

  it('are waited for a second and a half at most, by whoever works in a few workspaces', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const slow = new MemberCache({ members: (id) => promise.then(() => directory.members(id)) }, clock);
    let found: number | undefined;
    const asked = slow.known(['group-oncology']).then(([people]) => {
      found = people?.length;
    });
    await clock.advance(1.4);
    assert.equal(found, undefined);
    await clock.advance(0.2);
    assert.equal(found, 0);
    const many = Array.from({ length: 21 }, (_, index) => `group-${index}`);
    assert.equal((await slow.known(many)).length, 21);

    resolve();
    await asked;
    await clock.advance(0);
    assert.equal((await slow.known(['group-oncology']))[0]?.length, 1);
  });

  it('are asked for again soon where the directory failed, and as they were meanwhile', async () => {
    directory.isDown = true;
    assert.deepEqual(await known('group-oncology'), [0]);
    directory.isDown = false;
    await clock.advance(14);
    assert.deepEqual(await known('group-oncology'), [0]);
    await clock.advance(1);
    assert.deepEqual(await known('group-oncology'), [1]);

    directory.isDown = true;
    directory.member('group-oncology', researcher.aadObjectId);
    cache.forget('group-oncology');
    assert.deepEqual(await known('group-oncology'), [1]);
    directory.isDown = false;
    await clock.advance(15);
    await known('group-oncology');
    await clock.advance(0);
    assert.deepEqual(await known('group-oncology'), [2]);
  });
});
