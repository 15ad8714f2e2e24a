import assert from 'node:assert/strict';
import { type Activity, type InvokeResponse, TurnContext } from 'botbuilder-core';
import { createServiceUrls } from '../../bot/door/service-urls.ts';
import { Messenger } from '../../bot/messenger.ts';
import { TeamsAdapter } from '../../bot/teams-adapter.ts';
import { Connector } from '../support/connector.ts';

describe('the adapter', () => {
  let connector: Connector;
  let messenger: Messenger;
  let conversationId: string;

  before(async () => {
    connector = await Connector.start();
    const serviceUrls = createServiceUrls({ hosts: [], loopback: true });
    messenger = new Messenger({
      serviceUrls,
      tokens: { token: async () => 'token' },
      appId: 'app',
      tenantId: 'tenant',
    });
  });
  beforeEach(function () {
    connector.calls.length = 0;
    conversationId = `a:${this.currentTest?.title}`;
  });
  after(async () => {
    await messenger.close();
    await connector.close();
  });

  const incoming = (change: Partial<Activity> = {}) =>
    ({
      type: 'message',
      id: 'incoming',
      channelId: 'msteams',
      serviceUrl: connector.url,
      from: { id: '29:researcher', name: 'Researcher' },
      recipient: { id: '28:app', name: 'Labdesk' },
      conversation: { id: conversationId },
      locale: 'en-GB',
      text: 'hello',
      ...change,
    }) as Activity;
  const adapter = (logic: (context: TurnContext) => Promise<unknown>) =>
    new TeamsAdapter(messenger, async (context) => {
      await logic(context);
    });
  const texts = () => connector.messages(conversationId).map(({ activity }) => activity.text);

  it('runs a turn, posts the answer as a reply, and tells under which id it stands', async () => {
    let id: string | undefined;
    const result = await adapter(async (context) => {
      assert.equal(context.locale, 'en-GB');
      id = (await context.sendActivity(`you said ${context.activity.text}`))?.id;
      assert.ok(context.responded);
    }).process(incoming());

    assert.equal(result, undefined);
    assert.deepEqual(texts(), ['you said hello']);
    assert.equal(connector.messages(conversationId)[0]?.id, id);
    assert.match(connector.calls[0]!.path, /activities\/incoming$/);
    assert.deepEqual(connector.calls[0]!.body?.recipient, { id: '29:researcher', name: 'Researcher' });
  });

  it("keeps an invoke's answer for the HTTP response and sends nothing", async () => {
    const value: InvokeResponse = { status: 200, body: { statusCode: 200 } };
    const result = await adapter((context) => context.sendActivity({ type: 'invokeResponse', value })).process(
      incoming({ type: 'invoke', name: 'adaptiveCard/action' }),
    );
    assert.deepEqual(result, value);
    assert.equal(connector.calls.length, 0);
  });

  it('answers 501 for an invoke that nobody answered', async () => {
    assert.deepEqual(await adapter(async () => undefined).process(incoming({ type: 'invoke' })), { status: 501 });
  });

  it('hands collected answers back where the channel asks for that', async () => {
    const result = await adapter((context) => context.sendActivity('hi')).process(
      incoming({ deliveryMode: 'expectReplies' }),
    );
    assert.deepEqual(
      (result!.body as { activities: Activity[] }).activities.map(({ text }) => text),
      ['hi'],
    );
    assert.equal(connector.calls.length, 0);
  });

  it('drops traces, waits where it is told to, and keeps the order', async () => {
    const before = performance.now();
    await adapter(async (context) => {
      await context.sendTraceActivity('inside');
      assert.equal(context.responded, false);
      await context.sendActivities([
        { text: 'one' },
        { type: 'delay', value: 60 },
        { type: 'typing' },
        { text: 'two' },
      ]);
    }).process(incoming());
    assert.ok(performance.now() - before >= 59);
    assert.deepEqual(texts(), ['one', 'two']);
    assert.equal(connector.calls.length, 3);
  });

  it('updates and deletes what it sent', async () => {
    await adapter(async (context) => {
      const first = await context.sendActivity('first');
      const second = await context.sendActivity('second');
      await context.updateActivity({ id: first?.id, type: 'message', text: 'changed' });
      await context.deleteActivity(second!.id);
    }).process(incoming());
    assert.deepEqual(texts(), ['changed']);
  });

  it('continues a conversation later, without replying to anything', async () => {
    let reference = {};
    const bot = adapter(async (context) => {
      reference = TurnContext.getConversationReference(context.activity);
    });
    await bot.process(incoming());

    await bot.continueConversation(reference, async (context) => {
      assert.equal(context.activity.name, 'continueConversation');
      await context.sendActivity('news');
    });

    assert.deepEqual(texts(), ['news']);
    assert.match(connector.calls[0]!.path, /\/activities$/);
    assert.equal(connector.calls[0]!.body?.replyToId, undefined);
  });

  it('runs middleware in order, around the turn, and lets it see what is sent', async () => {
    const seen: string[] = [];
    const bot = adapter(async (context) => {
      seen.push('turn');
      await context.sendActivity('hello');
    });
    bot.use(async (context, next) => {
      context.onSendActivities(async (_, activities, send) => {
        seen.push(`sending ${activities[0]?.text}`);
        return send();
      });
      seen.push('before');
      await next();
      seen.push('after');
    });
    bot.use({
      async onTurn(_, next) {
        seen.push('inner');
        await next();
      },
    });
    await bot.process(incoming());
    assert.deepEqual(seen, ['before', 'inner', 'turn', 'sending hello', 'after']);
    assert.deepEqual(texts(), ['hello']);
  });

  it('takes errors to onTurnError, or throws them where there is none', async () => {
    const bug = new Error('bug');
    const bot = adapter(() => Promise.reject(bug));
    await assert.rejects(bot.process(incoming()), bug);

    bot.onTurnError = async (context, error) => {
      await context.sendActivity(`sorry: ${error.message}`);
    };
    await bot.process(incoming());

    assert.deepEqual(texts(), ['sorry: bug']);
  });

  it('revokes the context when the turn is over', async () => {
    let kept: TurnContext | undefined;
    await adapter(async (context) => {
      kept = context;
    }).process(incoming());
    assert.throws(() => kept?.activity, TypeError);
  });
});
