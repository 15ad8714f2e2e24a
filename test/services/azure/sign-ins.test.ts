import assert from 'node:assert/strict';
import graph from '../../../infra/roles/graph-permissions.json' with { type: 'json' };
import { subscriptionId } from '../../../sandbox/seed.ts';
import { AzureRights } from '../../../services/azure/rights.ts';
import { GraphSignIns } from '../../../services/azure/sign-ins.ts';
import { CachedTokens } from '../../../services/azure/tokens.ts';
import { compareGraph, permissionsFor } from '../../../services/desk/rights.ts';
import { person, startWorld, type World } from '../../sandbox/azure/world.ts';

interface Received {
  readonly path: string;
  readonly parts?: readonly { readonly path: string }[];
}

const id = (number: number) => `5f0c2b1e-0000-4000-8000-${String(number).padStart(12, '0')}`;
/** `signInActivity` by person: of the second nobody has heard, the third only tried, the fourth has Graph's "never". */
const activities = [
  { lastSignInDateTime: '2026-03-01T22:59:00Z', lastSuccessfulSignInDateTime: '2026-02-27T23:59:59Z' },
  undefined,
  { lastSignInDateTime: '2026-03-01T22:59:00Z', lastSuccessfulSignInDateTime: null },
  { lastSignInDateTime: '0001-01-01T00:00:00Z', lastSuccessfulSignInDateTime: '0001-01-01T00:00:00Z' },
];
const permission = 'AuditLog.Read.All';
const some = [0, 1, 2, 3].map(id);

describe('GraphSignIns', () => {
  let world: World;
  let signIns: GraphSignIns;

  before(async () => {
    world = await startWorld({
      graphPermissions: [permission],
      fill: ({ people }) => {
        for (const [index, signInActivity] of activities.entries())
          people.push({ ...person(id(index)), ...(signInActivity && { signInActivity }) });
        for (let index = 4; index < 30; index += 1)
          people.push({ ...person(id(index)), signInActivity: activities[0]! });
      },
    });
    signIns = new GraphSignIns(new CachedTokens(world.credential), world.azure.origin);
  });
  beforeEach(async () => {
    await world.control('DELETE', '/faults');
    await world.control('DELETE', '/requests');
  });
  after(() => world[Symbol.asyncDispose]());

  const requests = async () => (await world.control('GET', '/requests?service=graph')).body as Received[];
  const fault = (more: object) => world.control('POST', '/faults', { service: 'graph', ...more });
  const first = new Map([[id(0), '2026-02-27']]);

  it('tell the day of the last sign-in that succeeded, and nothing where there is none', async () => {
    const stranger = id(99);

    assert.deepEqual(await signIns.lastDays([...some, stranger]), { days: first });
    assert.equal((await requests()).length, 1);
  });

  it('ask for twenty people at once', async () => {
    const { days, problem } = await signIns.lastDays(Array.from({ length: 30 }, (_, index) => id(index)));

    assert.deepEqual([days.size, problem], [27, undefined]);
    assert.deepEqual(
      (await requests()).map(({ parts = [] }) => parts.length),
      [20, 10],
    );
  });

  it('are tried once more where Graph had a moment of weakness, and only for whom it had', async () => {
    await fault({ path: `users/${id(0)}`, status: 503, times: 1 });

    assert.deepEqual(await signIns.lastDays(some), { days: first });
    assert.deepEqual(
      (await requests()).map(({ parts = [] }) => parts.length),
      [4, 1],
    );
  });

  it('tell what is known of the others where Graph stays silent of somebody', async () => {
    await fault({ path: `users/${id(4)}`, status: 503, times: 5 });

    assert.deepEqual(await signIns.lastDays([id(0), id(4)]), { days: first, problem: 'silent' });
  });

  it('hold nobody up for longer than two seconds', async () => {
    await fault({ path: '\\$batch', hang: true, times: 5 });
    const began = Date.now();

    assert.deepEqual(await signIns.lastDays(some), { days: new Map(), problem: 'silent' });
    assert.ok(Date.now() - began < 3_000);
  });

  it('ask nothing more where Graph asks to slow down, and say for how long', async () => {
    await fault({ path: `users/${id(0)}`, status: 429, retryAfter: 7, times: 5 });

    const { days, ...rest } = await signIns.lastDays(Array.from({ length: 30 }, (_, index) => id(index)));

    assert.equal(days.has(id(0)), false);
    assert.deepEqual(rest, { problem: 'silent', retryAfterSeconds: 7 });
    assert.equal((await requests()).length, 1);
  });

  it('are refused to whoever lacks the permission, and where the tenant lacks the licence', async () => {
    await using plain = await startWorld();
    const withoutRight = new GraphSignIns(new CachedTokens(plain.credential), plain.azure.origin);
    assert.deepEqual(await withoutRight.lastDays(some), { days: new Map(), problem: 'permission' });

    await world.restart((data) => {
      data.isPremium = false;
    });
    assert.deepEqual(await signIns.lastDays(some), { days: new Map(), problem: 'licence' });
    await world.restart((data) => {
      data.isPremium = true;
    });
  });

  it('are answered to object ids alone', async () => {
    const options = { as: 'https://graph.microsoft.com' };
    const byName = await world.call('GET', '/v1.0/users/researcher@labdesk.example?$select=signInActivity', options);
    const unasked = await world.call('GET', `/v1.0/users/${id(0)}`, options);

    assert.deepEqual([byName.status, byName.body.error.code], [400, 'BadRequest']);
    assert.equal('signInActivity' in unasked.body, false);
  });

  it('make the permission one that is needed, which it is not without them', async () => {
    const { credential, azure } = world;
    const tokens = new CachedTokens(credential);
    const granted = await new AzureRights({ credential, subscriptionId, endpoint: azure.origin }, tokens).graph();
    const needed = (on: readonly string[]) => ({ actions: [], dataActions: [], graph: permissionsFor(graph, on) });
    const without = granted.filter((each) => each !== permission);

    assert.deepEqual(compareGraph(needed(['SIGN_IN_ACTIVITY']), granted), { lacks: [], excess: [] });
    assert.deepEqual(compareGraph(needed(['SIGN_IN_ACTIVITY']), without), { lacks: [permission], excess: [] });
    assert.deepEqual(compareGraph(needed([]), granted), { lacks: [], excess: [permission] });
    assert.deepEqual(compareGraph(needed([]), without), { lacks: [], excess: [] });
  });
});
