import assert from 'node:assert/strict';
import { buttons } from '../../support/card-content.ts';
import { RequestWorld } from '../requests/request-world.ts';
import { Browser } from '../simple-browser.ts';
import { strictSandbox } from './strict-sandbox.ts';

describe('links to approved files, where people sign in', () => {
  it('serve only the author, who signs in on the page', async function () {
    this.timeout(90_000);
    const strict = await RequestWorld.open('links', strictSandbox());
    const [author, approver] = await strict.chats('researcher', 'owner');
    const { own } = await strict.askAndGet(author, approver);
    const { card } = await author.press(own, 'request.link');
    const url = String(buttons(card).find(({ type }) => type === 'Action.OpenUrl')?.url);
    const { ca, people } = strict.sandbox.endpoints;
    const [stranger, other, themselves] = [new Browser(ca), new Browser(ca), new Browser(ca)];

    const sentToLogin = [await stranger.get(url), await stranger.post(url)];
    const forOther = [await other.signIn(url, people.owner.upn), await other.post(url)];
    const forAuthor = [await themselves.signIn(url, people.researcher.upn), await themselves.post(url)];

    for (const { status, headers, body } of sentToLogin) {
      assert.equal(status, 303);
      assert.equal(new URL(headers.location!).origin, strict.sandbox.endpoints.login);
      assert.doesNotMatch(body, /results/);
    }
    for (const { status, body } of forOther) {
      assert.equal(status, 403);
      assert.doesNotMatch(body, /results|sig=/);
    }
    assert.match(forAuthor[0]!.body, /results\.csv/);
    assert.equal(forAuthor[1]!.status, 303);
    const downloaded = await fetch(forAuthor[1]!.headers.location!);
    assert.equal(downloaded.status, 200);
    assert.deepEqual(Buffer.from(await downloaded.arrayBuffer()), await strict.azure.data('oncology', 'results.csv'));
  });
});
