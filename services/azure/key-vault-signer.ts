import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import type { TokenCredential } from '@azure/identity';
import type { CryptographyClient, KeyClient, KeyClientOptions, KeyVaultKey } from '@azure/keyvault-keys';
import type { Signature, Signer } from '../ledger/ledger-checkpoint.ts';
import { toWorkspaceError } from './errors.ts';

export interface KeyVaultSignerOptions {
  /** Of the key without a version: `https://vault.vault.azure.net/keys/labdesk-ledger`. An EC key on P-256. */
  readonly keyUrl: string;
  readonly credential: TokenCredential;
  /** Of the SDK, where the vault is not one of the public cloud's. */
  readonly client?: KeyClientOptions;
}

const algorithm = 'ES256';
const limitInMs = 10_000;
/** How long after a rotation the version before may still sign. */
const newestCacheInMs = 3_600_000;
/** Key Vault REST API, "About keys, secrets, and certificates": versions are 32 characters. */
const versionShape = /^[0-9a-f]{32}$/;

/**
 * Signs with a key that never leaves Azure Key Vault; its newest version signs. Signatures are checked here, with the public
 * half that the vault names; so are those of older versions. A signature's key id is the version's address.
 */
export class KeyVaultSigner implements Signer {
  readonly #keyUrl: string;
  readonly #options: KeyVaultSignerOptions;
  readonly #publicKeys = new Map<string, Promise<KeyObject | undefined>>();
  #loading: Promise<KeyClient> | undefined;
  #newest: { readonly at: number; readonly client: Promise<CryptographyClient> } | undefined;

  constructor(options: KeyVaultSignerOptions) {
    this.#options = options;
    this.#keyUrl = options.keyUrl.replace(/\/+$/, '');
  }

  async sign(bytes: Uint8Array): Promise<Signature> {
    try {
      const client = await this.#signing();
      const { result, keyID } = await client.sign(algorithm, hash('sha256', bytes, 'buffer'), within());
      if (!keyID) throw new Error('Key Vault did not say which version signed.');
      return { keyId: keyID, algorithm, signature: Buffer.from(result).toString('base64url') };
    } catch (error) {
      this.#newest = undefined;
      throw toWorkspaceError(error, 'The key vault');
    }
  }

  async verify(bytes: Uint8Array, { keyId, algorithm: named, signature }: Signature): Promise<boolean> {
    const version = keyId.startsWith(`${this.#keyUrl}/`) ? keyId.slice(this.#keyUrl.length + 1) : '';
    if (named !== algorithm || !versionShape.test(version)) return false;
    const key = await this.#publicKey(version);
    if (!key) return false;
    // JWA (RFC 7518, section 3.4): R and S one after the other, not in DER.
    return verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  }

  async #publicKey(version: string): Promise<KeyObject | undefined> {
    const known = this.#publicKeys.get(version);
    if (known) return await known;
    const asking = this.#ask(version);
    this.#publicKeys.set(version, asking);
    try {
      return await asking;
    } catch (error) {
      this.#publicKeys.delete(version);
      throw toWorkspaceError(error, 'The key vault');
    }
  }

  /** Undefined where the key has no such version. */
  async #ask(version: string): Promise<KeyObject | undefined> {
    try {
      const { key } = await (await this.#client()).getKey(this.#name(), { version, ...within() });
      return publicKeyOf(key);
    } catch (error) {
      if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return undefined;
      throw error;
    }
  }

  async #signing(): Promise<CryptographyClient> {
    const now = performance.now();
    if (!this.#newest || now - this.#newest.at > newestCacheInMs)
      this.#newest = { at: now, client: this.#newestVersion() };
    return await this.#newest.client;
  }

  async #newestVersion(): Promise<CryptographyClient> {
    const { CryptographyClient } = await import('@azure/keyvault-keys');
    const { id } = await (await this.#client()).getKey(this.#name(), within());
    if (!id) throw new Error('Key Vault did not name the version of the key.');
    return new CryptographyClient(id, this.#options.credential, this.#options.client);
  }

  #client(): Promise<KeyClient> {
    const { credential, client } = this.#options;
    this.#loading ??= import('@azure/keyvault-keys').then(
      ({ KeyClient }) => new KeyClient(new URL(this.#keyUrl).origin, credential, client),
    );
    return this.#loading;
  }

  #name(): string {
    return new URL(this.#keyUrl).pathname.split('/')[2] ?? '';
  }
}

function publicKeyOf(key: KeyVaultKey['key']): KeyObject | undefined {
  if (!key?.x || !key.y || key.crv !== 'P-256') return undefined;
  const [x, y] = [key.x, key.y].map((part) => Buffer.from(part).toString('base64url'));
  return createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
}

function within() {
  return { abortSignal: AbortSignal.timeout(limitInMs) };
}
