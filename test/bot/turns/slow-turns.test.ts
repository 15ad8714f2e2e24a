import assert from 'node:assert/strict';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder-core';
import { pino } from 'pino';
import { createServiceUrls } from '../../../bot/door/service-urls.ts';
import { Messenger } from '../../../bot/messenger.ts';
import { TeamsAdapter } from '../../../bot/teams-adapter.ts';
import { slowTurns } from '../../../bot/turns/slow-turns.ts';
import { Connector } from '../../support/connector.ts';

const words = /^This takes longer than it should\. .* mention [0-9A-Z]{3}-[0-9A-Z]{3}\.$/;
const answer = { type: 'invokeResponse', value: { status: 200, body: { statusCode: 200, value: 'late' } } };

describe('a turn that takes longer than Teams waits', () => {
  let connector: Connector;
  let messenger: Messenger;
  let logged: string[];
  let conversationId: string;
  let turn: PromiseWithResolvers<void>;

  before(async () => {
    connector = await Connector.start();
    const serviceUrls = createServiceUrls({ hosts: [], loopback: true });
    const tokens = { token: async () => 'token' };
    messenger = new Messenger({ serviceUrls, tokens, appId: 'app', tenantId: 'tenant' });
  });
  beforeEach(function () {
    logged = [];
    conversationId = `a:${this.currentTest?.title}`;
    turn = Promise.withResolvers();
  });
  after(async () => {
    await messenger.close();
    await connector.close();
  });

  const process = async (logic: (context: TurnContext) => Promise<unknown>, change: Partial<Activity> = {}) => {
    const log = pino({}, { write: (line) => logged.push(line) });
    const patient = { ms: 20, ...slowTurns(log) };
    const run = async (context: TurnContext) => void (await logic(context));
    return await new TeamsAdapter(messenger, run, patient).process({
      ...{ type: 'message', id: 'incoming', channelId: 'msteams', serviceUrl: connector.url, text: 'hello' },
      ...{ from: { id: '29:researcher', name: 'Researcher' }, recipient: { id: '28:app', name: 'Labdesk' } },
      conversation: { id: conversationId },
      ...change,
    } as Activity);
  };
  const texts = () => connector.messages(conversationId).map(({ activity }) => `${activity.text}`);
  const count = async (wanted: number) =>
    await connector.until(() => (texts().length === wanted ? true : undefined), { withinMs: 5000, what: 'messages' });

  it('says so to whoever wrote, with an id that is in the log, and still answers', async () => {
    await process(async (context) => {
      await turn.promise;
      await context.sendActivity('done');
    });
    await count(1);
    turn.resolve();
    await count(2);

    const [said = '', answered] = texts();
    assert.match(said, words);
    assert.equal(answered, 'done');
    const id = said.slice(-8, -1);
    assert.ok(logged.some((line) => line.includes(id) && line.includes('incoming')));
  });

  it('says so to whoever pressed, once', async () => {
    const late = Promise.withResolvers<void>();
    const response = await process(
      async (context) => {
        await turn.promise;
        await context.sendActivity(answer);
        late.resolve();
      },
      { type: 'invoke', name: 'adaptiveCard/action' },
    );
    turn.resolve();
    await late.promise;

    const { type, value } = (response as InvokeResponse).body as { type: string; value: string };
    assert.deepEqual([response!.status, type], [200, 'application/vnd.microsoft.activity.message']);
    assert.match(value, words);
    assert.deepEqual(texts(), []);
  });

  it('is not spoken over where it has begun to answer', async () => {
    await process(async (context) => {
      await context.sendActivity('first');
      await turn.promise;
      await context.sendActivity('second');
    });
    turn.resolve();
    await count(2);

    assert.deepEqual(texts(), ['first', 'second']);
  });

  it('is said to whoever waits for all answers at once', async () => {
    const response = await process(() => turn.promise, { deliveryMode: 'expectReplies' });
    turn.resolve();

    const { activities } = (response as InvokeResponse).body as { activities: Activity[] };
    assert.match(`${activities[0]?.text}`, words);
  });

  it('is in the log where it fails in the end, and takes nothing down with it', async () => {
    await process(() => turn.promise);
    turn.reject(new Error('too late'));

    await connector.until(() => logged.find((line) => line.includes('did not end well')), {
      ...{ withinMs: 5000, what: 'the line in the log' },
    });
  });

  it('is none where it ends in time: its answer is all there is', async () => {
    const response = await process((context) => context.sendActivity(answer), { type: 'invoke' });

    assert.deepEqual(response, answer.value);
    assert.deepEqual(logged, []);
  });
});
