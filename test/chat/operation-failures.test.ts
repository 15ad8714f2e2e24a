import assert from 'node:assert/strict';
import { badges, buttons } from '../support/card-content.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { eventually } from './eventually.ts';
import { bring, changesInAzure } from './machine-state.ts';

const operationsEndWithinSeconds = 15 * 60;

describe('a machine operation that goes wrong', () => {
  let sandbox: TestSandbox;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
  });

  beforeEach(async () => {
    await sandbox.control.clearFaults();
    await bring(sandbox, sandbox.chat('owner2', { name: 'failures, before' }), 'card-r', 'Stopped');
    await sandbox.control.clearRequests();
  });

  afterEach(async () => {
    await sandbox.control.clearFaults();
  });

  const quota = 'Operation could not be completed as it results in exceeding approved Total Regional Cores quota.';
  const refusals = [
    { name: 'a used-up quota', status: 409, code: 'OperationNotAllowed', message: quota, says: /used up its cores/ },
    { name: 'no room in the zone', status: 409, code: 'ZonalAllocationFailed', says: /no free machine of this size/ },
    { name: 'missing rights of Labdesk’s own', status: 403, says: /does not let Labdesk do this/ },
    { name: 'a machine that is gone', status: 404, says: /no longer knows this/ },
  ];
  for (const { name, says, ...fault } of refusals) {
    it(`says in plain words what happened where Azure refuses for ${name}`, async () => {
      const chat = sandbox.chat('researcher2', { name });
      await sandbox.control.fault({ service: 'arm', method: 'POST', path: '/start', ...fault });

      const answer = await chat.say('start card-r');

      const failed = await chat.shows(/^card-r could not start/, { on: answer });
      assert.match(failed.text, says);
      const [, support = 'none'] = /If you ask for help, mention (\S+)\./.exec(failed.text) ?? [];
      await eventually(async () => sandbox.botLog.includes(support) || undefined, { what: support });
      assert.doesNotMatch(failed.text, new RegExp(`${fault.code ?? 'Exception'}|AADSTS|at .*\\.ts`));
      assert.deepEqual(badges(failed.card), ['Failed']);
      assert.equal(chat.messages().length, 1);
    });
  }

  it('says so where Azure accepts and then finds no room, and starts at the next try from the same card', async () => {
    const chat = sandbox.chat('researcher2', { name: 'allocation' });
    const message = 'Allocation failed. We do not have sufficient capacity for the requested VM size in this region.';
    await sandbox.control.fault({
      ...{ service: 'arm', method: 'POST', path: '/start' },
      operation: { code: 'AllocationFailed', message },
    });
    const answer = await chat.say('start card-r');
    const failed = await chat.shows(/^card-r could not start/, { on: answer });
    assert.match(failed.text, /no free machine of this size right now/);

    const again = await chat.press(failed, 'Try again');

    assert.deepEqual(badges(again.card), ['Starting']);
    await chat.shows(/^card-r\n[\s\S]*\nStarted\n/, { on: answer });
    assert.equal((await changesInAzure(sandbox)).length, 2);
  });

  it('tries again by itself where Azure throttles or stumbles, and nobody hears of it', async () => {
    const chat = sandbox.chat('researcher2', { name: 'stumbles' });
    await sandbox.control.fault({ service: 'arm', method: 'POST', path: '/start', status: 429, retryAfter: 1 });
    await sandbox.control.fault({ service: 'arm', method: 'GET', path: '/operations/', status: 500 });

    const answer = await chat.say('start card-r');

    await sandbox.control.tick({ advanceSeconds: 2 });
    await sandbox.control.tick({ advanceSeconds: 5 });
    await chat.shows(/^card-r\n[\s\S]*\nStarted\n/, { on: answer });
  });

  it('gives up after 15 minutes, says so on the card and in a line, and starts again when asked', async () => {
    const chat = sandbox.chat('researcher2', { name: 'timeout' });
    await sandbox.control.fault({ service: 'arm', method: 'GET', path: '/operations/', status: 503, times: 1000 });
    const answer = await chat.say('start card-r');
    await chat.shows(/✓/, { on: answer });

    await sandbox.control.tick({ advanceSeconds: operationsEndWithinSeconds });

    const failed = await chat.shows(/^card-r could not start/, { on: answer });
    assert.match(failed.text, /did not finish within 15 minutes/);
    await chat.shows(/^card-r could not start\. Azure did not finish within 15 minutes/);
    await sandbox.control.clearFaults();
    assert.ok(buttons(failed.card).some(({ title }) => title === 'Try again'));
  });
});
