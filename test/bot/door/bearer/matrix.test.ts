import assert from 'node:assert/strict';
import { request } from 'node:http';
import { pino } from 'pino';
import { BearerCheck } from '../../../../bot/door/bearer.ts';
import { Refusal, refusalBody } from '../../../../bot/door/refusal.ts';
import type { Route, RouteRequest } from '../../../../bot/door/route.ts';
import { createServiceUrls } from '../../../../bot/door/service-urls.ts';
import { SigningKeys } from '../../../../bot/door/signing-keys.ts';
import { Gate } from '../../../../bot/gate.ts';
import { createServer, type Server } from '../../../../bot/server.ts';
import { runs } from '../../../support/runs.ts';
import { makeKey, TokenIssuer } from '../../../support/token-issuer.ts';
import { attempt, type Change, dimensions, type Scene } from './matrix.ts';
import { expectedStatus } from './oracle.ts';

const randomCount = runs(250, 15_000);
const overHttp = runs(300);
/** Of the pairs every fifth; in the long runs each. */
const everyPair = runs(1) > 1 ? 1 : 5;

const scene: Scene = {
  appId: '22222222-aaaa-4222-8222-222222222222',
  tenantId: '11111111-1111-4111-8111-111111111111',
  serviceUrl: 'https://smba.trafficmanager.net/amer/',
  now: Math.floor(Date.now() / 1_000),
  key: makeKey('k1', ['msteams']),
  unendorsed: makeKey('k2'),
  webchat: makeKey('k3', ['webchat', 'directline']),
};
const keys = [scene.key, scene.unendorsed, scene.webchat];
const all = Object.entries(dimensions).flatMap(([part, changes]) =>
  Object.entries(changes).map(([name, change]) => ({ part, name: `${part}: ${name}`, change })),
);

/** Small and seeded, so that a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('what the door makes of a token', function () {
  this.timeout(120_000);
  let issuer: TokenIssuer;
  let gate: Gate;
  let server: Server;
  let port: number;
  const counts = { accepted: 0, refused: 0 };

  before(async () => {
    issuer = await TokenIssuer.start(keys);
    const now = () => scene.now * 1_000;
    const bearer = new BearerCheck({
      appId: scene.appId,
      keys: new SigningKeys({ metadataUrl: issuer.metadataUrl, now }),
      now,
    });
    const serviceUrls = createServiceUrls({ hosts: ['smba.trafficmanager.net'] });
    gate = new Gate({ tenantId: scene.tenantId, serviceUrls, bearer });
    const route: Route = {
      method: 'POST',
      path: '/api/messages',
      accepts: ['application/json'],
      maxBytes: 256 * 1024,
      async handler(received) {
        const admitted = await gate.admit(received);
        return admitted instanceof Refusal ? admitted : { status: 200 };
      },
    };
    const log = pino({ level: 'silent' });
    server = createServer({ host: '127.0.0.1', port: 0, routes: [route], checks: {}, log });
    port = await server.listen();
  });

  after(async () => {
    await server.close();
    await issuer.close();
  });

  async function admit(authorization: readonly string[], activity: object): Promise<{ status: number; body: string }> {
    const admitted = await gate.admit({
      headers: { authorization: authorization[0] },
      rawHeaders: authorization.flatMap((value) => ['Authorization', value]),
      body: Buffer.from(JSON.stringify(activity)),
      peer: '127.0.0.1',
    } as unknown as RouteRequest);
    if (!(admitted instanceof Refusal)) return { status: 200, body: '' };
    return { status: admitted.status, body: refusalBody(admitted, 'id') };
  }

  async function check(names: readonly string[], changes: readonly Change[]): Promise<void> {
    const { authorization, activity } = attempt(scene, changes);
    const expected = expectedStatus(authorization, activity, keys, scene);
    const { status, body } = await admit(authorization, activity);
    assert.equal(status, expected, names.join(' + '));
    if (status === 401) assert.equal(body, '{"error":{"code":"unauthorized"}}');
    counts[status === 200 ? 'accepted' : 'refused']++;
  }

  it('lets an honest request in, more than once', async () => {
    const { authorization, activity } = attempt(scene, []);
    assert.equal((await admit(authorization, activity)).status, 200);
    assert.equal((await admit(authorization, activity)).status, 200);
  });

  it(`judges each of ${all.length} changes as an independent reading of the contract does`, async () => {
    for (const { name, change } of all) await check([name], [change]);
  });

  it('judges pairs of changes so', async () => {
    let pair = 0;
    for (const [index, first] of all.entries()) {
      for (const second of all.slice(index + 1)) {
        if (second.part === first.part) continue;
        pair += 1;
        if (pair % everyPair === 0) await check([first.name, second.name], [first.change, second.change]);
      }
    }
    assert.ok(counts.accepted > 5 && counts.refused > 2_500 / everyPair, JSON.stringify(counts));
  });

  it('judges three and more changes at once so', async () => {
    const next = random(2026);
    for (let round = 0; round < randomCount; round++) {
      const chosen = Array.from({ length: 3 + Math.floor(next() * 3) }, () => all[Math.floor(next() * all.length)]!);
      await check(
        chosen.map(({ name }) => name),
        chosen.map(({ change }) => change),
      );
    }
  });

  it('answers over HTTP as it judges, with one body for every 401 and never a 5xx', async () => {
    const next = random(8);
    const bodies = new Set<string>();
    for (let round = 0; round < overHttp; round++) {
      const chosen = round < all.length ? [all[round]!] : [0, 0].map(() => all[Math.floor(next() * all.length)]!);
      const made = attempt(
        scene,
        chosen.map(({ change }) => change),
      );
      const expected = expectedStatus(made.authorization, made.activity, keys, scene);
      const { status, body } = await post(made.authorization, made.activity);
      assert.equal(status, expected, chosen.map(({ name }) => name).join(' + '));
      if (status === 401) bodies.add(body);
    }
    assert.deepEqual([...bodies], ['{"error":{"code":"unauthorized"}}']);
  });

  function post(authorization: string[], activity: object): Promise<{ status: number; body: string }> {
    const headers = { 'content-type': 'application/json', ...(authorization.length > 0 && { authorization }) };
    return new Promise((resolve, reject) => {
      const sent = request({ port, method: 'POST', path: '/api/messages', headers: headers as never }, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(activity));
    });
  }
});
