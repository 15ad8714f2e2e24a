import assert from 'node:assert/strict';
import { readEntries } from '../../../services/ledger/ledger-reader.ts';
import {
  type Certificate,
  type CertifiedRemoval,
  verifyCertificate,
} from '../../../services/records/deletion-certificate.ts';
import { certified } from '../../../services/records/deletion-certificates.ts';
import { ArchiveWorld, second } from '../../support/archive-world.ts';
import { admin } from '../../support/machine-samples.ts';
import { MemorySigner } from '../ledger/memory-signer.ts';

describe('the deletion certificate', () => {
  let world: ArchiveWorld;
  let certificate: Certificate;

  before(async () => {
    world = await ArchiveWorld.start();
    await world.archive();
    await world.after(60);
    certificate = (await world.certificates.get('oncology', '1-archived'))!;
  });
  after(() => world.stop());

  it('says what was taken away, when, by whose two keys, and how the ledger stood, and names nobody', () => {
    const removal = JSON.parse(certificate.text) as CertifiedRemoval;

    assert.deepEqual(
      removal.keys.map(({ person, roles }) => [person, roles]),
      [
        [admin.aadObjectId, ['admin']],
        [second.aadObjectId, ['admin']],
      ],
    );
    assert.deepEqual(Object.fromEntries(removal.steps.map(({ step, counts }) => [step, counts])), {
      lock: undefined,
      requests: { withdrawn: 0, revoked: 0 },
      schedules: { ended: 0 },
      machines: { machines: 2, names: 'onc-r onc-python' },
      storage: { files: 7, bytes: 70, tier: 'Archive' },
      people: { owners: 1, members: 1 },
      budget: undefined,
    });
    assert.deepEqual([removal.what, removal.storage, removal.resourceGroup], ['archived', 'archive', 'rg-oncology']);
    assert.match(removal.ledger.hash, /^[0-9a-f]{64}$/);
    assert.ok(removal.ledger.count > 0);
    assert.doesNotMatch(certificate.text, /"name"|Admin|Owner|Researcher/);
  });

  it('verifies, and does not with any byte changed or signed by somebody else', async () => {
    const { signer } = world;
    assert.equal(await verifyCertificate(signer, certificate), true);
    for (let at = 0; at < certificate.text.length; at += 37) {
      const changed = String.fromCharCode(certificate.text.charCodeAt(at) ^ 1);
      const text = certificate.text.slice(0, at) + changed + certificate.text.slice(at + 1);
      assert.equal(await verifyCertificate(signer, { ...certificate, text }), false, `byte ${at}`);
    }
    assert.equal(await verifyCertificate(new MemorySigner(), certificate), false);
  });

  it('has its hash and signature in the ledger, and is found out where another stands in its place', async () => {
    const { store } = world.base;
    const noted = [];
    for await (const { record } of readEntries(store, 'oncology', { subject: 'archive' }))
      if (record.what === certified) noted.push(record.detail);
    assert.deepEqual(
      noted.map((detail) => [detail?.certificate, detail?.signature]),
      [['1-archived', certificate.signature]],
    );
    assert.deepEqual(await world.certificates.check('oncology'), { count: 1 });

    const stored = (await store.get('ledger/oncology', 'certificate/1-archived'))!;
    const forged = { ...certificate, text: certificate.text.replace('"bytes":70', '"bytes":90') };
    await store.replace({ ...stored.document, certificate: forged } as typeof stored.document, stored.etag);
    assert.match((await world.certificates.check('oncology')).problem!, /altered after it was signed/);
    await store.delete('ledger/oncology', 'certificate/1-archived');
    assert.match((await world.certificates.check('oncology')).problem!, /1-archived is missing/);
  });
});
