import assert from 'node:assert/strict';
import { pino } from 'pino';
import { Changes } from '../../services/change.ts';
import { WorkspaceError } from '../../services/errors.ts';
import { MemberWatch } from '../../services/member-watch.ts';
import { KnownMembersStore } from '../../services/member-watch-known.ts';
import { type MemberNotice, memberWatchAddress, memberWatchRecord } from '../../services/member-watch-record.ts';
import { MemberWatchSweep } from '../../services/member-watch-sweep.ts';
import { researcher, workspace } from '../support/machine-samples.ts';
import { MachineWorld } from '../support/machine-world.ts';
import { runs } from '../support/runs.ts';
import { randomFrom, unreliable } from './effects/world/faults.ts';

const oncology = workspace();
const group = oncology.groupId;
const people = ['a', 'b', 'c', 'd'];

describe('what others change in a group, while store and directory fail now and then', () => {
  it('is told once, whoever it is about, and all of it in the end', async () => {
    for (let seed = 1; seed <= runs(10, 500); seed += 1) await live(seed);
  });

  async function live(seed: number): Promise<void> {
    const world = await MachineWorld.start();
    const random = randomFrom(seed);
    const odds = { refused: 0.1, lost: 0.1, slow: 0 };
    const { entra: groups, directory, members, workspaces, clock, queue } = world;
    const store = unreliable(world.store, { isDead: false }, odds, clock, random);
    const changes = new Changes({ store, queue, clock });
    const watch = new MemberWatch({ store, groups, members, workspaces, changes, clock });
    const log = pino({ level: 'silent' });
    const sweep = new MemberWatchSweep({ watch, workspaces: { all: async () => [oncology] }, changes, clock, log });
    const seen = { notices: new Map<string, MemberNotice>(), told: [] as string[] };
    world.hear(memberWatchRecord, ['member.noticed'], ({ data }, { notices }) => {
      const notice = notices.find(({ id }) => id === data.notice);
      assert.ok(notice, `seed ${seed}`);
      seen.notices.set(notice.id, notice);
      seen.told.push(`${data.to} ${notice.id}`);
    });
    for (const id of [...people, researcher.aadObjectId]) directory.contacts.set(id, { aadObjectId: id, name: id });
    const look = async () => {
      await sweep.look().catch((error: unknown) => assert.ok(error instanceof WorkspaceError, `${error}`));
      await clock.advance(2);
    };
    const known = async () => new Set((await new KnownMembersStore(world.store).get(oncology.id))?.document.ids);
    while ((await known()).size === 0) await look();
    const atFirst = await known();

    for (let step = 0; step < 25; step += 1) {
      const person = people[Math.floor(random() * people.length)]!;
      if (random() < 0.5) directory.member(group, person);
      else directory.leave(group, person);
      if (random() < 0.1) groups.forgetLinks();
      if (random() < 0.2) groups.lookFailures.push(new WorkspaceError('unavailable', 'Half a page.'));
      if (random() < 0.7) await look();
    }
    Object.assign(odds, { refused: 0, lost: 0 });
    groups.lookFailures.length = 0;
    await look();
    await clock.advance(60);

    // Each notice turns what was before it into what is after it: nobody comes who is there, and nobody leaves who is not.
    const after = new Set(atFirst);
    for (const { added, removed } of seen.notices.values()) {
      for (const { aadObjectId } of added.people) assert.ok(!after.has(aadObjectId), `seed ${seed}: came twice`);
      for (const { aadObjectId } of removed.people) assert.ok(after.has(aadObjectId), `seed ${seed}: left twice`);
      for (const { aadObjectId } of added.people) after.add(aadObjectId);
      for (const { aadObjectId } of removed.people) after.delete(aadObjectId);
    }
    assert.deepEqual([...after].sort(), [...directory.memberships.get(group)!].sort(), `seed ${seed}`);
    assert.deepEqual([...(await known())].sort(), [...after].sort(), `seed ${seed}`);
    assert.equal(new Set(seen.told).size, seen.told.length, `seed ${seed}`);
    const record = await world.changes.get(memberWatchRecord, memberWatchAddress(oncology.id));
    assert.equal((record?.history.length ?? 0) + (record?.archived ?? 0), seen.notices.size, `seed ${seed}`);
    await world.stop();
  }
});
