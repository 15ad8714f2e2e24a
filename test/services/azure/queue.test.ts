import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { QueueClient, StorageSharedKeyCredential } from '@azure/storage-queue';
import { AzureWorkQueue } from '../../../services/azure/queue.ts';
import type { WorkMessage } from '../../../services/change/work-queue.ts';
import { account, type QueueServer, startAzurite } from '../effects/world/azurite.ts';

const item = { partition: 'oncology', id: '19:x@thread;<&>', kind: 'ticket', key: 'öffnen' };
const credential = new StorageSharedKeyCredential(account.name, account.key);

describe('AzureWorkQueue', function () {
  this.timeout(10_000);
  let azurite: QueueServer;
  let url: string;
  let queue: AzureWorkQueue;
  let tests = 0;

  before(async function startQueues() {
    this.timeout(90_000);
    azurite = await startAzurite();
  });

  // Undefined where it did not start.
  after(() => azurite?.stop());

  beforeEach(() => {
    tests += 1;
    url = azurite.url(`labdesk-effects-${tests}`);
    queue = new AzureWorkQueue({ url, credential });
  });

  /** The next message, as soon as it is visible. */
  const receive = async (hiddenForSeconds = 30): Promise<WorkMessage> => {
    for (const deadline = Date.now() + 5000; Date.now() < deadline; await setTimeout(50)) {
      const [message] = await queue.receive(32, hiddenForSeconds);
      if (message) return message;
    }
    throw new Error('No message became visible.');
  };

  it('makes itself where it is missing, and brings back what was put', async () => {
    await queue.put(item, 0);

    const { deliveries, item: received } = await receive();

    assert.deepEqual([received, deliveries], [item, 1]);
  });

  it('shows a message only when its time has come, and to one reader', async () => {
    const began = Date.now();
    await queue.put(item, 2);

    await receive();

    assert.ok(Date.now() - began > 900);
    assert.deepEqual(await queue.receive(32, 30), []);
  });

  it('brings a message again that was hidden and not deleted, with all that it says', async () => {
    await queue.put(item, 0);

    await queue.hide(await receive(), 0);
    const again = await receive();

    assert.deepEqual([again.item, again.deliveries], [item, 2]);
  });

  it('does not touch a message that somebody else has received since', async () => {
    await queue.put(item, 0);
    const mine = await receive(1);
    const theirs = await receive();

    await queue.delete(mine);
    await queue.hide(mine, 0);
    await queue.hide(theirs, 0);

    assert.equal((await receive()).deliveries, 3);
  });

  it('forgets what was deleted, and lets it be deleted again', async () => {
    await queue.put(item, 0);
    const message = await receive();

    await queue.delete(message);
    await queue.delete(message);

    const { approximateMessagesCount } = await new QueueClient(url, credential).getProperties();
    assert.equal(approximateMessagesCount, 0);
  });

  it('takes back what was put and nobody has received yet', async () => {
    const put = await queue.put(item, 15);

    await queue.delete(put!);

    const { approximateMessagesCount } = await new QueueClient(url, credential).getProperties();
    assert.equal(approximateMessagesCount, 0);
  });

  it('says of a message that it cannot read so much', async () => {
    await queue.check().catch(() => undefined);
    const client = new QueueClient(url, credential);
    await client.createIfNotExists();
    await client.sendMessage('{"partition": 7');

    assert.equal((await receive()).item, undefined);
  });

  it('gives up within three seconds on a queue that takes the call and never answers', async () => {
    const silent = createServer(() => {});
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const began = performance.now();

    const putting = new AzureWorkQueue({ url: `http://127.0.0.1:${port}/a/q`, credential }).put(item, 0);

    await assert.rejects(putting, { name: 'WorkspaceError', code: 'unavailable' });
    assert.ok(performance.now() - began < 5000);
    silent.close();
  });
});
