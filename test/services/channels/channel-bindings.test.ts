import assert from 'node:assert/strict';
import { BudgetChannelNews } from '../../../bot/news/budget-channel-news.ts';
import { bindingAddress, channelBinding } from '../../../services/channels/channel-binding.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { withoutTraces } from '../../../services/people/forgetting.ts';
import { admin, caller, owner, researcher } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';

const serviceUrl = 'https://smba.example/emea/';
const team = '19:team@thread.tacv2';
const analysis = { conversationId: '19:analysis@thread.tacv2', serviceUrl, teamId: team };
const other = { conversationId: '19:other@thread.tacv2', serviceUrl, teamId: team };
let keys = 0;

describe('the channel of a workspace', () => {
  let world: MachineWorld;
  const by = {
    owner: caller(owner, { oncology: 'owner', genomics: 'owner' }),
    researcher: caller(researcher, { oncology: 'member' }),
    admin: caller(admin, {}, { admin: true }),
  };

  beforeEach(async () => {
    world = await MachineWorld.start();
    world.directory.member('admins', admin.aadObjectId);
  });

  afterEach(async () => await world.stop());

  const command = () => ({ key: `key ${++keys}`, via: 'chat' as const });
  const place = async (id = 'oncology') => (await world.workspaces.byId(id))!;
  const bind = async (channel = analysis, id = 'oncology', who = by.owner) => {
    await world.channelBindings.bind(who, await place(id), channel, command());
    await world.clock.advance(3);
  };
  const boundTo = async (channel = analysis) => (await world.channelBindings.boundTo(channel))?.id;

  it('is bound by owners and admins, and stands in the record', async () => {
    await assert.rejects(bind(analysis, 'oncology', by.researcher), { code: 'forbidden' });
    await bind();
    assert.equal(await boundTo(), 'oncology');
    const binding = await world.changes.get(channelBinding, bindingAddress('oncology'));

    assert.deepEqual(
      binding?.history.map(({ what, by: who }) => [what, who.name]),
      [['channel.bind', owner.name]],
    );
    const forgotten = withoutTraces(channelBinding, binding!, { person: owner.aadObjectId });
    assert.doesNotMatch(JSON.stringify({ ...forgotten }), new RegExp(owner.aadObjectId));
    await world.channelBindings.unbind(by.admin, await place(), command());
    await world.clock.advance(3);
    assert.equal(await boundTo(), undefined);
  });

  it('is one workspace’s alone, also where two want it at the same moment', async () => {
    await bind();
    await assert.rejects(bind(analysis, 'genomics'), { code: 'conflict', message: /bound to Oncology already/ });
    await world.channelBindings.unbind(by.owner, await place(), command());
    await world.clock.advance(3);

    const both = await Promise.allSettled([bind(other, 'oncology'), bind(other, 'genomics')]);
    assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
    await bind(analysis, 'genomics');
    assert.equal(await boundTo(), 'genomics');
  });

  it('is not taken from a workspace that is bound to it just while another one asks', async () => {
    const get = world.store.get.bind(world.store);
    let isFirst = true;
    world.store.get = (async (partition, id) => {
      const found = await get(partition, id);
      if (id === 'claim' && isFirst) {
        isFirst = false;
        await bind(other, 'genomics');
      }
      return found;
    }) as typeof get;

    await assert.rejects(bind(other, 'oncology'), { code: 'conflict' });
    assert.equal(await boundTo(other), 'genomics');
  });

  it('is not taken between the claim and the binding of another one, and a minute later it is free', async () => {
    const create = world.store.create.bind(world.store);
    const first = await place('genomics');
    world.store.create = (async (document) => {
      if (document.id === 'channel') {
        await assert.rejects(bind(other, 'oncology'), { code: 'busy', message: /Try again in a minute/ });
        throw new WorkspaceError('unavailable', 'Not now.');
      }
      return await create(document);
    }) as typeof create;
    await assert.rejects(world.channelBindings.bind(by.owner, first, other, command()), { code: 'unavailable' });
    world.store.create = create;

    await assert.rejects(bind(other, 'oncology'), { code: 'busy' });
    await world.clock.advance(60);
    await bind(other, 'oncology');
    await assert.rejects(bind(other, 'genomics'), { code: 'conflict' });
    assert.equal(await boundTo(other), 'oncology');
  });

  it('is another one once a workspace is bound anew, and the first is free', async () => {
    await bind();
    await bind(other);

    assert.deepEqual([await boundTo(other), await boundTo()], ['oncology', undefined]);
    await bind(analysis, 'genomics');
    assert.equal(await boundTo(), 'genomics');
  });

  it('is unbound where Labdesk is removed from the team, or the channel is gone', async () => {
    await bind();
    await world.channelBindings.left([team], 'left');
    await world.channelBindings.left([team], 'left');
    await world.clock.advance(3);

    assert.equal(await boundTo(), undefined);
    const binding = await world.changes.get(channelBinding, bindingAddress('oncology'));
    assert.equal(binding?.history.filter(({ what }) => what === 'channel.unbind').length, 1);
    await bind(analysis, 'genomics');
    assert.equal(await boundTo(), 'genomics');
  });

  it('is taken over where a claim was left behind without a binding', async () => {
    await world.channelBindings.bind(by.owner, await place('genomics'), other, command());
    await world.channelBindings.unbind(by.owner, await place('genomics'), command());
    // Before what follows has let the claim go.
    await bind(other);

    assert.equal(await boundTo(other), 'oncology');
  });

  it('hears once when a threshold is reached, without sums and machines', async () => {
    const lines: string[] = [];
    const courier = {
      tellIn: async (key: string, { conversationId }: { conversationId: string }, text: string) => {
        if (!lines.some((line) => line.startsWith(key))) lines.push(`${key}: ${conversationId}: ${text}`);
        return 'teams' as const;
      },
    };
    new BudgetChannelNews({ ...world, courier }).register(world.effects);
    await bind();
    const terms = { amount: '100', currency: 'EUR', thresholds: [50] };
    await world.budgets.set(by.admin, await place(), terms, { key: 'set', via: 'chat' });
    const spent = { amount: '60', currency: 'EUR' };
    await world.budgets.alerted('oncology', spent, world.clock.now());
    await world.clock.advance(30);

    assert.equal(lines.length, 1, lines.join('\n'));
    assert.match(lines[0]!, /19:analysis@thread\.tacv2: Oncology has used 50 % of its budget\. Whoever works there/);
    assert.doesNotMatch(lines[0]!, /EUR|onc-/);
  });
});
