import assert from 'node:assert/strict';
import { findButton } from '../../support/card-content.ts';
import type { PersonKey } from '../../support/endpoints.ts';
import type { TestSandbox } from '../../support/sandbox.ts';
import { bring } from '../machine-state.ts';
import { Browser } from '../simple-browser.ts';
import { strictSandbox } from './strict-sandbox.ts';

const answersWithinMs = 10_000;

describe('pages behind links that ask for sign-in', () => {
  let sandbox: TestSandbox;

  before(async function () {
    this.timeout(60_000);
    sandbox = await strictSandbox();
    await bring(sandbox, sandbox.chat('owner2', { name: 'sign-in, before' }), 'card-python', 'Started');
  });

  afterEach(async () => {
    await sandbox.control.clearFaults();
  });

  const browser = () => new Browser(sandbox.endpoints.ca);
  const upn = (person: PersonKey) => sandbox.endpoints.people[person].upn;
  async function link(): Promise<string> {
    const { card } = await sandbox.chat('researcher2', { name: 'sign-in' }).say('connect to card-python');
    return String(findButton(card, 'Get the connection file').url);
  }

  it('send a stranger to the login and give nothing away', async () => {
    const url = await link();

    const page = await browser().get(url);
    const post = await browser().post(url);

    for (const response of [page, post]) {
      assert.equal(response.status, 303);
      const to = new URL(response.headers.location!);
      assert.equal(to.origin, sandbox.endpoints.login);
      assert.equal(to.searchParams.get('code_challenge_method'), 'S256');
      assert.ok(to.searchParams.get('state') && to.searchParams.get('nonce'));
    }
    assert.doesNotMatch(page.body + post.body, /card-python|rdp/);
  });

  it('let the person sign in for whom the link was made, and give the file once', async () => {
    const url = await link();
    const own = browser();

    const page = await own.signIn(url, upn('researcher2'));

    assert.equal(page.status, 200);
    assert.match(page.body, /Connect to card-python/);
    const file = await own.post(url);
    assert.equal(file.status, 200);
    assert.match(file.body, /full address:s:10\.2\.0\.4/);
    assert.equal((await own.post(url)).status, 410);
  });

  it('refuse everybody else, even another member, and keep the link for its person', async () => {
    const url = await link();
    const other = browser();

    assert.equal((await other.signIn(url, upn('owner2'))).status, 403);
    const post = await other.post(url);

    assert.equal(post.status, 403);
    assert.doesNotMatch(post.body, /full address|card-python/);
    const own = browser();
    await own.signIn(url, upn('researcher2'));
    assert.equal((await own.post(url)).status, 200);
  });

  it('keep cookies that scripts cannot read, that other sites cannot send, and that end soon', async () => {
    const own = browser();
    await own.signIn(await link(), upn('researcher2'));

    assert.equal(own.setCookies.length, 2);
    for (const cookie of own.setCookies) {
      assert.match(cookie, /; HttpOnly/);
      assert.match(cookie, /; SameSite=Lax/);
      assert.match(cookie, /; Max-Age=600\b/);
      assert.doesNotMatch(cookie, new RegExp(sandbox.endpoints.people.researcher2.aadObjectId));
    }
  });

  it('refuse a session that was tampered with, or that is another kind of cookie', async () => {
    const url = await link();
    const own = browser();
    await own.signIn(url, upn('researcher2'));
    const { labdesk_session: session = '', labdesk_sign_in: flow = '' } = Object.fromEntries(own.cookies);

    const middle = Math.floor(session.length / 2);
    const flipped = session.slice(0, middle) + (session[middle] === 'A' ? 'B' : 'A') + session.slice(middle + 1);
    for (const value of [flipped, flow, 'x', '', 'eyJhbGciOiJub25lIn0..']) {
      const thief = browser();
      thief.cookies.set('labdesk_session', value);
      assert.equal((await thief.post(url)).status, 303, value.slice(0, 20));
    }
  });

  it('refuse a sign-in with another state, without its cookie, or with a code that was used', async () => {
    const url = await link();
    const victim = browser();
    const callback = await victim.authorize(url, upn('researcher2'));
    const otherState = new URL(callback);
    otherState.searchParams.set('state', 'A'.repeat(43));

    assert.equal((await victim.get(otherState.href)).status, 403);
    assert.equal((await browser().get(callback)).status, 400);
    assert.equal(victim.cookies.has('labdesk_session'), false);
    assert.equal((await victim.get(callback)).status, 303);
    assert.equal((await victim.get(callback)).status, 403);
  });

  it('do not take somebody’s code into another person’s browser', async () => {
    const url = await link();
    const attacker = browser();
    const callback = await attacker.authorize(url, upn('outsider'));
    const victim = browser();
    await victim.get(url);

    assert.equal((await victim.get(callback)).status, 403);
    assert.equal(victim.cookies.has('labdesk_session'), false);
  });

  it('never send anybody to a place that is not ours', async () => {
    for (const query of ['?code=a&state=b&to=https://evil.example', '?error=access_denied', '?', '']) {
      const { status, headers } = await browser().get(`${new URL(await link()).origin}/sign-in/callback${query}`);
      assert.equal(status, 400);
      assert.equal(headers.location, undefined);
    }
  });

  it('say so soon where the login fails or does not answer, and work again afterwards', async function () {
    this.timeout(30_000);
    const url = await link();

    for (const fault of [{ status: 503 }, { delayMs: 20_000 }]) {
      await sandbox.control.fault({ service: 'login', path: '/token', ...fault });
      const own = browser();
      const callback = await own.authorize(url, upn('researcher2'));
      const began = performance.now();
      const { status, body } = await own.get(callback);
      assert.equal(status, 403);
      assert.match(body, /Signing in did not work/);
      assert.ok(performance.now() - began < answersWithinMs, `${performance.now() - began} ms`);
    }
    await sandbox.control.clearFaults();
    assert.equal((await browser().signIn(url, upn('researcher2'))).status, 200);
  });
});
