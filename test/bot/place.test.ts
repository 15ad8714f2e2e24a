import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder-core';
import { channelOf, leftIn } from '../../bot/place.ts';

const team = '19:team@thread.tacv2';
const channel = '19:analysis@thread.tacv2';

function activity(more: object, conversation: object = {}): Activity {
  return {
    ...{ type: 'conversationUpdate', id: '1', serviceUrl: 'https://smba.example/emea/', recipient: { id: '28:bot' } },
    conversation: { id: `${channel};messageid=1795300000000`, conversationType: 'channel', ...conversation },
    channelData: { team: { id: team }, channel: { id: channel } },
    ...more,
  } as unknown as Activity;
}

describe('the place of an activity', () => {
  it('is one channel for all its threads, and none in other chats', () => {
    assert.deepEqual(channelOf(activity({ type: 'message' })), {
      ...{ conversationId: channel, serviceUrl: 'https://smba.example/emea/', teamId: team },
    });
    assert.equal(channelOf(activity({ type: 'message' }, { conversationType: 'groupChat' })), undefined);
    assert.deepEqual(channelOf(activity({ channelData: { team: 'odd' } })), {
      ...{ conversationId: channel, serviceUrl: 'https://smba.example/emea/' },
    });
  });

  it('is left where the bot is removed from the team, or the team or a channel is deleted', () => {
    const facts = { team: { id: team }, channel: { id: channel } };
    assert.deepEqual(leftIn(activity({ membersRemoved: [{ id: '28:bot' }] })), [team, channel]);
    assert.deepEqual(leftIn(activity({ type: 'installationUpdate', action: 'remove' })), [team, channel]);
    assert.deepEqual(leftIn(activity({ channelData: { ...facts, eventType: 'channelDeleted' } })), [channel]);
    assert.deepEqual(leftIn(activity({ channelData: { ...facts, eventType: 'teamDeleted' } })), [team, channel]);
  });

  it('is left by nobody else: people come and go, and a personal chat says nothing of teams', () => {
    assert.deepEqual(leftIn(activity({ membersRemoved: [{ id: '29:person' }] })), []);
    assert.deepEqual(leftIn(activity({ type: 'message' })), []);
    const personal = { id: 'a:chat', conversationType: 'personal' };
    const removed = { type: 'installationUpdate', action: 'remove', channelData: {} };
    assert.deepEqual(leftIn(activity(removed, personal)), []);
  });
});
