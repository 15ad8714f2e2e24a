import assert from 'node:assert/strict';
import {
  StorageSharedKeyCredential as BlobKey,
  BlobSASPermissions,
  BlobServiceClient,
  generateBlobSASQueryParameters,
  type Tags,
} from '@azure/storage-blob';
import { StorageSharedKeyCredential as QueueKey, QueueServiceClient } from '@azure/storage-queue';
import { secureAccount as account, sharedStorage } from '../../support/storage.ts';
import { eventually, type World } from './world.ts';

const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
const resultTag = 'Malware Scanning scan result';
const noRetries = { retryOptions: { maxTries: 1 } };

describe('the storage proxy', function () {
  this.timeout(90_000);
  let world: World;
  let key: string;
  let blobs: BlobServiceClient;

  before(async () => {
    const storage = await sharedStorage();
    world = storage.world;
    key = storage.keys[account] ?? '';
    blobs = new BlobServiceClient(storage.accounts.secure, new BlobKey(account, key), noRetries);
    await blobs.createContainer('workspace');
  });
  beforeEach(async () => {
    await world.control('DELETE', '/requests');
    await world.control('DELETE', '/faults');
  });

  const upload = (name: string, text: string) =>
    blobs.getContainerClient('workspace').getBlockBlobClient(name).upload(text, text.length);
  const tags = async (name: string): Promise<Tags> =>
    (await blobs.getContainerClient('workspace').getBlobClient(name).getTags()).tags;

  it('lets a shared key, a user-delegation SAS and a server-side copy through unchanged', async () => {
    await upload('a file & more.csv', 'a,b');
    const people = new BlobServiceClient(`${world.azure.blob}/${account}`, world.credential, noRetries);
    const window = { startsOn: new Date(Date.now() - 60_000), expiresOn: new Date(Date.now() + 60_000) };
    const delegation = await people.getUserDelegationKey(window.startsOn, window.expiresOn);
    const blob = people.getContainerClient('workspace').getBlobClient('a file & more.csv');
    const permissions = BlobSASPermissions.parse('r');
    const sas = generateBlobSASQueryParameters(
      { containerName: 'workspace', blobName: blob.name, permissions, ...window },
      delegation,
      account,
    );

    const direct = await world.call('GET', `${blob.url}?${sas}`);
    const copy = blobs.getContainerClient('workspace').getBlobClient('copy.csv');
    await (await copy.beginCopyFromURL(`${blob.url}?${sas}`)).pollUntilDone();

    assert.equal(direct.body, 'a,b');
    assert.equal((await copy.downloadToBuffer()).toString(), 'a,b');
  });

  it('tags what holds the EICAR string as malicious and all else as clean, within a second', async () => {
    const before = Date.now();
    await upload('bad.txt', `nothing to see ${eicar} here`);
    await upload('good.txt', 'nothing to see here');

    const bad = await eventually(
      () => tags('bad.txt'),
      (found) => resultTag in found,
    );
    const good = await eventually(
      () => tags('good.txt'),
      (found) => resultTag in found,
    );

    assert.equal(bad[resultTag], 'Malicious');
    assert.equal(good[resultTag], 'No threats found');
    assert.ok(Date.now() - before < 5000);
  });

  it('records calls and fails the next matching ones in the shape of storage', async () => {
    await upload('once.txt', 'x');
    await world.control('POST', '/faults', {
      service: 'blob',
      method: 'GET',
      path: 'once',
      status: 503,
      retryAfter: 2,
    });
    const blob = blobs.getContainerClient('workspace').getBlobClient('once.txt');

    await assert.rejects(blob.download(), { statusCode: 503, code: 'ServerBusy' });

    assert.equal((await blob.downloadToBuffer()).toString(), 'x');
    const { body } = await world.control('GET', '/requests?service=blob');
    const seen = body.map(({ method, status }: { method: string; status: number }) => `${method} ${status}`);
    assert.deepEqual(seen.slice(0, 2), ['PUT 201', 'GET 503']);
    assert.ok(seen.length > 2 && seen.slice(2).every((entry: string) => /^(GET 20[06]|HEAD 200)$/.test(entry)));
    assert.equal(body[0].path, `/${account}/workspace/once.txt`);
  });

  it('loses an answer after the message has been taken', async () => {
    const queues = new QueueServiceClient(`${world.azure.queue}/${account}`, new QueueKey(account, key), noRetries);
    const queue = queues.getQueueClient('effects');
    await queue.create();
    await world.control('POST', '/faults', { service: 'queue', method: 'POST', drop: 'after' });

    await assert.rejects(queue.sendMessage('one'));

    assert.equal((await queue.peekMessages()).peekedMessageItems.length, 1);
  });

  it('refuses a token that the sandbox did not issue for storage', async () => {
    const url = `${world.azure.blob}/${account}?comp=list`;
    const wrong = await world.call('GET', url, { as: 'https://graph.microsoft.com' });
    const forged = await world.call('GET', url, { headers: { authorization: 'Bearer e30.e30.e30' } });

    assert.deepEqual([wrong.status, forged.status], [401, 401]);
    assert.equal(wrong.headers.get('x-ms-error-code'), 'InvalidAuthenticationInfo');
  });
});
