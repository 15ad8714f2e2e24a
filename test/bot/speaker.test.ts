import assert from 'node:assert/strict';
import type { Activity, TurnContext } from 'botbuilder-core';
import { createServiceUrls } from '../../bot/door/service-urls.ts';
import { createLog } from '../../bot/log.ts';
import { Messenger } from '../../bot/messenger.ts';
import { Nonces } from '../../bot/nonces.ts';
import { Speaker } from '../../bot/speaker.ts';
import { TeamsAdapter } from '../../bot/teams-adapter.ts';
import { button } from '../../cards/button.ts';
import { notice } from '../../cards/talk/notice.ts';
import { PersonDirectory } from '../../services/people/person-directory.ts';
import { MemoryStore } from '../services/effects/world/memory-store.ts';
import { SimulatedClock } from '../services/effects/world/simulated-clock.ts';
import { buttons, cardOf, type Json, messageText } from '../support/card-content.ts';
import { Connector } from '../support/connector.ts';

const secret = notice({ title: 'A link', text: 'For one person.' });
const stop = notice({ title: 'onc-r is started', buttons: [button('Stop', 'machine.stop', { id: 'oncology/onc-r' })] });

describe('Speaker', () => {
  const clock = new SimulatedClock();
  const nonces = new Nonces(Buffer.alloc(32, 1));
  let connector: Connector;
  let messenger: Messenger;
  let people: PersonDirectory;
  let speaker: Speaker;

  before(async () => {
    connector = await Connector.start();
    messenger = new Messenger({
      serviceUrls: createServiceUrls({ hosts: [], loopback: true }),
      tokens: { token: async () => 'token' },
      appId: 'app',
      tenantId: 'tenant',
    });
  });
  beforeEach(() => {
    connector.calls.length = 0;
    people = new PersonDirectory(new MemoryStore(clock), clock);
    speaker = new Speaker(messenger, people, nonces, createLog('fatal'));
  });
  after(async () => {
    await messenger.close();
    await connector.close();
  });

  const to = (conversationId: string) => ({ conversationId, serviceUrl: connector.url });
  /** Something to answer, in this conversation; what an invoke is answered with. */
  const turn = async (conversationId: string, logic: (context: TurnContext) => Promise<unknown>, type = 'message') => {
    const adapter = new TeamsAdapter(messenger, async (context) => void (await logic(context)));
    const response = await adapter.process({
      type,
      id: '1',
      channelId: 'msteams',
      serviceUrl: connector.url,
      from: { id: '29:researcher', name: 'Researcher', aadObjectId: 'researcher' },
      recipient: { id: '28:app', name: 'Labdesk' },
      conversation: { id: conversationId },
    } as Activity);
    return response?.body as Json | undefined;
  };
  const shown = (conversationId: string) =>
    connector.messages(conversationId).map(({ activity }) => messageText(activity));

  it('answers with a sealed card and says under which id it stands', async () => {
    let id: string | undefined;
    await turn('a:answer', async (context) => {
      id = await speaker.answer(context, { card: stop }, true);
    });

    const [message] = connector.messages('a:answer');
    const data = buttons(cardOf(message!.activity))[0]?.data as Json;
    assert.equal(message?.id, id);
    assert.equal(nonces.check('machine.stop', data), 'plain');
    assert.equal(message?.activity.summary, stop.fallbackText);
  });

  it('takes what is for one person to their own chat, and says so where they asked', async () => {
    await people.reached('researcher', to('a:own'));

    let id: string | undefined = 'none yet';
    await turn('19:group', async (context) => {
      id = await speaker.answer(context, { card: secret, personal: true }, false);
    });

    assert.equal(id, undefined);
    assert.match(shown('a:own').join(), /For one person/);
    assert.match(shown('19:group').join(), /sent it to your own chat/);
    assert.doesNotMatch(shown('19:group').join(), /For one person/);
  });

  it('keeps it in the own chat where it was asked for there', async () => {
    await turn('a:mine', (context) => speaker.answer(context, { card: secret, personal: true }, true));

    assert.equal(shown('a:mine').length, 1);
    assert.match(shown('a:mine').join(), /For one person/);
  });

  it('opens the own chat where it is not known yet', async () => {
    await turn('19:group2', (context) => speaker.answer(context, { card: secret, personal: true }, false));

    const posts = connector.calls.filter(({ method }) => method === 'POST');
    assert.equal(posts[0]?.path, '/v3/conversations');
    assert.match(JSON.stringify(posts[0]?.body), /29:researcher/);
    assert.match(posts[1]?.conversationId ?? '', /^a:created/);
    assert.doesNotMatch(shown('19:group2').join(), /For one person/);
  });

  it('says what to do where the own chat cannot be reached, and shows nothing in the group', async () => {
    connector.script({ method: 'POST', conversationId: '', status: 403, code: 'ForbiddenOperationException' });

    await turn('19:group3', (context) => speaker.answer(context, { card: secret, personal: true }, false));

    assert.match(shown('19:group3').join(), /Open your own chat with me and ask there/);
    assert.doesNotMatch(shown('19:group3').join(), /For one person/);
  });

  it('answers a press with the card, or with words where the card went to the own chat', async () => {
    await people.reached('researcher', to('a:press'));

    const card = await turn('a:x', (context) => speaker.respond(context, { card: stop }, true), 'invoke');
    const words = await turn(
      '19:group4',
      (context) => speaker.respond(context, { card: secret, personal: true }, false),
      'invoke',
    );

    assert.equal(card?.type, 'application/vnd.microsoft.card.adaptive');
    assert.ok(nonces.check('machine.stop', buttons(card?.value)[0]?.data as Json));
    assert.equal(words?.type, 'application/vnd.microsoft.activity.message');
    assert.match(String(words?.value), /sent it to your own chat/);
    assert.match(shown('a:press').join(), /For one person/);
  });

  it('posts, changes in place and tells a line unasked', async () => {
    const id = await speaker.post(to('a:news'), stop);
    await speaker.update(to('a:news'), id, secret);
    await speaker.tell(to('a:news'), 'onc-r is <b>started</b>.');

    const [card, line] = connector.messages('a:news');
    assert.deepEqual([card?.id, card?.updates], [id, 1]);
    assert.match(messageText(card!.activity), /For one person/);
    assert.equal(line?.activity.textFormat, 'plain');
    assert.equal(
      connector.calls.some(({ body }) => body?.replyToId !== undefined),
      false,
    );
  });
});
