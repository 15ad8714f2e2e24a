import { constants, createHash, createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { TokenCredential } from '@azure/identity';
import type { CredentialSettings } from '../credentials/credential-settings.ts';

const lifeInSeconds = 300;

/**
 * A signed assertion by which this app proves itself to Entra ID in place of a secret: the federated token as it stands in its file,
 * one of the managed identity for token exchange, or one signed with the certificate (RFC 7523; Entra's "Certificate credentials").
 */
export async function clientAssertion(
  settings: CredentialSettings,
  credential: TokenCredential,
  tokenEndpoint: string,
): Promise<string> {
  switch (settings.kind) {
    case 'federated':
      return (await readFile(settings.tokenFile, 'utf8')).trim();
    case 'certificate':
      return signed(await readFile(settings.certificatePath, 'utf8'), settings.clientId, tokenEndpoint);
    default:
      return (await credential.getToken('api://AzureADTokenExchange/.default'))?.token ?? '';
  }
}

function signed(pem: string, clientId: string, audience: string): string {
  const thumbprint = createHash('sha256').update(new X509Certificate(pem).raw).digest('base64url');
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint };
  const claims = { aud: audience, iss: clientId, sub: clientId, jti: randomUUID(), nbf: now, exp: now + lifeInSeconds };
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const key = { key: createPrivateKey(pem), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}
