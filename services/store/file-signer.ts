import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { link, mkdir, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import type { Signature, Signer } from '../ledger/ledger-checkpoint.ts';

interface Key {
  readonly id: string;
  readonly secret: KeyObject;
}

const algorithm = 'EdDSA';
const fileName = /^\d{6}\.pem$/;

/**
 * Signs with Ed25519 keys (RFC 8032) that lie as PEM files in a folder, for one machine: the newest signs, older ones still
 * verify. The first is made where there is none; any number of processes may share the folder. A key's id is its thumbprint
 * (RFC 7638).
 */
export class FileSigner implements Signer {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async sign(bytes: Uint8Array): Promise<Signature> {
    const newest = (await this.#keys()).at(-1) ?? (await this.#first());
    return { keyId: newest.id, algorithm, signature: sign(null, bytes, newest.secret).toString('base64url') };
  }

  async verify(bytes: Uint8Array, { keyId, algorithm: named, signature }: Signature): Promise<boolean> {
    const key = (await this.#keys()).find(({ id }) => id === keyId);
    if (!key || named !== algorithm) return false;
    return verify(null, bytes, createPublicKey(key.secret), Buffer.from(signature, 'base64url'));
  }

  /** Signs with a new key from now on. */
  async rotate(): Promise<void> {
    const names = await this.#names();
    await this.#put(Number.parseInt(names.at(-1) ?? '0', 10) + 1);
  }

  async #first(): Promise<Key> {
    await this.#put(1);
    return (await this.#keys()).at(-1)!;
  }

  /** Puts a key at this number, where none is; a file is there whole or not at all. */
  async #put(number: number): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const { privateKey } = generateKeyPairSync('ed25519');
    const draft = join(this.#directory, `${randomBytes(9).toString('hex')}.new`);
    await writeFile(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
    try {
      await link(draft, join(this.#directory, `${`${number}`.padStart(6, '0')}.pem`));
    } catch (error) {
      // Another process was faster: its key is as good.
      if (codeOf(error) !== 'EEXIST') throw error;
    } finally {
      await unlink(draft);
    }
  }

  /** Oldest first. Read every time: they are few and another process may have added one. */
  async #keys(): Promise<Key[]> {
    const pems = (await this.#names()).map((name) => readFile(join(this.#directory, name), 'utf8'));
    return (await Promise.all(pems)).map((pem) => {
      const secret = createPrivateKey(pem);
      return { id: thumbprint(secret), secret };
    });
  }

  async #names(): Promise<string[]> {
    try {
      return (await readdir(this.#directory)).filter((name) => fileName.test(name)).sort();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  }
}

function thumbprint(secret: KeyObject): string {
  const { crv, kty, x } = createPublicKey(secret).export({ format: 'jwk' });
  return createHash('sha256').update(canonicalize({ crv, kty, x })!).digest('base64url');
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
