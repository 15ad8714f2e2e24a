import { createHash, randomBytes } from 'node:crypto';

/** What somebody signed in for. */
export interface Grant {
  readonly personId: string;
  readonly redirectUri: string;
  readonly nonce: string | undefined;
  /** PKCE's challenge (RFC 7636, 4.3), where the client sent one. */
  readonly challenge: { readonly value: string; readonly method: string } | undefined;
  readonly scope: string;
  readonly expiresAt: number;
}

/** Authorization codes: each good once, for ten minutes, in this process only. */
export class AuthorizationCodes {
  readonly #grants = new Map<string, Grant>();

  issue(grant: Omit<Grant, 'expiresAt'>): string {
    for (const [code, { expiresAt }] of this.#grants) if (expiresAt < Date.now()) this.#grants.delete(code);
    const code = `1.${randomBytes(48).toString('base64url')}`;
    this.#grants.set(code, { ...grant, expiresAt: Date.now() + 10 * 60 * 1000 });
    return code;
  }

  redeem(code: string): Grant | undefined {
    const grant = this.#grants.get(code);
    this.#grants.delete(code);
    return grant && grant.expiresAt >= Date.now() ? grant : undefined;
  }
}

/** True where the verifier fits the challenge, or neither was sent. */
export function verifierFits(challenge: Grant['challenge'], verifier: string | null): boolean {
  if (!challenge) return true;
  if (!verifier) return false;
  const made = challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  return made === challenge.value;
}
