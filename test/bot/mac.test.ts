import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { Mac } from '../../bot/mac.ts';
import { anyText } from '../support/any-text.ts';
import { fc } from '../support/properties.ts';
import { runs } from '../support/runs.ts';

describe('Mac', () => {
  it('is HMAC-SHA-256, for texts of every length, one after the other', () => {
    const key = fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes));
    const text = fc.oneof(
      fc.string(),
      anyText(),
      fc.nat({ max: 2000 }).map((many) => 'é'.repeat(many)),
    );
    fc.assert(
      fc.property(key, fc.array(text, { minLength: 1, maxLength: 5 }), (bytes, messages) => {
        const mac = new Mac(bytes);

        for (const message of messages)
          assert.equal(mac.of(message), createHmac('sha256', bytes).update(message).digest('base64url'));
      }),
      { numRuns: runs(100) },
    );
  });

  it('takes no key that is longer than a block, since it would have to be hashed first', () => {
    assert.throws(() => new Mac(Buffer.alloc(65)), RangeError);
  });
});
