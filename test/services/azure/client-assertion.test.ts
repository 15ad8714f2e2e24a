import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jwtVerify } from 'jose';
import { issueCertificate } from '../../../sandbox/x509.ts';
import { clientAssertion } from '../../../services/azure/client-assertion.ts';

const app = { tenantId: 'tenant', clientId: '832cc727-9661-4ca9-a837-ffedefe3fc55' };
const endpoint = 'https://login.microsoftonline.com/tenant/oauth2/v2.0/token';
const nobody = { getToken: async () => assert.fail('No token was to be asked for.') };

/** A certificate with its key in one PEM, the order as given. */
function certificate(order: 'key first' | 'certificate first'): string {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const subject = { subject: 'labdesk', issuer: 'labdesk' };
  const made = issueCertificate({ ...subject, publicKey, signingKey: privateKey, usage: 'client', years: 1 });
  const key = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return order === 'key first' ? key + made : made + key;
}

describe('the assertion by which the app proves itself', () => {
  let directory: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'labdesk-assertion-'));
  });
  after(() => rm(directory, { recursive: true, force: true }));

  for (const order of ['key first', 'certificate first'] as const) {
    it(`verifies with the public key of the certificate (${order} in the file)`, async () => {
      const pem = certificate(order);
      const certificatePath = join(directory, `${order}.pem`);
      await writeFile(certificatePath, pem);

      const assertion = await clientAssertion({ ...app, kind: 'certificate', certificatePath }, nobody, endpoint);

      const { raw, publicKey } = new X509Certificate(pem);
      const { payload, protectedHeader } = await jwtVerify(assertion, publicKey, {
        algorithms: ['PS256'],
        audience: endpoint,
        issuer: app.clientId,
        subject: app.clientId,
        requiredClaims: ['jti', 'nbf', 'exp'],
      });
      assert.equal(protectedHeader['x5t#S256'], createHash('sha256').update(raw).digest('base64url'));
      assert.ok(payload.exp! - payload.nbf! <= 600);
    });
  }

  it('is another one each time', async () => {
    const certificatePath = join(directory, 'key first.pem');
    const made = () => clientAssertion({ ...app, kind: 'certificate', certificatePath }, nobody, endpoint);

    assert.notEqual(await made(), await made());
  });

  it('is the federated token as it stands in its file now', async () => {
    const tokenFile = join(directory, 'token');
    const made = () => clientAssertion({ ...app, kind: 'federated', tokenFile }, nobody, endpoint);

    await writeFile(tokenFile, 'first.token\n');
    assert.equal(await made(), 'first.token');
    await writeFile(tokenFile, ' second.token ');
    assert.equal(await made(), 'second.token');
  });

  it('is a token of the managed identity for the exchange', async () => {
    const asked: unknown[] = [];
    const credential = {
      getToken: async (scopes: string | string[]) => {
        asked.push(scopes);
        return { token: 'of.the.identity', expiresOnTimestamp: 0 };
      },
    };

    assert.equal(await clientAssertion({ ...app, kind: 'managed-identity' }, credential, endpoint), 'of.the.identity');
    assert.deepEqual(asked, ['api://AzureADTokenExchange/.default']);
  });
});
