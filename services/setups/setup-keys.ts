import { generateKeyPairSync } from 'node:crypto';
import { derivedKey } from '../credentials/keys.ts';

/** One character of each class that Azure asks for. */
const classes = 'Aa1-';

/**
 * The password of the local administrator of a workspace's machines on Windows, whom nobody signs in as: the same whenever it is asked for,
 * so that it is stored nowhere. 47 characters of all classes (the template takes 24 to 72).
 */
export function adminPassword(secret: Buffer, workspace: string): string {
  return `${classes}${derivedKey(secret, `workspace-admin/${workspace}`).toString('base64url')}`;
}

/** A new public key as OpenSSH writes it (RFC 8709, section 4), whose private key nobody has: it is thrown away right here. */
export function nobodysSshKey(comment: string): string {
  const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  const blob = Buffer.concat([field(Buffer.from('ssh-ed25519')), field(Buffer.from(x!, 'base64url'))]);
  return `ssh-ed25519 ${blob.toString('base64')} ${comment}`;
}

/** RFC 4251, section 5: `string`. */
function field(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
