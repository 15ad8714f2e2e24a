import { generateKeyPair, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { readState, writeState } from './state-file.ts';

const jwk = z.looseObject({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string(), d: z.string() });
export type SigningKey = z.infer<typeof jwk>;

export interface ConnectorKeys {
  /** The address of the OpenID document that names the keys, as login.botframework.com publishes one. */
  readonly openid: string;
  /** The private key that tests sign the activities' tokens with. */
  readonly signingKey: SigningKey;
  close(): Promise<void>;
}

/** Publishes the key that activities are signed with; it is made at the first start and kept in the directory. */
export async function startConnectorKeys(directory: string, port: number): Promise<ConnectorKeys> {
  const signingKey = await loadKey(join(directory, 'connector-key.json'));
  const { kty, kid, n, e } = signingKey;
  const origin = `http://127.0.0.1:${port}`;
  const documents: Readonly<Record<string, unknown>> = {
    '/v1/.well-known/openidconfiguration': {
      issuer: 'https://api.botframework.com',
      authorization_endpoint: 'https://invalid.botframework.com',
      jwks_uri: `${origin}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    },
    '/v1/.well-known/keys': { keys: [{ kty, kid, n, e, use: 'sig', alg: 'RS256', endorsements: ['msteams'] }] },
  };
  const server = createServer((request, response) => {
    const document = documents[request.url ?? ''];
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document ?? {}));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    openid: `${origin}/v1/.well-known/openidconfiguration`,
    signingKey,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function loadKey(path: string): Promise<SigningKey> {
  const found = jwk.safeParse(await readState(path));
  if (found.success) return found.data;
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const made = jwk.parse({ ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' });
  await writeState(path, made);
  return made;
}
