import { createRequire } from 'node:module';

/**
 * Loaded first in Azurite, which otherwise looks only once a minute whether it is to have other accounts: here the sandbox tells it.
 * A message `{ accounts }` is in the form of `AZURITE_ACCOUNTS`; it is answered with itself once all services know them.
 */
interface AccountStore {
  init(): Promise<void>;
  refresh(): void;
}

const require = createRequire(import.meta.url);
const { default: Store } = require('azurite/dist/src/common/AccountDataStore') as {
  default: { readonly prototype: AccountStore };
};
const stores = new Set<AccountStore>();
const { init } = Store.prototype;

Store.prototype.init = function remembered(this: AccountStore) {
  stores.add(this);
  return init.call(this);
};

process.on('message', (message: { readonly accounts?: unknown }) => {
  if (typeof message.accounts !== 'string') return;
  process.env.AZURITE_ACCOUNTS = message.accounts;
  for (const store of stores) store.refresh();
  process.send?.(message);
});
process.channel?.unref();
