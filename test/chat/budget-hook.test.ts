import assert from 'node:assert/strict';
import { commonAlert, olderAlert } from '../support/budget-alerts.ts';
import { fields } from '../support/card-content.ts';
import type { Chat } from '../support/chat.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';

describe('the hook for Azure’s own budgets', () => {
  let sandbox: TestSandbox;
  let admin: Chat;
  let researcher: Chat;

  before(async function () {
    this.timeout(120_000);
    sandbox = await sharedSandbox();
    admin = sandbox.chat('admin', { name: 'budget hook' });
    researcher = sandbox.chat('researcher2', { name: 'budget hook' });
    for (const chat of [admin, researcher]) await chat.say('hello');
    // On the first of a month Azure's alerts are of the month before.
    const form = await admin.say('change the budget of cardiology');
    const filled = { ...fields(form.card), amount: '1000000000', currency: 'EUR', per: 'once' };
    await admin.press(form, 'Set the budget', filled);
  });

  async function post(address: string, body: object): Promise<number> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
    await response.text();
    return response.status;
  }

  it('takes nothing from whoever does not know the secret', async () => {
    const { budgetHook, subscriptionId } = sandbox.endpoints;
    const alert = olderAlert({
      subscription: subscriptionId,
      group: 'rg-cardiology',
      spent: '1000000000',
      unit: 'EUR',
    });

    assert.equal(await post(budgetHook.split('?')[0]!, alert), 401);
    assert.equal(await post(`${budgetHook}0`, alert), 401);
    await admin.say('budget of cardiology');
    assert.ok(researcher.messages().every(({ text }) => !/Cardiology has used/.test(text)));
  });

  it('warns at once by what Azure says was spent, and once however often it says so', async () => {
    const { budgetHook, subscriptionId } = sandbox.endpoints;
    const alert = commonAlert({
      ...{ subscription: subscriptionId, group: 'RG-Cardiology', spent: '€760,000,000.00', unit: 'EUR' },
      firedAt: new Date().toISOString(),
    });

    for (const _ of Array(3)) assert.equal(await post(budgetHook, alert), 204);

    await researcher.shows(/Cardiology has used 75 % of its budget/);
    await admin.say('budget of cardiology');
    assert.equal(researcher.messages().filter(({ text }) => /Cardiology has used/.test(text)).length, 1);
  });
});
