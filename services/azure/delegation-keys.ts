import type { UserDelegationKey } from '@azure/storage-blob';
import type { ContainerUrl } from '../files/file.ts';
import type { BlobClients } from './blob-clients.ts';

interface Held {
  readonly key: Promise<UserDelegationKey>;
  readonly startsOn: Date;
  readonly expiresOn: Date;
}

/** Clocks differ (Best practices when using SAS: start 15 minutes in the past). */
export const backdatedInMs = 15 * 60_000;
const lifeInMs = 60 * 60_000;
/** One with less left to live is not used any more: what is signed with it must end before it. */
const leastLeftInMs = 10 * 60_000;
const limitInMs = 6000;

/** Keys to sign links with, one an account: asked for once for all who wait, and used for half an hour. */
export class DelegationKeys {
  readonly #clients: BlobClients;
  readonly #held = new Map<string, Held>();

  constructor(clients: BlobClients) {
    this.#clients = clients;
  }

  /** A key that is good for at least ten minutes more, in real time. Throws the SDK's errors. */
  async keyFor(container: ContainerUrl): Promise<{ key: UserDelegationKey; startsOn: Date }> {
    const account = await this.#clients.account(container);
    const held = this.#held.get(account.url);
    const fresh = held && held.expiresOn.getTime() - Date.now() > leastLeftInMs ? held : this.#ask(account);
    this.#held.set(account.url, fresh);
    try {
      return { key: await fresh.key, startsOn: fresh.startsOn };
    } catch (error) {
      if (this.#held.get(account.url) === fresh) this.#held.delete(account.url);
      throw error;
    }
  }

  #ask(account: Awaited<ReturnType<BlobClients['account']>>): Held {
    const now = Date.now();
    const startsOn = new Date(now - backdatedInMs);
    const expiresOn = new Date(startsOn.getTime() + lifeInMs);
    const abortSignal = AbortSignal.timeout(limitInMs);
    return { key: account.getUserDelegationKey(startsOn, expiresOn, { abortSignal }), startsOn, expiresOn };
  }
}
