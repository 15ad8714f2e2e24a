import assert from 'node:assert/strict';
import { pino } from 'pino';
import { Changes } from '../../../services/change/change.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { MemberWatch } from '../../../services/members/member-watch.ts';
import { KnownMembersStore } from '../../../services/members/member-watch-known.ts';
import {
  type MemberNotice,
  memberWatchAddress,
  memberWatchRecord,
} from '../../../services/members/member-watch-record.ts';
import { MemberWatchSweep } from '../../../services/members/member-watch-sweep.ts';
import { researcher, workspace } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';
import { runs } from '../../support/runs.ts';
import { randomFrom, unreliable } from '../effects/world/faults.ts';

const oncology = workspace();
const group = oncology.groupId;
const people = ['a', 'b', 'c', 'd'];

describe('what others change in a group, while store and directory fail now and then', () => {
  it('is told once, whoever it is about, and all of it in the end', async () => {
    for (let seed = 1; seed <= runs(10, 2_000); seed += 1) await live(seed);
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
    const known = async () => {
      const document = (await new KnownMembersStore(world.store).get(oncology.id))?.document;
      return { members: new Set(document?.ids), owners: new Set(document?.owners?.ids) };
    };
    while ((await known()).members.size === 0) await look();
    const after = await known();

    for (let step = 0; step < 25; step += 1) {
      const person = people[Math.floor(random() * people.length)]!;
      const what = random();
      if (what < 0.35) directory.member(group, person);
      else if (what < 0.6) directory.leave(group, person);
      else if (what < 0.8) directory.owner(group, person);
      else directory.ownerships.get(group)?.delete(person);
      if (random() < 0.1) groups.forgetLinks();
      if (random() < 0.2) groups.lookFailures.push(new WorkspaceError('unavailable', 'Half a page.'));
      if (random() < 0.7) await look();
    }
    Object.assign(odds, { refused: 0, lost: 0 });
    groups.lookFailures.length = 0;
    await look();
    await clock.advance(60);

    // Each notice turns what was before it into what is after it: nobody comes who is there, and nobody leaves who is not.
    // A line about a later one may come first, where one has to be tried again.
    const inOrder = [...seen.notices.values()].sort((one, other) => one.at.localeCompare(other.at));
    for (const { added, removed, appointed, demoted } of inOrder)
      for (const [ids, came, left] of [
        [after.members, added, removed],
        [after.owners, appointed, demoted],
      ] as const) {
        for (const { aadObjectId } of came?.people ?? []) assert.ok(!ids.has(aadObjectId), `seed ${seed}: came twice`);
        for (const { aadObjectId } of left?.people ?? []) assert.ok(ids.has(aadObjectId), `seed ${seed}: left twice`);
        for (const { aadObjectId } of came?.people ?? []) ids.add(aadObjectId);
        for (const { aadObjectId } of left?.people ?? []) ids.delete(aadObjectId);
      }
    const now = { members: directory.memberships.get(group)!, owners: directory.ownerships.get(group)! };
    for (const side of ['members', 'owners'] as const) {
      assert.deepEqual([...after[side]].sort(), [...now[side]].sort(), `seed ${seed}: ${side}`);
      assert.deepEqual([...(await known())[side]].sort(), [...now[side]].sort(), `seed ${seed}: ${side}`);
    }
    assert.equal(new Set(seen.told).size, seen.told.length, `seed ${seed}`);
    const record = await world.changes.get(memberWatchRecord, memberWatchAddress(oncology.id));
    assert.equal((record?.history.length ?? 0) + (record?.archived ?? 0), seen.notices.size, `seed ${seed}`);
    await world.stop();
  }
});
