import assert from 'node:assert/strict';
import { badges, buttons, cardText } from './card-content.ts';
import { Connector } from './connector.ts';
import { ConnectorLimits } from './connector-limits.ts';

describe('the connector of the tests', () => {
  let connector: Connector;

  beforeEach(async () => {
    connector = await Connector.start();
  });

  afterEach(() => connector.close());

  async function call(method: string, path: string, body?: unknown, authorization = 'Bearer token') {
    const response = await fetch(`${connector.url}v3/conversations/${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text) };
  }

  const message = (text: string) => ({ type: 'message', text });
  const card = (text: string) => ({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text }] },
      },
    ],
  });

  it('keeps what is sent, changed and deleted', async () => {
    const { body: first } = await call('POST', 'a/activities', message('one'));
    const { body: second } = await call('POST', 'a/activities/1', message('two'));
    await call('PUT', `a/activities/${first.id}`, card('three'));
    await call('DELETE', `a/activities/${second.id}`);

    assert.deepEqual(
      connector.messages('a').map(({ id, updates }) => [id, updates]),
      [[first.id, 1]],
    );
    assert.equal((await call('PUT', `a/activities/${second.id}`, message('four'))).status, 404);
    assert.equal((await call('PUT', `b/activities/${first.id}`, message('four'))).status, 404);
  });

  it('refuses who has no token', async () => {
    assert.equal((await call('POST', 'a/activities', message('one'), '')).status, 401);
    assert.deepEqual(connector.messages('a'), []);
  });

  it('refuses the eighth message of a second, and says when to come back', async () => {
    const answers = [];
    for (let count = 0; count < 8; count += 1) answers.push(await call('POST', 'a/activities', message(`${count}`)));

    assert.deepEqual(
      answers.map(({ status }) => status),
      [201, 201, 201, 201, 201, 201, 201, 429],
    );
    assert.equal(answers[7]?.headers.get('retry-after'), '1');
    assert.equal((await call('POST', 'b/activities', message('elsewhere'))).status, 201);
  });

  it('counts over every window that Teams counts over', () => {
    const limits = new ConnectorLimits();
    const passed: number[] = [];
    for (let atInMs = 0; atInMs < 30_000; atInMs += 100)
      if (limits.take('a', atInMs) === undefined) passed.push(atInMs);

    const most = (windowInMs: number) =>
      Math.max(...passed.map((from) => passed.filter((time) => time >= from && time < from + windowInMs).length));
    assert.deepEqual([most(1000), most(2000), most(30_000)], [7, 8, 60]);
  });

  it('refuses a card of more than 28 KB', async () => {
    assert.equal((await call('POST', 'a/activities', card('x'.repeat(28 * 1024)))).status, 413);
    assert.equal((await call('POST', 'a/activities', card('x'.repeat(27 * 1024)))).status, 201);
  });

  it('answers as it is told to, as often as it is told to', async () => {
    connector.script({ method: 'POST', status: 403, code: 'BotNotInConversationRoster', times: 1 });

    const refused = await call('POST', 'a/activities', message('one'));
    const taken = await call('POST', 'a/activities', message('two'));

    assert.deepEqual([refused.status, refused.body.error.code, taken.status], [403, 'BotNotInConversationRoster', 201]);
  });

  it('can take a message and cut the line before it says so', async () => {
    connector.script({ cut: 'after' });

    await assert.rejects(call('POST', 'a/activities', message('one')));

    assert.equal(connector.messages('a').length, 1);
  });

  it('tells when a card shows what is waited for, and what it shows instead', async () => {
    const { body } = await call('POST', 'a/activities', card('Starting'));
    const seen = connector.shows({ id: body.id }, /Started/);
    await call('PUT', `a/activities/${body.id}`, card('Started'));

    assert.equal((await seen).updates, 1);
    await assert.rejects(connector.shows({ id: body.id }, /Stopped/, 20), /Instead:\nStarted/);
  });
});

describe('what people read of a card', () => {
  const card = {
    type: 'AdaptiveCard',
    body: [
      { type: 'Badge', text: 'Started', fallback: { type: 'TextBlock', text: 'Started' } },
      {
        type: 'RichTextBlock',
        inlines: [
          { type: 'TextRun', text: 'a ' },
          { type: 'TextRun', text: 'b' },
        ],
      },
      {
        type: 'ActionSet',
        actions: [{ type: 'Action.Execute', title: 'Stop', verb: 'machine.stop', data: { text: 'no' } }],
      },
    ],
    actions: [{ type: 'Action.OpenUrl', title: 'Open', url: 'https://example.com' }],
  };

  it('is its text, without fallbacks and without data', () => {
    assert.equal(cardText(card), 'Started\na b\nStop\nOpen');
    assert.deepEqual(badges(card), ['Started']);
    assert.deepEqual(
      buttons(card).map(({ title }) => title),
      ['Stop', 'Open'],
    );
  });
});
