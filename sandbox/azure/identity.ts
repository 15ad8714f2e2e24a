import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The secrets of the simulated tenant, made at the first start and kept in the directory. */
export interface Identity {
  /** Of the bot's application. */
  readonly clientSecret: string;
  /** With which the login endpoint signs. */
  readonly signingKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly keyId: string;
}

interface Kept {
  readonly clientSecret: string;
  readonly keyId: string;
  readonly signingKey: string;
}

function create(): Kept {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clientSecret: randomBytes(30).toString('base64url'),
    keyId: randomBytes(20).toString('base64url'),
    signingKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

export function loadIdentity(directory: string): Identity {
  const path = join(directory, 'identity.json');
  if (!existsSync(path)) {
    writeFileSync(`${path}.new`, JSON.stringify(create()), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept;
  const signingKey = createPrivateKey(kept.signingKey);
  return {
    clientSecret: kept.clientSecret,
    keyId: kept.keyId,
    signingKey,
    publicKey: createPublicKey(signingKey),
  };
}
