import assert from 'node:assert/strict';
import { pino } from 'pino';
import { actionGroupsAppId, HookBearer } from '../../../bot/door/hook-bearer.ts';
import { SigningKeys } from '../../../bot/door/signing-keys.ts';
import { budgetHookRoutes } from '../../../bot/pages/budget-hook.ts';
import { createServer, type Server } from '../../../bot/server.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { type Money, money } from '../../../services/money/money.ts';
import { commonAlert, olderAlert } from '../../support/budget-alerts.ts';
import { workspace } from '../../support/machine-samples.ts';
import { makeKey, signToken, TokenIssuer } from '../../support/token-issuer.ts';

const secret = 'a secret of more than thirty-two letters';
const subscriptionId = '11111111-1111-1111-1111-111111111111';
const appId = '832cc727-9661-4ca9-a837-ffedefe3fc55';
const tenantId = '04eaba7d-6728-4e5b-9300-5ae9a5c128e6';
const login = 'https://login.example';
const log = pino({ level: 'silent' });

describe('POST /hooks/budget', () => {
  const key = makeKey('entra');
  let issuer: TokenIssuer;
  let server: Server;
  let port = 0;
  let failure: Error | undefined;
  const alerts: { workspace: string; spent: Money; firedAt: Date | undefined }[] = [];

  before(async () => {
    issuer = await TokenIssuer.start([key]);
    const keys = new SigningKeys({ metadataUrl: issuer.metadataUrl });
    const budgets = {
      alerted: async (id: string, spent: Money, firedAt?: Date) => {
        if (failure) throw failure;
        alerts.push({ workspace: id, spent, firedAt });
        return true;
      },
    };
    const workspaces = { all: async () => [workspace(), workspace('genomics')] };
    const bearer = new HookBearer({ appId, tenantId, login, keys });
    const routes = budgetHookRoutes({ budgets, workspaces, subscriptionId, secret, bearer, log });
    server = createServer({ host: '127.0.0.1', port: 0, routes, checks: {}, log });
    port = await server.listen();
  });
  beforeEach(() => {
    alerts.length = 0;
    failure = undefined;
  });
  after(async () => {
    await server.close();
    await issuer.close();
  });

  const alert = commonAlert({ group: 'rg-oncology', spent: '€900.50', unit: 'EUR' });

  async function post(body: unknown, headers: Record<string, string> = {}, query = ''): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${port}/hooks/budget${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    await response.text();
    return response.status;
  }

  const known = `?code=${encodeURIComponent(secret)}`;

  function token(claims: Record<string, unknown> = {}): Record<string, string> {
    const seconds = Math.floor(Date.now() / 1000);
    const payload = {
      ...{ iss: `https://sts.windows.net/${tenantId}/`, aud: appId, tid: tenantId, appid: actionGroupsAppId },
      ...{ nbf: seconds - 10, exp: seconds + 600, ...claims },
    };
    return { authorization: `Bearer ${signToken({ alg: 'RS256', kid: 'entra' }, payload, key)}` };
  }

  it('takes an alert from whoever knows the secret, in the address or in a header', async () => {
    assert.equal(await post(alert, {}, known), 204);
    assert.equal(await post(alert, { 'x-hook-secret': secret }), 204);

    assert.deepEqual(alerts[0], {
      workspace: 'oncology',
      spent: money('900.5', 'EUR'),
      firedAt: new Date('2026-03-02T09:13:20.645Z'),
    });
    assert.equal(alerts.length, 2);
  });

  it('takes it from Azure’s action groups with a token of either version, for either name of the app', async () => {
    assert.equal(await post(alert, token()), 204);
    const second = { iss: `${login}/${tenantId}/v2.0`, appid: undefined, azp: actionGroupsAppId };
    assert.equal(await post(alert, token({ ...second, aud: `api://${appId}` })), 204);
    assert.equal(alerts.length, 2);
  });

  it('refuses everybody else, and says nothing', async () => {
    const other = '99999999-9999-4999-8999-999999999999';
    const strangers = [
      {},
      { 'x-hook-secret': `${secret}.` },
      { 'x-hook-secret': '' },
      { authorization: 'Bearer a.b.c' },
      token({ aud: other }),
      token({ tid: other }),
      token({ iss: `https://sts.windows.net/${other}/` }),
      token({ appid: other }),
      token({ appid: undefined }),
      token({ exp: Math.floor(Date.now() / 1000) - 400 }),
    ];
    for (const headers of strangers) assert.equal(await post(alert, headers), 401, JSON.stringify(headers));
    assert.equal(await post(alert, {}, '?code=guess'), 401);
    assert.deepEqual(alerts, []);
  });

  it('knows a workspace by its resource group, and a budget of the whole subscription by its name', async () => {
    await post(olderAlert({ group: 'RG-Genomics', spent: '5', unit: 'EUR' }), {}, known);
    await post(commonAlert({ spent: '$5.00', name: 'Labdesk-Oncology' }), {}, known);

    assert.deepEqual(
      alerts.map((each) => each.workspace),
      ['genomics', 'oncology'],
    );
  });

  it('says nothing about what it does not know, and changes nothing', async () => {
    const others = [
      commonAlert({ group: 'rg-elsewhere', spent: '$5.00' }),
      commonAlert({ group: 'rg-oncology', spent: '$5.00', subscription: '22222222-2222-2222-2222-222222222222' }),
      commonAlert({ spent: '$5.00', name: 'oncology' }),
      { schemaId: 'something else' },
    ];
    for (const other of others) assert.equal(await post(other, {}, known), 204);
    assert.deepEqual(alerts, []);
  });

  it('takes JSON of a decent size, and nothing else', async () => {
    assert.equal(await post('{', {}, known), 400);
    assert.equal(await post(alert, { 'content-type': 'text/plain' }, known), 415);
    assert.equal(await post(`"${'a'.repeat(64 * 1024)}"`, {}, known), 413);
    assert.equal(await post('['.repeat(40), {}, known), 400);
    assert.deepEqual(alerts, []);
  });

  it('has Azure call again where the store does not answer', async () => {
    failure = new WorkspaceError('unavailable', 'The store does not answer.');
    assert.equal(await post(alert, {}, known), 503);
  });

  it('is not there without a secret and without tokens', () => {
    const parts = { budgets: { alerted: async () => true }, workspaces: { all: async () => [] }, subscriptionId, log };
    assert.deepEqual(budgetHookRoutes({ ...parts, secret: undefined, bearer: undefined }), []);
  });
});
