import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder-core';
import { meetingOf } from '../../../bot/turns/meeting.ts';
import { installation, message, placeOf } from '../../support/activities.ts';

const person = { aadObjectId: 'aad-researcher', name: 'Researcher', upn: 'researcher@labdesk.example' };
const serviceUrl = 'https://smba.example/emea/';
const endpoints = { tenantId: 'tenant', clientId: 'app' };
const meeting = (activity: object) => meetingOf(activity as Activity);

describe('a meeting', () => {
  const personal = placeOf(endpoints, person, serviceUrl, { locale: 'de-DE' });
  const group = placeOf(endpoints, person, serviceUrl, { scope: 'groupChat', name: 'lab' });

  it('is who somebody is, where they are reached, and how they speak', () => {
    assert.deepEqual(meeting(message(personal, 'hello')), {
      aadObjectId: 'aad-researcher',
      teamsId: '29:aad-researcher',
      name: 'Researcher',
      locale: 'de-DE',
      timeZone: 'Europe/London',
      tenantId: 'tenant',
      serviceUrl,
      conversationId: personal.conversationId,
      leaving: false,
    });
  });

  it('tells no chat of their own in a group or a channel', () => {
    const channel = placeOf(endpoints, person, serviceUrl, { scope: 'channel', name: 'lab' });

    for (const place of [group, channel])
      assert.equal('conversationId' in meeting(message(place, 'hello'))!, false, place.scope);
  });

  it('tells none where the message extension is used, which may be in a meeting or between two people', () => {
    const invoke = { ...message(personal, ''), type: 'invoke', name: 'composeExtension/fetchTask' };
    const inMeeting = { ...invoke, conversation: { id: '19:meeting_x@thread.v2', tenantId: 'tenant' } };
    for (const activity of [invoke, inMeeting]) assert.equal('conversationId' in meeting(activity)!, false);
  });

  it('takes language and zone from the client where the activity does not name them', () => {
    const { locale: _, localTimezone: __, ...activity } = message(personal, 'hello');

    assert.deepEqual([meeting(activity)?.locale, meeting(activity)?.timeZone], ['de-DE', 'Europe/London']);
    assert.equal(meeting({ ...activity, entities: [] })?.timeZone, undefined);
  });

  it('sees somebody leave only where the app is removed from their own chat', () => {
    const left = { ...message(personal, ''), type: 'conversationUpdate', membersRemoved: [{ id: '28:app' }] };
    const other = { ...left, membersRemoved: [{ id: '29:somebody' }] };

    const seen = [installation(personal, 'remove'), installation(personal), installation(group, 'remove'), left, other];
    assert.deepEqual(
      seen.map((activity) => meeting(activity)?.leaving),
      [true, false, false, true, false],
    );
  });

  it('is nobody where no object id is named, and takes nothing that is no word', () => {
    const activity = message(personal, 'hello');

    assert.equal(meeting({ ...activity, from: { id: '28:other-bot' } }), undefined);
    const odd = meeting({ ...activity, localTimezone: { a: 1 }, locale: 'x'.repeat(300), entities: [] });
    assert.deepEqual([odd?.timeZone, odd?.locale], [undefined, undefined]);
  });
});
