import assert from 'node:assert/strict';
import { KeyVaultSigner } from '../../../services/azure/key-vault-signer.ts';
import { Vault } from './vault.ts';

const bytes = Buffer.from('how the records stand');

describe('A key in Azure Key Vault', () => {
  let vault: Vault;

  beforeEach(async () => {
    vault = await Vault.start();
  });
  afterEach(() => vault.stop());

  const signer = () =>
    new KeyVaultSigner({
      keyUrl: `${vault.origin}/keys/ledger`,
      credential: vault.credential,
      // The challenge of a vault that is none of Azure's addresses names another host.
      client: { disableChallengeResourceVerification: true, retryOptions: { maxRetries: 0 } },
    });

  it('signs by its newest version, which the signature names, after the vault has asked for a token', async () => {
    const { keyId, algorithm, signature } = await signer().sign(bytes);

    assert.deepEqual([keyId, algorithm], [`${vault.origin}/keys/ledger/${vault.versions[0]!.id}`, 'ES256']);
    assert.equal(Buffer.from(signature, 'base64url').length, 64);
    assert.ok(vault.credential.scopes.every((scope) => scope === 'https://vault.azure.net/.default'));
    assert.deepEqual(vault.calls.at(-1), `POST /keys/ledger/${vault.versions[0]!.id}/sign`);
  });

  it('verifies here, with the public half, which is asked for once', async () => {
    const one = signer();
    const signature = await one.sign(bytes);
    vault.calls.length = 0;

    assert.equal(await one.verify(bytes, signature), true);
    assert.equal(await one.verify(Buffer.from('otherwise'), signature), false);
    assert.equal(await one.verify(bytes, { ...signature, signature: `AAAA${signature.signature.slice(4)}` }), false);
    assert.equal(vault.calls.length, 1);
  });

  it('still verifies what an older version signed', async () => {
    const before = await signer().sign(bytes);
    vault.rotate();
    const after = await signer().sign(bytes);

    assert.notEqual(after.keyId, before.keyId);
    assert.deepEqual(await Promise.all([before, after].map((each) => signer().verify(bytes, each))), [true, true]);
  });

  it('believes no key of another name or vault, and no version that never was', async () => {
    const signature = await signer().sign(bytes);
    const version = vault.versions[0]!.id;
    vault.calls.length = 0;
    const others = [
      `${vault.origin}/keys/other/${version}`,
      `https://evil.example/keys/ledger/${version}`,
      `${vault.origin}/keys/ledger/../other/${version}`,
      `${vault.origin}/keys/ledger/`,
      '',
    ];

    for (const keyId of others) assert.equal(await signer().verify(bytes, { ...signature, keyId }), false, keyId);
    assert.deepEqual(vault.calls, []);
    const keyId = `${vault.origin}/keys/ledger/${'0'.repeat(32)}`;
    assert.equal(await signer().verify(bytes, { ...signature, keyId }), false);
    assert.equal(await signer().verify(bytes, { ...signature, algorithm: 'HS256' }), false);
  });

  it('says so where the vault does not answer as it should, and goes on when it does again', async () => {
    const one = signer();
    const signature = await one.sign(bytes);
    vault.failing = 429;
    await assert.rejects(one.sign(bytes), { code: 'throttled' });
    await assert.rejects(one.verify(bytes, signature), { code: 'throttled' });
    vault.failing = undefined;

    assert.equal(await one.verify(bytes, await one.sign(bytes)), true);
  });
});
