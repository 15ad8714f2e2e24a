import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StorageSharedKeyCredential } from '@azure/storage-queue';
import { pino } from 'pino';
import { AzureWorkQueue } from '../../../../services/azure/queue.ts';
import { Changes } from '../../../../services/change/change.ts';
import { Effects } from '../../../../services/effects/effects.ts';
import { SqliteStore } from '../../../../services/store/sqlite.ts';
import type { Document, Store } from '../../../../services/store/store.ts';
import { SystemClock } from '../../../../services/time/clock.ts';
import { command, type Ticket, ticketType } from '../../change/ticket.ts';
import { account } from './azurite.ts';

/**
 * A process of its own with the real store and the real queue, for tests to kill. What its effect does outside is a file
 * named after the effect. Settings by environment: DIRECTORY, QUEUE_URL, TICKETS (how many to open), PREFIX of their ids,
 * DIE_AT (the step after which it kills itself as SIGKILL does).
 */
const { DIRECTORY = '', QUEUE_URL = '', TICKETS = '0', PREFIX = 'ticket', DIE_AT = '' } = process.env;

function step(name: string): void {
  if (name === DIE_AT) process.kill(process.pid, 'SIGKILL');
}

/** Every write of a document is a step: `create`, `write-1`, `write-2`. */
function stepping(store: Store): Store {
  let writes = 0;
  return {
    get: (partition, id) => store.get(partition, id),
    create: async <D extends Document>(document: D) => {
      const stored = await store.create(document);
      step('create');
      return stored;
    },
    replace: async <D extends Document>(document: D, etag: string) => {
      const stored = await store.replace(document, etag);
      writes += 1;
      step(`write-${writes}`);
      return stored;
    },
    delete: (partition, id) => store.delete(partition, id),
    list: (query) => store.list(query),
    check: () => store.check(),
    close: () => store.close(),
  };
}

const clock = new SystemClock();
const store = stepping(new SqliteStore({ path: join(DIRECTORY, 'store.db') }));
const real = new AzureWorkQueue({
  url: QUEUE_URL,
  credential: new StorageSharedKeyCredential(account.name, account.key),
});
const queue = Object.create(real, {
  put: {
    value: async (...args: Parameters<AzureWorkQueue['put']>) => {
      await real.put(...args);
      step('put');
    },
  },
});
for (const name of ['receive', 'hide', 'delete', 'check'] as const) queue[name] = real[name].bind(real);
const changes = new Changes({ store, queue, clock, watchdogSeconds: 2 });
const effects = new Effects({ store, changes, queue, clock, leaseSeconds: 2, log: pino({ level: 'silent' }) });
effects.register<Ticket>(ticketType, 'tell', {
  handle: async ({ id, attempts }, ticket) => {
    step('handle');
    appendFileSync(join(DIRECTORY, 'attempts'), `${ticket.id} ${id} ${attempts}\n`);
    writeFileSync(join(DIRECTORY, `told-${id}`), ticket.id);
    step('told');
    return { done: true, change: () => ({ what: 'told', next: { state: 'Closed' } }) };
  },
});
effects.start();

for (let index = 0; index < Number(TICKETS); index += 1) {
  const address = { partition: 'oncology', id: `${PREFIX}-${index}` };
  const open = command('open', () => ({ next: { title: 'x' }, effects: [{ kind: 'tell' }] }));
  await changes.change(ticketType, address, open);
}
process.stdout.write('opened\n');

const alive = setInterval(() => {}, 60_000);
process.once('SIGTERM', async () => {
  await effects.stop();
  await store.close();
  clearInterval(alive);
});
