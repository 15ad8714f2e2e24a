import assert from 'node:assert/strict';
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCertificates } from '../../../sandbox/certificates.ts';
import { people, reviewers, workspaces } from '../../../sandbox/seed.ts';
import { seedFiles } from '../../../sandbox/seed-files.ts';

describe('the seed', () => {
  it('has the people and the three workspaces that clients count on', () => {
    const names = ['researcher', 'researcher2', 'owner', 'owner2', 'reviewer', 'reviewer2', 'admin', 'outsider'];
    assert.deepEqual(Object.keys(people), names);
    assert.deepEqual(
      workspaces.map(({ id, resourceGroup, owners, members }) => [id, resourceGroup, owners, members]),
      [
        ['oncology', 'rg-oncology', ['owner'], ['researcher', 'researcher2']],
        ['cardiology', 'rg-cardiology', ['owner2'], ['researcher2']],
        ['genomics', 'rg-genomics', ['owner'], ['researcher']],
      ],
    );
    assert.deepEqual(reviewers.members, ['reviewer', 'reviewer2']);
  });

  it('runs the Linux machine of each workspace and has the other one deallocated', () => {
    for (const { machines } of workspaces) {
      for (const { os, power } of machines) assert.equal(power, os === 'linux' ? 'running' : 'deallocated');
    }
    const names = workspaces.map(({ machines }) => machines.map(({ name }) => name));
    assert.deepEqual(names, [['onc-python', 'onc-r'], ['card-python', 'card-r'], ['gen-python']]);
  });

  it('uses no id and no storage name twice', () => {
    const ids = [
      ...Object.values(people).map(({ aadObjectId }) => aadObjectId),
      ...workspaces.flatMap(({ groupId, machines }) => [groupId, ...machines.map(({ vmId }) => vmId)]),
    ];
    const accounts = workspaces.flatMap(({ storage }) => [storage.public, storage.secure]);

    assert.equal(new Set(ids).size, ids.length);
    assert.equal(new Set(accounts).size, accounts.length);
    for (const account of accounts) assert.match(account, /^[a-z0-9]{3,24}$/);
  });

  it('has the same files every time, with their digests', () => {
    const files = seedFiles('oncology');

    assert.deepEqual(
      files.map(({ path }) => path),
      ['results.csv', 'cohort.csv', 'figures/figure1.png', 'export/table1.csv', 'export/figure3.png'],
    );
    assert.equal(files[0]?.content.length, 2048);
    for (const { content, sha256, path } of files) {
      assert.equal(createHash('sha256').update(content).digest('hex'), sha256);
      if (path.endsWith('.png')) assert.equal(content.subarray(1, 4).toString(), 'PNG');
    }
  });
});

describe('the certificates', () => {
  it('are made once: a CA, and a server certificate of it for this machine', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'labdesk-certificates-'));
    const made = await loadCertificates(directory);
    const found = await loadCertificates(directory);
    await rm(directory, { recursive: true });

    assert.deepEqual(found, made);
    const [ca, server] = [new X509Certificate(made.ca), new X509Certificate(made.cert)];
    assert.ok(ca.ca && ca.verify(ca.publicKey) && server.verify(ca.publicKey) && !server.ca);
    assert.ok(server.checkPrivateKey(createPrivateKey(made.key)));
    assert.equal(server.checkIP('127.0.0.1'), '127.0.0.1');
    assert.equal(server.checkHost('localhost'), 'localhost');
    assert.equal(server.checkHost('example.com'), undefined);
  });
});
