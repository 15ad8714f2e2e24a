import assert from 'node:assert/strict';
import { Refusal } from '../../bot/door/refusal.ts';
import type { RouteRequest } from '../../bot/door/route.ts';
import { createServiceUrls } from '../../bot/door/service-urls.ts';
import { Gate } from '../../bot/gate.ts';

const tenantId = '11111111-aaaa-4111-8111-111111111111';
const other = '99999999-9999-4999-8999-999999999999';
const gate = new Gate({
  tenantId,
  serviceUrls: createServiceUrls({ hosts: ['smba.trafficmanager.net'], loopback: true }),
  bearer: undefined,
});

const honest = {
  type: 'message',
  id: '1485983408511',
  timestamp: '2026-11-22T08:00:00.000Z',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/amer/',
  from: { id: '29:researcher', aadObjectId: other },
  conversation: { id: '19:abc@thread.tacv2;messageid=1', tenantId },
  channelData: { tenant: { id: tenantId } },
  text: 'hello',
};

async function admit(body: unknown, peer = '127.0.0.1') {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return gate.admit({ body: bytes, peer, headers: {}, rawHeaders: [] } as unknown as RouteRequest);
}

async function statusOf(body: unknown, peer?: string): Promise<number> {
  const admitted = await admit(body, peer);
  return admitted instanceof Refusal ? admitted.status : 200;
}

describe('the gate', () => {
  it('makes an activity of what has all that one needs, with times as dates', async () => {
    const activity = await admit(honest);
    assert.ok(!(activity instanceof Refusal));
    assert.deepEqual(activity.timestamp, new Date('2026-11-22T08:00:00.000Z'));
    assert.equal(activity.text, 'hello');
  });

  describe('asks every activity for what all of them need', () => {
    for (const field of ['type', 'id', 'channelId', 'serviceUrl', 'from', 'conversation', 'channelData']) {
      for (const value of [undefined, null, '', 7, [], {}, true, 'x'.repeat(2_000), 'a\nb']) {
        if (field === 'channelId' && typeof value === 'string' && value.length === 1) continue;
        it(`${field} is ${JSON.stringify(value)?.slice(0, 20) ?? 'missing'}: 400`, async () => {
          assert.equal(await statusOf({ ...honest, [field]: value }), 400);
        });
      }
    }

    it('and takes no body that is none', async () => {
      const bodies = ['', '{', 'null', '[]', '"text"', '7', '{"a":1}}', '\ufeff{}', Buffer.from([0x7b, 0xff, 0x7d])];
      for (const body of bodies) assert.equal(await statusOf(body), 400, JSON.stringify(body));
    });
  });

  describe('takes our tenant in both places that name one', () => {
    const conversation = (id?: unknown) => ({ conversation: { ...honest.conversation, tenantId: id } });
    const data = (id?: unknown) => ({ channelData: { tenant: { id } } });
    const cases: readonly [string, object, number][] = [
      ['ours in capitals', { ...conversation(tenantId.toUpperCase()), ...data(tenantId.toUpperCase()) }, 200],
      ['another in both', { ...conversation(other), ...data(other) }, 403],
      ['another in the conversation', conversation(other), 403],
      ['another in the channel data', data(other), 403],
      ['another in the conversation and none in the data', { ...conversation(other), channelData: {} }, 403],
      ['none in the conversation', conversation(), 400],
      ['none in the channel data', data(), 400],
      ['no tenant object', { channelData: { tenant: null } }, 400],
      ['a list', data([tenantId]), 400],
      ['an object', conversation({ toString: tenantId }), 400],
      ['nothing at all', { ...conversation(''), ...data('') }, 403],
    ];
    for (const [name, change, status] of cases) {
      it(`${name}: ${status}`, async () => assert.equal(await statusOf({ ...honest, ...change }), status));
    }
  });

  it('wants the answer to go to Teams', async () => {
    assert.equal(await statusOf({ ...honest, serviceUrl: 'https://evil.example/' }), 400);
    assert.equal(await statusOf({ ...honest, serviceUrl: 'http://127.0.0.1:1/_connector' }), 200);
  });

  it("refuses keys that are JavaScript's own, however they are written, but not as words in a text", async () => {
    const with_ = (json: string) => JSON.stringify(honest).replace(/}$/, `,"value":${json}}`);
    for (const key of ['__proto__', '\\u005f_proto__', 'constructor', 'prototype', 'constr\\u0075ctor']) {
      assert.equal(await statusOf(with_(`{"a":[{"${key}":{"admin":true}}]}`)), 400, key);
    }
    assert.equal(await statusOf({ ...honest, text: 'what is "__proto__" and "constructor"?' }), 200);
    assert.equal(({} as { admin?: boolean }).admin, undefined);
  });

  it('refuses optional fields of a type that nobody expects', async () => {
    const odd = {
      text: 7,
      name: {},
      locale: [],
      replyToId: 1,
      entities: 'x',
      attachments: [null],
      recipient: 'x',
      value: 1,
    };
    for (const [field, value] of Object.entries(odd)) {
      assert.equal(await statusOf({ ...honest, [field]: value }), field === 'value' ? 200 : 400, field);
    }
  });

  it('without tokens lets in nobody but this machine', async () => {
    for (const peer of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) assert.equal(await statusOf(honest, peer), 200);
    for (const peer of ['10.0.0.4', '::ffff:10.0.0.4', '', '127.0.0.1.evil.example']) {
      assert.equal(await statusOf(honest, peer), 401);
    }
  });
});
