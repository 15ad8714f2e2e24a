import assert from 'node:assert/strict';
import { createLog } from '../../../bot/log.ts';
import { MemberNews } from '../../../bot/news/member-news.ts';
import { Changes } from '../../../services/change/change.ts';
import { Effects } from '../../../services/effects/effects.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { MemberChanges } from '../../../services/members/member-changes.ts';
import { Memberships } from '../../../services/members/memberships.ts';
import { Members } from '../../../services/roles/members.ts';
import { WorkspaceDirectory } from '../../../services/workspaces/workspace-directory.ts';
import { MemoryQueue } from '../../services/effects/world/memory-queue.ts';
import { caller, owner, workspace } from '../../support/machine-samples.ts';
import { SimulatedDirectory } from '../../support/simulated-directory.ts';
import { SimulatedGroups } from '../../support/simulated-groups.ts';
import { CourierWorld } from './courier-world.ts';

const oncology = workspace();
const newcomer = { aadObjectId: 'newcomer', name: 'Researcher 3' };

describe('MemberNews', () => {
  let world: CourierWorld;
  let memberships: Memberships;
  let isThrottled: boolean;

  beforeEach(async () => {
    world = await CourierWorld.start();
    isThrottled = false;
    const { store, clock } = world;
    const queue = new MemoryQueue(clock);
    const log = createLog('fatal');
    const changes = new Changes({ store, queue, clock });
    const effects = new Effects({ store, changes, queue, clock, steady: clock, log });
    const workspaces = new WorkspaceDirectory(store, clock);
    await workspaces.register([oncology]);
    const directory = new SimulatedDirectory();
    directory.owner(oncology.groupId, owner.aadObjectId);
    directory.contacts.set(newcomer.aadObjectId, newcomer);
    const members = new Members(directory, workspaces, { reviewers: 'reviewers', admins: 'admins' }, clock);
    const groups = new SimulatedGroups(directory);
    const addMember = groups.addMember.bind(groups);
    groups.addMember = async (group, person) => {
      if (isThrottled) throw new WorkspaceError('throttled', 'The directory is asked too much at the moment.');
      await addMember(group, person);
    };
    memberships = new Memberships({ members, changes, clock, groups });
    const departures = { left: async () => {}, decidesNoMore: async () => {} } as never;
    new MemberChanges({ groups, members, departures, workspaces, clock }).register(effects);
    new MemberNews({ courier: world.process().courier, workspaces, log }).register(effects);
    effects.start();
  });

  afterEach(() => world.stop());

  async function add(seconds: number): Promise<string[]> {
    isThrottled = true;
    const follower = { conversationId: 'a:owner', serviceUrl: world.connector.url };
    const wish = { verb: 'add', people: [newcomer.aadObjectId] } as const;
    const by = caller(owner, { oncology: 'owner' });
    await memberships.change(by, oncology, wish, { key: 'key', via: 'card', follower });
    await world.clock.advance(seconds);
    isThrottled = false;
    await world.clock.advance(600);
    return world.shown().map((text) => text.split('\n')[0]!);
  }

  it('says in a line how a change went that the directory delayed for more than a minute', async () => {
    assert.deepEqual(await add(120), ['Researcher 3 is in Oncology now', 'Researcher 3 is in Oncology now.']);
  });

  it('leaves it at the card where it was quick', async () => {
    assert.deepEqual(await add(0), ['Researcher 3 is in Oncology now']);
  });

  it('says why where it did not go for an hour', async () => {
    const [, line] = await add(2 * 3600);
    assert.match(
      line!,
      /^Researcher 3 could not be added to Oncology\. The directory could not be asked for an hour\./,
    );
  });
});
