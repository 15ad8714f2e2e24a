import assert from 'node:assert/strict';
import { derivedKey, sharedSecret } from '../../../services/credentials/keys.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';

describe('the shared secret', () => {
  it('is made once, however many instances start at once, and stays', async () => {
    const store = new MemoryStore();

    const secrets = await Promise.all(Array.from({ length: 6 }, () => sharedSecret(store)));
    const later = await sharedSecret(store);

    assert.equal(later.length, 32);
    for (const secret of secrets) assert.deepEqual(secret, later);
  });

  it('is another in every store', async () => {
    assert.notDeepEqual(await sharedSecret(new MemoryStore()), await sharedSecret(new MemoryStore()));
  });
});

describe('a derived key', () => {
  it('is the same for one purpose and another for each other', () => {
    const secret = Buffer.alloc(32, 5);
    const keys = ['nonces', 'sign-in', 'links'].map((purpose) => derivedKey(secret, purpose).toString('hex'));

    assert.equal(derivedKey(secret, 'nonces').toString('hex'), keys[0]);
    assert.equal(new Set(keys).size, 3);
    assert.ok(keys.every((key) => key.length === 64));
  });
});
