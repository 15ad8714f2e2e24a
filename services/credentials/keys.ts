import { hkdfSync, randomBytes } from 'node:crypto';
import { type Document, type Store, WriteConflict } from '../store/store.ts';

interface KeyDocument extends Document {
  readonly kind: 'key';
  /** 32 bytes, base64url. */
  readonly secret: string;
}

const address = { partition: 'system', id: 'key' } as const;

/** The secret that all instances share, made at the very first start and kept in the store. */
export async function sharedSecret(store: Store): Promise<Buffer> {
  const stored = await store.get<KeyDocument>(address.partition, address.id);
  if (stored) return Buffer.from(stored.document.secret, 'base64url');
  const secret = randomBytes(32).toString('base64url');
  try {
    await store.create<KeyDocument>({ ...address, kind: 'key', schema: 1, secret });
    return Buffer.from(secret, 'base64url');
  } catch (error) {
    if (error instanceof WriteConflict) return await sharedSecret(store);
    throw error;
  }
}

/** A key of 32 bytes for one purpose alone (HKDF, RFC 5869, with SHA-256). */
export function derivedKey(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `labdesk/${purpose}`, 32));
}
