import assert from 'node:assert/strict';
import { people, workspaces } from '../../../sandbox/seed.ts';
import { departures, type Shape } from './shape.ts';
import { startWorld, type World } from './world.ts';

interface Entry {
  readonly id: string;
  readonly '@removed'?: { readonly reason: string };
}

const oncology = workspaces.find(({ id }) => id === 'oncology')!.groupId;
const { researcher, researcher2, owner, outsider } = people;
const as = 'https://graph.microsoft.com';
const weekInSeconds = 7 * 86_400;

/** The answer that "Upsert group" publishes for a security group, without what it answers of some tenants alone. */
const published: Shape = {
  '@odata.context': /\/v1\.0\/\$metadata#groups\/\$entity$/,
  id: /^[0-9a-f-]{36}$/,
  ...Object.fromEntries(
    [
      ...['deletedDateTime', 'classification', 'expirationDateTime', 'isAssignableToRole', 'mail', 'membershipRule'],
      ...['membershipRuleProcessingState', 'onPremisesDomainName', 'onPremisesLastSyncDateTime', 'preferredLanguage'],
      ...['onPremisesNetBiosName', 'onPremisesSamAccountName', 'onPremisesSecurityIdentifier', 'preferredDataLocation'],
      ...['onPremisesSyncEnabled', 'theme', 'visibility'],
    ].map((name) => [name, 'null'] as const),
  ),
  ...Object.fromEntries(
    ['groupTypes', 'proxyAddresses', 'resourceBehaviorOptions', 'resourceProvisioningOptions'].map((name) => [
      name,
      'array',
    ]),
  ),
  createdDateTime: /^\d{4}-\d\d-\d\dT/,
  renewedDateTime: /^\d{4}-\d\d-\d\dT/,
  description: 'string',
  displayName: 'string',
  mailEnabled: 'boolean',
  mailNickname: 'string',
  securityEnabled: 'boolean',
  securityIdentifier: /^S-1-12-1(-\d+){4}$/,
  uniqueName: 'string',
  onPremisesProvisioningErrors: 'array',
  'serviceProvisioningErrors?': 'array',
  'creationOptions?': 'array',
};

describe("the simulated Graph's groups", () => {
  let world: World;

  before(async () => {
    world = await startWorld({ pageSize: 1 });
  });
  after(() => world[Symbol.asyncDispose]());

  const get = (url: string, headers = {}) =>
    world.call('GET', url.startsWith('/') ? `/v1.0${url}` : url, { as, headers });
  const post = (url: string, body: unknown) => world.call('POST', `/v1.0${url}`, { as, body });
  const add = (group: string, id: string) =>
    post(`/groups/${group}/members/$ref`, { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` });
  const remove = (group: string, id: string, from = 'members') =>
    world.call('DELETE', `/v1.0/groups/${group}/${from}/${id}/$ref`, { as });
  const query = `$select=members,owners&$filter=id eq '${oncology}'`;
  const idsOf = (entries: readonly Entry[] = []) => entries.map(({ id }) => id).sort();

  it('keep their last owner', async () => {
    const { status, body } = await remove(oncology, owner.aadObjectId, 'owners');

    assert.equal(status, 400);
    assert.match(body.error.message, /must have at least one owner/);
  });

  it('are made under a name of their own, and by the same name found again', async () => {
    const key = `groups(uniqueName='labdesk o''neil')`;
    const bound = (...ids: string[]) => ids.map((id) => `https://graph.microsoft.com/v1.0/users/${id}`);
    const body = {
      ...{ displayName: 'Cardiology', description: 'Hearts', mailNickname: 'cardiology' },
      ...{ mailEnabled: false, securityEnabled: true, groupTypes: [] },
    };
    const people = { 'owners@odata.bind': bound(owner.aadObjectId), 'members@odata.bind': bound(outsider.aadObjectId) };
    const patch = (url: string, what: object, prefer = 'create-if-missing') =>
      world.call('PATCH', `/v1.0/${url}`, { as, body: what, headers: { prefer } });

    assert.equal((await patch(key, body, 'return=representation')).status, 404);
    const made = await patch(key, { ...body, ...people });
    const again = await patch(key.replace('(', '/('), { ...body, displayName: 'Hearts' });
    const found = await get(`/${encodeURI(key)}?$select=id,displayName`);
    const bad = [
      { ...body, mailNickname: 'two words' },
      { ...body, displayName: 'x'.repeat(257) },
      { ...body, mailEnabled: true },
      { ...body, 'members@odata.bind': bound(...Array(21).fill(owner.aadObjectId)) },
    ];
    for (const other of bad) assert.equal((await patch("groups(uniqueName='other')", other)).status, 400);
    const gone = await patch("groups(uniqueName='other')", { ...body, 'owners@odata.bind': bound(oncology) });

    assert.deepEqual([made.status, departures(made.body, published)], [201, []]);
    assert.deepEqual([again.status, again.body], [204, '']);
    assert.deepEqual([found.body.id, found.body.displayName], [made.body.id, 'Hearts']);
    assert.deepEqual([gone.status, gone.body.error.code], [404, 'Request_ResourceNotFound']);
    const twice = await patch(key, people);
    assert.deepEqual([twice.status, /already exist/.test(twice.body.error.message)], [400, true]);
    const remaining = async () => (await world.call('DELETE', `/v1.0/groups/${made.body.id}`, { as })).status;
    assert.deepEqual([await remaining(), await remaining()], [204, 404]);
  });

  it('are followed by delta links: all first, then what is different', async () => {
    const first = await get(`/groups/delta?${query}`);
    const [group] = first.body.value;
    const nothing = await get(first.body['@odata.deltaLink']);
    await add(oncology, outsider.aadObjectId);
    await remove(oncology, researcher.aadObjectId);
    const second = await get(nothing.body['@odata.deltaLink']);
    const latest = await get(`/groups/delta()?${query}&$deltatoken=latest`);

    assert.deepEqual(idsOf(group['members@delta']), [researcher.aadObjectId, researcher2.aadObjectId].sort());
    assert.deepEqual(idsOf(group['owners@delta']), [owner.aadObjectId]);
    assert.equal(group.displayName, undefined);
    assert.deepEqual(nothing.body.value, []);
    const [changed] = second.body.value;
    assert.deepEqual(
      changed['members@delta'].map(({ id, '@removed': removed }: Entry) => [id, removed?.reason]),
      [
        [outsider.aadObjectId, undefined],
        [researcher.aadObjectId, 'deleted'],
      ],
    );
    assert.deepEqual([latest.body.value, typeof latest.body['@odata.deltaLink']], [[], 'string']);
  });

  it('come on many pages, and whoever leaves meanwhile hides nobody', async () => {
    const { body: made } = await post('/groups', {
      ...{ displayName: 'Crowd', mailNickname: 'crowd', mailEnabled: false, securityEnabled: true },
      'members@odata.bind': Object.values(people).map(({ aadObjectId }) => `https://x/v1.0/users/${aadObjectId}`),
    });
    let page = await get(`/groups/delta?$select=members`);
    const pages = [page];
    await remove(made.id, people.admin.aadObjectId);
    while (page.body['@odata.nextLink']) {
      page = await get(page.body['@odata.nextLink']);
      pages.push(page);
    }
    const after = await get(page.body['@odata.deltaLink']);

    const parts = pages.flatMap(({ body }) => body.value.filter(({ id }: Entry) => id === made.id));
    const found = parts.flatMap((part) => idsOf(part['members@delta']));
    assert.ok(pages.length >= 2 && parts.length >= 2, `${pages.length} pages, ${parts.length} of them with this group`);
    assert.deepEqual(
      found.toSorted(),
      Object.values(people)
        .map(({ aadObjectId }) => aadObjectId)
        .sort(),
    );
    assert.deepEqual(idsOf(after.body.value[0]['members@delta']), [people.admin.aadObjectId]);
    assert.deepEqual(after.body.value[0]['members@delta'][0]['@removed'], { reason: 'deleted' });
  });

  it('take no other filter and no paging of one’s own in a delta, and no token that is made up or old', async () => {
    const { body } = await get(`/groups/delta?${query}`);
    for (const bad of ["$filter=displayName eq 'x'", '$top=5', '$orderby=id', '$expand=members', '$deltatoken=made-up'])
      assert.equal((await get(`/groups/delta?${bad}`)).status, 400, bad);

    await world.control('POST', '/tick', { advanceSeconds: weekInSeconds + 60 });
    const late = await get(body['@odata.deltaLink']);

    assert.deepEqual([late.status, late.body.error.code], [400, 'syncStateNotFound']);
  });

  it('have people who are found by words of their names, and looked up by their ids', async () => {
    const search = async (clause: string) =>
      get(`/users?$top=99&$select=displayName&$search=${encodeURIComponent(clause)}`, { ConsistencyLevel: 'eventual' });
    const names = async (clause: string) =>
      (await search(clause)).body.value.map(({ displayName }: { displayName: string }) => displayName);

    assert.deepEqual(await names('"displayName:2 rev"'), ['Reviewer 2']);
    assert.deepEqual(await names('"displayName:admin" OR ("mail:owner" AND "displayName:2")'), ['Owner 2', 'Admin']);
    assert.deepEqual(await names('"displayName:eviewer"'), [], 'the middle of a word is no beginning');
    for (const bad of ['displayName:x', '"displayName:x', '"x"', '"displayName:a" or "mail:b"', '"displayName:!"'])
      assert.equal((await search(bad)).status, 400, bad);

    const ids = [owner.aadObjectId, oncology, '97d48953-0000-4ea6-86c6-000000000000'];
    const { body } = await post('/directoryObjects/getByIds?$select=id,displayName', { ids, types: ['user'] });
    assert.deepEqual(body.value, [
      { '@odata.type': '#microsoft.graph.user', id: owner.aadObjectId, displayName: 'Owner' },
    ]);
    assert.equal((await post('/directoryObjects/getByIds', { ids: Array(1001).fill('x') })).status, 400);
  });
});
