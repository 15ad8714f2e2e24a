import { createRequire } from 'node:module';

/**
 * Loaded first in Azurite, whose accounts are else those that it was started with: here the sandbox tells it of others. A message
 * `{ accounts }`, in the form of `AZURITE_ACCOUNTS`, is answered with itself once all services know them.
 */
interface AccountStore {
  accounts: unknown;
  init(): Promise<void>;
  refresh(): void;
  parserAccountsEnvironmentString(accounts: string): unknown;
}

const require = createRequire(import.meta.url);
const { default: Store } = require('azurite/dist/src/common/AccountDataStore') as {
  default: { readonly prototype: AccountStore };
};
const stores = new Set<AccountStore>();
const { init, refresh } = Store.prototype;
let told: string | undefined;

Store.prototype.init = function remembered(this: AccountStore) {
  stores.add(this);
  return init.call(this);
};

// It comes by itself once a minute.
Store.prototype.refresh = function toldOf(this: AccountStore) {
  if (told === undefined) refresh.call(this);
  else this.accounts = this.parserAccountsEnvironmentString(told);
};

process.on('message', (message: { readonly accounts?: unknown }) => {
  if (typeof message.accounts !== 'string') return;
  told = message.accounts;
  for (const store of stores) store.refresh();
  process.send?.(message);
});
process.channel?.unref();
