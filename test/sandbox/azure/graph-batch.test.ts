import assert from 'node:assert/strict';
import { people, workspaces } from '../../../sandbox/seed.ts';
import { type Answer, startWorld, type World } from './world.ts';

interface Part {
  readonly id: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: answers are what the tests examine.
  readonly body: any;
}

const oncology = workspaces.find(({ id }) => id === 'oncology')!.groupId;
const { owner, outsider } = people;
const as = 'https://graph.microsoft.com';

describe("the simulated Graph's batches", () => {
  let world: World;

  before(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    await world.control('DELETE', '/faults');
    await world.control('DELETE', '/requests');
  });
  after(() => world[Symbol.asyncDispose]());

  const batch = (requests: unknown): Promise<Answer> => world.call('POST', '/v1.0/$batch', { as, body: { requests } });
  const partsOf = async (requests: unknown): Promise<Map<string, Part>> => {
    const { status, body } = await batch(requests);
    assert.equal(status, 200);
    return new Map((body.responses as Part[]).map((part) => [part.id, part]));
  };
  const get = (id: string, url: string) => ({ id, method: 'GET', url });
  const fault = (more: object) => world.control('POST', '/faults', { service: 'graph', ...more });

  it('answer part by part, each with its status, in an order of their own', async () => {
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${outsider.aadObjectId}` };
    const add = { id: 'c', method: 'POST', url: `groups/${oncology}/members/$ref`, body: reference };
    const { body } = await batch([
      get('a', '/users/nobody'),
      get('b', `/users/${owner.aadObjectId}?$select=displayName`),
    ]);
    const parts = await partsOf([add, { ...add, id: 'd', headers: { 'Content-Type': 'application/json' } }]);

    assert.deepEqual(
      body.responses.map(({ id, status }: Part) => [id, status]),
      [
        ['b', 200],
        ['a', 404],
      ],
    );
    assert.equal(body.responses[0].body.displayName, 'Owner');
    assert.match(body.responses[0].headers['Content-Type'], /^application\/json/);
    assert.deepEqual([parts.get('c')?.status, parts.get('d')?.status], [400, 204]);
  });

  it('are refused as a whole where they are malformed or too large', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => get(String(index), '/users'));
    const bad = [
      [],
      undefined,
      many(21),
      [get('1', '/users'), get('1', '/groups')],
      [{ method: 'GET', url: '/users' }],
      [get('1', 'https://graph.microsoft.com/v1.0/users')],
    ];

    for (const requests of bad) assert.equal((await batch(requests)).status, 400, JSON.stringify(requests));
    assert.equal((await partsOf(many(20))).size, 20);
  });

  it('leave out what depends on a part that failed', async () => {
    const parts = await partsOf([
      get('1', '/users/nobody'),
      { ...get('2', '/users'), dependsOn: ['1'] },
      { ...get('3', '/users'), dependsOn: ['2'] },
      get('4', '/users'),
    ]);

    assert.deepEqual(
      ['1', '2', '3', '4'].map((id) => parts.get(id)?.status),
      [404, 424, 424, 200],
    );
  });

  it('meet the faults of what is inside them, and only that part does', async () => {
    await fault({ path: 'groups', status: 429, retryAfter: 9 });
    const ask = [get('1', '/users'), get('2', '/groups')];
    const throttled = await partsOf(ask);
    await fault({ status: 503 });
    const whole = await batch(ask);
    await fault({ path: '/users', drop: 'before' });

    assert.deepEqual([throttled.get('1')?.status, throttled.get('2')?.status], [200, 429]);
    assert.equal(throttled.get('2')?.headers['Retry-After'], '9');
    assert.equal(throttled.get('2')?.body.error.code, 'TooManyRequests');
    assert.equal(whole.status, 503);
    await assert.rejects(batch(ask));
    assert.deepEqual((await world.control('GET', '/faults')).body, []);
  });

  it('are one request each in the log, which tells what was inside', async () => {
    await batch([get('1', '/users?$top=1'), get('2', '/users/nobody')]);

    const { body } = await world.control('GET', '/requests?service=graph');

    assert.deepEqual(
      body.map(({ path, parts }: { path: string; parts: unknown }) => [path, parts]),
      [
        [
          '/v1.0/$batch',
          [
            { method: 'GET', path: '/v1.0/users', status: 200 },
            { method: 'GET', path: '/v1.0/users/nobody', status: 404 },
          ],
        ],
      ],
    );
  });
});
