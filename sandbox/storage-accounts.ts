import type { RestError } from '@azure/storage-blob';
import { blobsBehind, type StorageBehind } from './storage-behind.ts';

/** Accounts that come and go while the sandbox runs, one change after the other: Azurite knows them as those that it began with. */
export class StorageAccounts {
  readonly #behind: StorageBehind;
  /** Those that stand in several zones have no archive tier. */
  readonly #zoned = new Set<string>();
  #changes: Promise<unknown> = Promise.resolve();

  constructor(behind: StorageBehind) {
    this.#behind = behind;
  }

  /** `sku` is Azure's name of its redundancy. One that is there is left as it is. */
  async create(account: string, sku: string): Promise<void> {
    await this.#change(async () => {
      this.note(account, sku);
      if (!(account in this.#behind.keys)) await this.#behind.setAccount(account, true);
    });
  }

  /** Says what one is that is there already. */
  note(account: string, sku: string): void {
    if (/ZRS/i.test(sku)) this.#zoned.add(account);
  }

  hasArchive(account: string): boolean {
    return !this.#zoned.has(account);
  }

  async createContainer(account: string, container: string): Promise<void> {
    await this.#change(async () => {
      await blobsBehind(this.#behind, account).getContainerClient(container).createIfNotExists();
    });
  }

  /** With all that is in it. */
  async remove(account: string): Promise<void> {
    await this.#change(async () => {
      if (!(account in this.#behind.keys)) return;
      const service = blobsBehind(this.#behind, account);
      for await (const { name } of service.listContainers()) {
        await service.deleteContainer(name).catch((error: RestError) => {
          if (error.statusCode !== 404) throw error;
        });
      }
      await this.#behind.setAccount(account, false);
      this.#zoned.delete(account);
    });
  }

  /** Resolves when what was begun has ended. */
  async settled(): Promise<void> {
    await this.#changes.catch(() => {});
  }

  async #change(work: () => Promise<void>): Promise<void> {
    const change = this.#changes.catch(() => {}).then(work);
    this.#changes = change;
    await change;
  }
}
