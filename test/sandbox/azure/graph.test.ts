import assert from 'node:assert/strict';
import { Client } from '@microsoft/microsoft-graph-client';
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js';
import { admins, people, reviewers, workspaces } from '../../../sandbox/seed.ts';
import { startWorld, type World } from './world.ts';

interface Named {
  readonly id: string;
  readonly displayName: string;
}

const oncology = workspaces.find(({ id }) => id === 'oncology')?.groupId ?? '';
const { researcher, owner, outsider, admin, reviewer } = people;

describe('the simulated Graph, by the real client', () => {
  let world: World;
  let graph: Client;

  beforeEach(async () => {
    world = await startWorld({ pageSize: 4 });
    const { origin } = world.azure;
    graph = Client.initWithMiddleware({
      authProvider: new TokenCredentialAuthenticationProvider(world.credential, {
        scopes: ['https://graph.microsoft.com/.default'],
      }),
      baseUrl: `${origin}/`,
      customHosts: new Set([new URL(origin).hostname]),
    });
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const names = ({ value }: { value: Named[] }) => value.map(({ displayName }) => displayName);

  it('tells the groups of a person, and apart from them those that the person owns', async () => {
    const memberOf = await graph.api(`/users/${researcher.aadObjectId}/memberOf`).get();
    const transitive = await graph
      .api(`/users/${researcher.upn}/transitiveMemberOf/microsoft.graph.group`)
      .select('id,displayName')
      .get();
    const owned = await graph.api(`/users/${owner.aadObjectId}/ownedObjects/microsoft.graph.group`).get();
    const ofOwner = await graph.api(`/users/${owner.aadObjectId}/memberOf`).get();

    assert.deepEqual(names(memberOf), ['Oncology Workspace', 'Genomics Workspace']);
    assert.equal(memberOf.value[0]['@odata.type'], '#microsoft.graph.group');
    assert.deepEqual(Object.keys(transitive.value[0]), ['id', 'displayName']);
    assert.deepEqual(names(owned), ['Oncology Workspace', 'Genomics Workspace']);
    assert.deepEqual(names(ofOwner), []);
  });

  it('checks membership of up to twenty groups at once', async () => {
    const groupIds = [admins.groupId, reviewers.groupId, oncology];
    const check = (id: string) => graph.api(`/users/${id}/checkMemberGroups`).post({ groupIds });

    assert.deepEqual((await check(admin.aadObjectId)).value, [admins.groupId]);
    assert.deepEqual((await check(reviewer.aadObjectId)).value, [reviewers.groupId]);
    assert.deepEqual((await check(outsider.aadObjectId)).value, []);
    await assert.rejects(
      graph.api(`/users/${admin.aadObjectId}/checkMemberGroups`).post({ groupIds: Array(21).fill(oncology) }),
      {
        statusCode: 400,
      },
    );
  });

  it('adds and removes members, and refuses to add one twice or remove a stranger', async () => {
    const members = `/groups/${oncology}/members`;
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${outsider.aadObjectId}` };

    await graph.api(`${members}/$ref`).post(reference);
    await assert.rejects(graph.api(`${members}/$ref`).post(reference), { statusCode: 400, code: 'Request_BadRequest' });
    assert.deepEqual(names(await graph.api(`${members}/microsoft.graph.user`).get()), [
      'Researcher',
      'Researcher 2',
      'Outsider',
    ]);
    await graph.api(`${members}/${outsider.aadObjectId}/$ref`).delete();

    assert.deepEqual(names(await graph.api(members).get()), ['Researcher', 'Researcher 2']);
    await assert.rejects(graph.api(`${members}/${outsider.aadObjectId}/$ref`).delete(), {
      statusCode: 404,
      code: 'Request_ResourceNotFound',
    });
  });

  it('finds people by filter and by search', async () => {
    const filtered = await graph
      .api('/users')
      .filter("startswith(displayName,'res') and userPrincipalName ne 'x'")
      .get();
    const either = await graph
      .api('/users')
      .filter(`id eq '${admin.aadObjectId}' or displayName in ('Owner','Nobody')`)
      .get();
    const searched = await graph
      .api('/users')
      .header('ConsistencyLevel', 'eventual')
      .search('"displayName:reviewer"')
      .get();

    assert.deepEqual(names(filtered), ['Researcher', 'Researcher 2']);
    assert.deepEqual(names(either), ['Owner', 'Admin']);
    assert.deepEqual(names(searched), ['Reviewer', 'Reviewer 2']);
    await assert.rejects(graph.api('/users').search('"displayName:reviewer"').get(), {
      code: 'Request_UnsupportedQuery',
    });
    await assert.rejects(graph.api('/users').filter('displayName resembles 1').get(), { statusCode: 400 });
  });

  it('pages long lists by @odata.nextLink', async () => {
    const found: string[] = [];
    let page = await graph.api('/users').select('displayName').top(3).get();
    for (;;) {
      found.push(...names(page));
      if (!page['@odata.nextLink']) break;
      page = await graph.api(page['@odata.nextLink']).get();
    }

    assert.deepEqual(
      found,
      Object.values(people).map(({ name }) => name),
    );
  });

  it('creates a group with its members and deletes it again', async () => {
    const bind = (id: string) => `https://graph.microsoft.com/v1.0/users/${id}`;
    const body = {
      displayName: 'Neurology Workspace',
      mailNickname: 'neurology',
      mailEnabled: false,
      securityEnabled: true,
    };

    const group = await graph.api('/groups').post({ ...body, 'owners@odata.bind': [bind(owner.aadObjectId)] });
    assert.deepEqual(names(await graph.api(`/groups/${group.id}/owners`).get()), ['Owner']);
    await graph.api(`/groups/${group.id}`).delete();

    await assert.rejects(graph.api(`/groups/${group.id}`).get(), { statusCode: 404 });
    await assert.rejects(graph.api('/groups').post({ displayName: 'x' }), { statusCode: 400 });
  });

  it('keeps the mail that is sent', async () => {
    const message = {
      subject: 'Budget',
      body: { contentType: 'Text', content: 'Half of it is spent.' },
      toRecipients: [{ emailAddress: { address: owner.upn } }],
    };
    await graph.api(`/users/${admin.aadObjectId}/sendMail`).post({ message });

    const { body } = await world.control('GET', '/mail');

    assert.deepEqual(
      body.map(({ from, to, subject }: { from: string; to: string[]; subject: string }) => [from, to, subject]),
      [[admin.upn, [owner.upn], 'Budget']],
    );
  });

  it('installs the app for a person once', async () => {
    const { value } = await graph.api('/appCatalogs/teamsApps').get();
    const path = `/users/${researcher.aadObjectId}/teamwork/installedApps`;
    const app = { 'teamsApp@odata.bind': `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${value[0].id}` };

    await graph.api(path).post(app);
    await assert.rejects(graph.api(path).post(app), { statusCode: 409 });

    const installed = await graph.api(path).get();
    const chat = await graph.api(`${path}/${installed.value[0].id}/chat`).get();
    assert.match(chat.id, /^19:.*@unq\.gbl\.spaces$/);
  });

  it('answers in its own error shape without a good token and on unknown paths', async () => {
    const none = await world.call('GET', '/v1.0/users');
    const wrong = await world.call('GET', '/v1.0/users', { as: 'https://management.azure.com' });
    const unknown = await world.call('GET', '/v1.0/nothing', { as: 'https://graph.microsoft.com' });

    for (const { body } of [none, wrong, unknown]) {
      assert.deepEqual(Object.keys(body.error), ['code', 'message', 'innerError']);
      assert.deepEqual(Object.keys(body.error.innerError), ['date', 'request-id', 'client-request-id']);
    }
    assert.deepEqual([none.status, wrong.status, unknown.status], [401, 401, 404]);
    assert.equal(wrong.body.error.code, 'InvalidAuthenticationToken');
  });
});
