import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/identity';
import type { CredentialSettings } from '../credentials/credential-settings.ts';
import type { TokenSource } from '../credentials/tokens.ts';
import { WorkspaceError } from '../errors.ts';

/** How long a token may take to get; somebody waits for it. */
const callTimeoutInMs = 4_000;

/**
 * The credential that Azure's and Graph's clients are given. `@azure/identity` is loaded when the first token is asked for, not
 * while the process starts.
 */
export function createCredential(settings: CredentialSettings): TokenCredential {
  let credential: Promise<TokenCredential> | undefined;
  return {
    async getToken(scopes: string | string[], options?: GetTokenOptions): Promise<AccessToken | null> {
      credential ??= load(settings);
      const abortSignal = AbortSignal.timeout(callTimeoutInMs);
      return await Promise.race([
        (await credential).getToken(scopes, { ...options, abortSignal: options?.abortSignal ?? abortSignal }),
        aborted(abortSignal),
      ]);
    },
  };
}

/** Rejects when the signal does: not everything in `@azure/identity` heeds it. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function load(settings: CredentialSettings): Promise<TokenCredential> {
  const identity = await import('@azure/identity');
  const { tenantId, clientId, authorityHost } = settings;
  const options = authorityHost ? { authorityHost, disableInstanceDiscovery: true } : {};
  switch (settings.kind) {
    case 'managed-identity':
      return new identity.ManagedIdentityCredential({ clientId });
    case 'federated':
      return new identity.WorkloadIdentityCredential({
        tenantId,
        clientId,
        tokenFilePath: settings.tokenFile,
        ...options,
      });
    case 'secret':
      return new identity.ClientSecretCredential(tenantId, clientId, settings.secret, options);
    case 'certificate':
      return new identity.ClientCertificateCredential(
        tenantId,
        clientId,
        { certificatePath: settings.certificatePath },
        options,
      );
  }
}

interface Entry {
  readonly token: string;
  readonly expiresAt: number;
  /** From then on a new one is fetched while this one is still used. */
  refreshAt: number;
}

/** A token is no longer handed out this long before it ends. */
const marginInMs = 60_000;
/** A token is renewed this long before it ends, or half-way for one that lives shorter. */
const aheadInMs = 10 * 60_000;
const pauseAfterFailureInMs = 10_000;

/** Keeps one token a scope, fetches each by single flight and renews it ahead of time behind its users' backs. */
export class CachedTokens implements TokenSource {
  readonly #credential: TokenCredential;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  readonly #pending = new Map<string, Promise<string>>();

  constructor(credential: TokenCredential, now: () => number = Date.now) {
    this.#credential = credential;
    this.#now = now;
  }

  async token(scope: string, refused?: string): Promise<string> {
    const now = this.#now();
    const entry = this.#entries.get(scope);
    if (!entry || now >= entry.expiresAt - marginInMs || entry.token === refused) return this.#fetch(scope);
    if (now >= entry.refreshAt) {
      entry.refreshAt = now + pauseAfterFailureInMs;
      void this.#fetch(scope).catch(() => undefined);
    }
    return entry.token;
  }

  #fetch(scope: string): Promise<string> {
    const running = this.#pending.get(scope);
    if (running) return running;
    const fetching = this.#ask(scope).finally(() => this.#pending.delete(scope));
    this.#pending.set(scope, fetching);
    return fetching;
  }

  async #ask(scope: string): Promise<string> {
    const access = await this.#credential.getToken(scope).catch((cause: unknown) => {
      throw unavailable(cause);
    });
    if (!access) throw unavailable(undefined);
    const { token, expiresOnTimestamp: expiresAt, refreshAfterTimestamp } = access;
    const now = this.#now();
    const ahead = Math.min(aheadInMs, (expiresAt - now) / 2);
    this.#entries.set(scope, {
      token,
      expiresAt,
      refreshAt: Math.min(refreshAfterTimestamp ?? expiresAt, expiresAt - ahead),
    });
    return token;
  }
}

function unavailable(cause: unknown): WorkspaceError {
  return new WorkspaceError(
    'unavailable',
    'Signing in to Microsoft does not work at the moment. Try again in a few minutes.',
    { cause },
  );
}
