import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import type { Signature, Signer } from '../../../services/ledger/ledger-checkpoint.ts';

/** Signs at once, as simulated time needs it; files and vaults take real time. */
export class MemorySigner implements Signer {
  readonly #keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }[] = [];

  constructor() {
    this.rotate();
  }

  rotate(): void {
    this.#keys.push(generateKeyPairSync('ed25519'));
  }

  async sign(bytes: Uint8Array): Promise<Signature> {
    const signature = sign(null, bytes, this.#keys.at(-1)!.privateKey).toString('base64url');
    return { keyId: `${this.#keys.length - 1}`, algorithm: 'EdDSA', signature };
  }

  async verify(bytes: Uint8Array, { keyId, signature }: Signature): Promise<boolean> {
    const key = this.#keys[Number(keyId)];
    return key !== undefined && verify(null, bytes, key.publicKey, Buffer.from(signature, 'base64url'));
  }
}
