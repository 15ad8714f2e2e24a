import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { ClientAssertionCredential, ClientCertificateCredential, ClientSecretCredential } from '@azure/identity';
import { createRemoteJWKSet, decodeJwt, customFetch as joseFetch, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { clientId, people, tenantId } from '../../../sandbox/seed.ts';
import { identityOptions, startWorld, type World } from './world.ts';

const arm = 'https://management.azure.com/.default';

describe('the simulated login', () => {
  let world: World;

  before(async () => {
    world = await startWorld();
  });
  after(() => world[Symbol.asyncDispose]());

  it('gives a secret, a certificate and a federated token a signed token for the resource they ask for', async () => {
    const { azure, certificates } = world;
    const options = identityOptions(azure);
    const credentials = [
      new ClientSecretCredential(tenantId, clientId, azure.clientSecret, options),
      new ClientCertificateCredential(tenantId, clientId, certificates.clientPath, options),
      new ClientAssertionCredential(tenantId, clientId, () => readFile(azure.federatedTokenFile, 'utf8'), options),
    ];

    for (const credential of credentials) {
      const { token } = await credential.getToken(arm);
      const claims = decodeJwt(token);
      assert.equal(claims.aud, 'https://management.azure.com');
      assert.equal(claims.tid, tenantId);
      assert.equal(claims.appid, clientId);
      const { status } = await world.call('GET', '/subscriptions?api-version=2022-12-01', {
        headers: { authorization: `Bearer ${token}` },
      });
      assert.equal(status, 200);
    }
  });

  it('refuses a wrong secret as Entra ID does', async () => {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: 'wrong',
      scope: arm,
    });
    const { status, body } = await world.call('POST', `/${tenantId}/oauth2/v2.0/token`, { body: form.toString() });

    assert.equal(status, 401);
    assert.equal(body.error, 'invalid_client');
    assert.match(body.error_description, /^AADSTS7000215: Invalid client secret provided\..* Trace ID: .* Timestamp: /);
    assert.deepEqual(body.error_codes, [7000215]);
  });

  for (const [fault, changes, code] of [
    ['an unknown client', { client_id: 'aaaaaaaa-0000-4000-8000-000000000000' }, 700016],
    ['no secret', { client_secret: undefined }, 7000218],
    ['an unknown resource', { scope: 'https://unknown.example/.default' }, 500011],
    ['a scope without .default', { scope: 'https://management.azure.com/user_impersonation' }, 1002012],
    ['no grant type', { grant_type: undefined }, 900144],
    ['another grant type', { grant_type: 'password' }, 70003],
    [
      'an assertion nobody signed',
      {
        client_assertion: 'e30.e30.e30',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      },
      700027,
    ],
  ] as const) {
    it(`names the error of ${fault}`, async () => {
      const { clientSecret } = world.azure;
      const fields = {
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope: arm,
        ...changes,
      };
      const form = new URLSearchParams(
        Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
      );
      const { status, body } = await world.call('POST', `/${tenantId}/oauth2/v2.0/token`, { body: form.toString() });

      assert.ok(status === 400 || status === 401);
      assert.deepEqual(body.error_codes, [code]);
    });
  }

  it('does not know another tenant', async () => {
    const { status, body } = await world.call('GET', '/another.example/v2.0/.well-known/openid-configuration');

    assert.equal(status, 400);
    assert.deepEqual(body.error_codes, [90002]);
  });

  describe('for people', () => {
    const redirect = 'http://127.0.0.1:3978/signed-in';
    let config: oidc.Configuration;

    before(async () => {
      const { azure } = world;
      config = await oidc.discovery(new URL(`${azure.origin}/${tenantId}/v2.0`), clientId, azure.clientSecret);
    });

    async function begin(parameters: Record<string, string>): Promise<{ url: URL; verifier: string }> {
      const verifier = oidc.randomPKCECodeVerifier();
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirect,
        scope: 'openid profile',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: 'the state',
        nonce: 'the nonce',
        ...parameters,
      });
      return { url, verifier };
    }

    it('signs somebody in at once by a login hint, with PKCE, for openid-client', async () => {
      const { url, verifier } = await begin({ login_hint: people.owner2.upn });

      const { status, headers } = await world.call('GET', url.href);
      const back = new URL(headers.get('location') ?? '');
      const tokens = await oidc.authorizationCodeGrant(config, back, {
        pkceCodeVerifier: verifier,
        expectedState: 'the state',
        expectedNonce: 'the nonce',
      });

      assert.equal(status, 302);
      const claims = tokens.claims();
      assert.deepEqual(
        [claims?.oid, claims?.tid, claims?.name, claims?.preferred_username],
        [people.owner2.aadObjectId, tenantId, 'Owner 2', people.owner2.upn],
      );
    });

    it('signs identity tokens with the key that it publishes', async () => {
      const { url, verifier } = await begin({ login_hint: people.admin.upn, response_mode: 'query' });
      const { headers } = await world.call('GET', url.href);
      const checks = { pkceCodeVerifier: verifier, expectedState: 'the state', expectedNonce: 'the nonce' };
      const { id_token } = await oidc.authorizationCodeGrant(config, new URL(headers.get('location') ?? ''), checks);
      const { jwks_uri = '', issuer } = config.serverMetadata();

      const keys = createRemoteJWKSet(new URL(jwks_uri), { [joseFetch]: fetch });
      const { protectedHeader } = await jwtVerify(id_token ?? '', keys, { issuer, audience: clientId });

      assert.equal(protectedHeader.alg, 'RS256');
    });

    it('shows everybody of the tenant to pick from where no hint is given', async () => {
      const { url } = await begin({});
      const { status, body } = await world.call('GET', url.href);

      assert.equal(status, 200);
      for (const { name } of Object.values(people)) assert.ok(body.includes(`>${name}<`));
      assert.match(body, /login_hint=researcher%40labdesk\.example/);
    });

    it('takes a code once, and only with its verifier', async () => {
      const redeem = async (code: string, verifier: string) => {
        const fields = { grant_type: 'authorization_code', code, redirect_uri: redirect, code_verifier: verifier };
        const form = new URLSearchParams({ ...fields, client_id: clientId, client_secret: world.azure.clientSecret });
        return world.call('POST', `/${tenantId}/oauth2/v2.0/token`, { body: form.toString() });
      };
      const code = async (url: URL) =>
        new URL((await world.call('GET', url.href)).headers.get('location') ?? '').searchParams.get('code') ?? '';
      const first = await begin({ login_hint: people.owner.upn });
      const second = await begin({ login_hint: people.owner.upn });
      const firstCode = await code(first.url);

      const answers = [
        await redeem(firstCode, first.verifier),
        await redeem(firstCode, first.verifier),
        await redeem(await code(second.url), first.verifier),
      ];

      assert.deepEqual(
        answers.map(({ body }) => body.error_codes?.[0] ?? 'token'),
        ['token', 70008, 501481],
      );
    });

    it('goes back to pages of this machine only', async () => {
      const { url } = await begin({ redirect_uri: 'https://elsewhere.example/', login_hint: people.owner.upn });
      const { status, body } = await world.call('GET', url.href);

      assert.equal(status, 400);
      assert.match(body, /AADSTS50011/);
    });
  });
});
