import assert from 'node:assert/strict';
import type { AccessToken, TokenCredential } from '@azure/identity';
import { CachedTokens } from '../../../services/azure/tokens.ts';
import { WorkspaceError } from '../../../services/errors.ts';

const scope = 'https://api.botframework.com/.default';
const hour = 3_600_000;

/** Numbers its tokens, each good for an hour of the test's time, and gives them out when it is let. */
class Login implements TokenCredential {
  asked = 0;
  now = 0;
  failing = false;
  gate: Promise<void> = Promise.resolve();
  async getToken(): Promise<AccessToken> {
    const number = ++this.asked;
    await this.gate;
    if (this.failing) throw new Error('client_secret=secret is wrong');
    return { token: `token-${number}`, expiresOnTimestamp: this.now + hour };
  }
}

describe('the tokens', () => {
  let login: Login;
  let tokens: CachedTokens;

  beforeEach(() => {
    login = new Login();
    tokens = new CachedTokens(login, () => login.now);
  });

  /** Until what goes on behind the caller's back is through. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('are asked for once by many who need one at the same time', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    login.gate = promise;
    const asked = Promise.all(Array.from({ length: 32 }, () => tokens.token(scope)));
    resolve();
    assert.deepEqual(new Set(await asked), new Set(['token-1']));
    assert.equal(login.asked, 1);
  });

  it('are kept apart by scope', async () => {
    assert.notEqual(await tokens.token(scope), await tokens.token('https://graph.microsoft.com/.default'));
  });

  it('are renewed before they end, without anybody waiting', async () => {
    await tokens.token(scope);
    login.now = hour - 9 * 60_000;
    assert.equal(await tokens.token(scope), 'token-1');
    await settled();
    assert.equal(await tokens.token(scope), 'token-2');
    assert.equal(login.asked, 2);
  });

  it('are not handed out in their last minute', async () => {
    await tokens.token(scope);
    login.now = hour - 59_000;
    assert.equal(await tokens.token(scope), 'token-2');
  });

  it('are used on while the login is down, and asked for again with pauses', async () => {
    await tokens.token(scope);
    login.failing = true;
    login.now = hour - 9 * 60_000;
    for (let second = 0; second < 60; second++) {
      assert.equal(await tokens.token(scope), 'token-1');
      login.now += 1_000;
      await settled();
    }
    assert.ok(login.asked <= 8, `${login.asked} times`);
  });

  it('that a service refused are replaced', async () => {
    const refused = await tokens.token(scope);
    assert.equal(await tokens.token(scope, refused), 'token-2');
    assert.equal(await tokens.token(scope, refused), 'token-2');
  });

  it('that cannot be had are a failure in plain words, and the next one asks again', async () => {
    login.failing = true;
    await assert.rejects(tokens.token(scope), (error) => {
      assert.ok(error instanceof WorkspaceError);
      assert.equal(error.code, 'unavailable');
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
    login.failing = false;
    assert.equal(await tokens.token(scope), 'token-2');
  });
});
