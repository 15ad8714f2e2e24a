import { hash } from 'node:crypto';
import type { Signer } from '../../../../services/ledger/ledger-checkpoint.ts';

/** Signs so that only what it signed verifies; quickly. */
export const signer: Signer = {
  sign: async (bytes) => ({ keyId: 'key-1', algorithm: 'test', signature: hash('sha256', bytes) }),
  verify: async (bytes, { signature }) => signature === hash('sha256', bytes),
};
