import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSigner } from '../../../services/store/file-signer.ts';

const bytes = Buffer.from('how the records stand');

describe('Keys that are files', () => {
  let parent: string;
  let directory: string;
  let signer: FileSigner;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'labdesk-keys-'));
    directory = join(parent, 'ledger-keys');
    signer = new FileSigner(directory);
  });

  afterEach(() => rmSync(parent, { recursive: true }));

  it('sign and verify, also in another process that has the folder', async () => {
    const signature = await signer.sign(bytes);

    assert.equal(signature.algorithm, 'EdDSA');
    assert.equal(await new FileSigner(directory).verify(bytes, signature), true);
    assert.equal(await signer.verify(Buffer.from('otherwise'), signature), false);
    assert.equal(await signer.verify(bytes, { ...signature, algorithm: 'none' }), false);
    assert.equal(await signer.verify(bytes, { ...signature, signature: '' }), false);
  });

  it('verify nothing that a key signed which is not there', async () => {
    const elsewhere = new FileSigner(join(parent, 'other'));

    assert.equal(await signer.verify(bytes, await elsewhere.sign(bytes)), false);
    await signer.sign(bytes);
    assert.equal(await signer.verify(bytes, await elsewhere.sign(bytes)), false);
  });

  it('are rotated, and the old ones still verify', async () => {
    const before = await signer.sign(bytes);
    await signer.rotate();
    const after = await new FileSigner(directory).sign(bytes);

    assert.notEqual(after.keyId, before.keyId);
    assert.deepEqual([await signer.verify(bytes, before), await signer.verify(bytes, after)], [true, true]);
  });

  it('are for their owner alone', async () => {
    await signer.sign(bytes);

    const [name] = readdirSync(directory);
    assert.equal(statSync(directory).mode & 0o777, 0o700);
    assert.equal(statSync(join(directory, name!)).mode & 0o777, 0o600);
  });

  it('are made once, whoever comes first', async () => {
    const signers = Array.from({ length: 8 }, () => new FileSigner(directory));

    const signatures = await Promise.all(signers.map((each) => each.sign(bytes)));

    assert.deepEqual(readdirSync(directory), ['000001.pem']);
    assert.equal(new Set(signatures.map(({ keyId }) => keyId)).size, 1);
  });

  it('are not mistaken for what else lies there', async () => {
    await signer.sign(bytes);
    writeFileSync(join(directory, 'half.new'), 'nothing');

    assert.equal(await signer.verify(bytes, await signer.sign(bytes)), true);
  });
});
