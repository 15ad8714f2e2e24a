import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BearerCheck } from '../../../bot/door/bearer.ts';
import { SigningKeys } from '../../../bot/door/signing-keys.ts';
import { runs } from '../../support/runs.ts';
import { base64url, type IssuerKey, makeKey, signToken, TokenIssuer } from '../../support/token-issuer.ts';

const forgeries = runs(1_000, 150_000);
const appId = '22222222-2222-4222-8222-222222222222';
const serviceurl = 'https://smba.trafficmanager.net/amer/';
const [oldKey, newKey] = [makeKey('old'), makeKey('new')];

describe('the signing keys', () => {
  let issuer: TokenIssuer;
  let nowInMs: number;
  let bearer: BearerCheck;

  beforeEach(async () => {
    issuer = await TokenIssuer.start([oldKey]);
    nowInMs = Date.now();
    const now = () => nowInMs;
    bearer = new BearerCheck({ appId, keys: new SigningKeys({ metadataUrl: issuer.metadataUrl, now }), now });
  });

  afterEach(() => issuer.close());

  function bearerOf(key: IssuerKey, claims: object = {}): string {
    const now = Math.floor(nowInMs / 1_000);
    const payload = {
      iss: 'https://api.botframework.com',
      aud: appId,
      nbf: now,
      exp: now + 7_200,
      serviceurl,
      ...claims,
    };
    return `Bearer ${signToken({ alg: 'RS256', kid: key.kid }, payload, key)}`;
  }

  const accepts = async (authorization: string) => typeof (await bearer.check(authorization)) !== 'string';
  const pass = (seconds: number) => {
    nowInMs += seconds * 1_000;
  };

  it('are fetched once for a burst of first requests', async () => {
    const tokens = Array.from({ length: 32 }, (_, jti) => bearerOf(oldKey, { jti }));

    const accepted = await Promise.all(tokens.map(accepts));

    assert.ok(accepted.every(Boolean));
    assert.equal(issuer.fetches, 1);
  });

  it('follow a rollover within a minute', async () => {
    assert.ok(await accepts(bearerOf(oldKey)));
    issuer.keys = [oldKey, newKey];

    pass(31);

    assert.ok(await accepts(bearerOf(newKey)));
  });

  it('are dead ten minutes after they were withdrawn, for remembered tokens too', async () => {
    const token = bearerOf(oldKey);
    assert.ok(await accepts(token));
    issuer.keys = [newKey];

    pass(599);

    assert.equal(await accepts(token), false);
    assert.equal(await accepts(bearerOf(oldKey)), false);
    assert.ok(await accepts(bearerOf(newKey)));
  });

  it('are dead by then for a busy bot that renews them meanwhile', async () => {
    const [withdrawn, kept] = [bearerOf(oldKey), bearerOf(newKey)];
    issuer.keys = [oldKey, newKey];
    assert.ok(await accepts(withdrawn));
    issuer.keys = [{ ...makeKey('old'), kid: 'old' }, newKey];
    pass(301);
    assert.ok(await accepts(kept));

    // The renewal goes on behind the request; soon it is through.
    const deadline = performance.now() + 5_000;
    while ((await accepts(withdrawn)) && performance.now() < deadline)
      await new Promise((resolve) => setImmediate(resolve));
    assert.equal(await accepts(withdrawn), false);
    assert.ok(await accepts(kept));
    assert.equal(issuer.fetches, 2);
  });

  it('are renewed behind a busy bot before they are old, without a request that waits', async () => {
    const token = bearerOf(oldKey);
    await accepts(token);
    for (let minute = 0; minute < 30; minute++) {
      pass(60);
      assert.ok(await accepts(token));
    }
    assert.ok(issuer.fetches <= 8, `${issuer.fetches} fetches in half an hour`);
  });

  it('of one id are two different keys after a change, and only the new one counts', async () => {
    const changed = { ...makeKey('old'), kid: 'old' };
    const token = bearerOf(oldKey);
    assert.ok(await accepts(token));
    issuer.keys = [changed];

    pass(599);

    assert.equal(await accepts(token), false);
    assert.ok(await accepts(bearerOf(changed)));
  });

  it('that share an id are both unknown', async () => {
    issuer.keys = [oldKey, { ...newKey, kid: 'old' }];

    assert.equal(await accepts(bearerOf(oldKey)), false);
    assert.equal(await accepts(bearerOf({ ...newKey, kid: 'old' })), false);
  });

  it('stay while the source fails, for an hour', async () => {
    const token = bearerOf(oldKey);
    assert.ok(await accepts(token));
    issuer.failing = true;

    pass(3_000);
    assert.ok(await accepts(token));

    pass(700);
    assert.equal(await accepts(token), false);
  });

  it('are asked for again soon after the source failed at first', async () => {
    issuer.failing = true;
    assert.equal(await accepts(bearerOf(oldKey)), false);
    issuer.failing = false;

    pass(6);

    assert.ok(await accepts(bearerOf(oldKey)));
  });

  it('end a remembered token with the token', async () => {
    const token = bearerOf(oldKey, { exp: Math.floor(nowInMs / 1_000) + 100 });
    assert.ok(await accepts(token));

    pass(399);
    assert.ok(await accepts(token));

    pass(2);
    assert.equal(await accepts(token), false);
  });

  it(`cost the source and the heap nothing under ${forgeries} forged tokens`, async function () {
    this.timeout(120_000);
    await accepts(bearerOf(oldKey));
    const [, payload = ''] = bearerOf(oldKey).slice('Bearer '.length).split('.');
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const forge = async (count: number, from: number) => {
      for (let round = from; round < from + count; round++) {
        const kid = round % 2 ? 'old' : `made-up-${round}`;
        const signature = Buffer.alloc(256, round).toString('base64url');
        assert.equal(await accepts(`Bearer ${base64url({ alg: 'RS256', kid })}.${payload}.${signature}`), false);
      }
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = await forge(forgeries / 5, 0);

    const after = await forge(forgeries, forgeries);

    assert.ok(after - before < 1024 * 1024, `${after - before} bytes more`);
    assert.ok(issuer.fetches <= 3, `${issuer.fetches} fetches`);
  });
});
