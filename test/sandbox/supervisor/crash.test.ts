import { sharedSandbox, type TestSandbox } from '../../support/sandbox.ts';

describe('a bot that is killed while a machine starts', function () {
  this.timeout(120_000);
  let sandbox: TestSandbox;

  before(async () => {
    // The same as the digest's: what counts here is that a machine takes longer than a bot needs to start again.
    sandbox = await sharedSandbox({ SANDBOX_VM_SECONDS: '4' });
  });

  it('leaves a successor that ends the work and turns the same card to Started', async () => {
    const researcher = sandbox.chat('researcher');
    const card = await researcher.say('start onc-r');

    await sandbox.crashBot();

    // What a dead process left is looked after fifteen seconds later at the soonest.
    await researcher.shows(/Started/, { on: card, withinMs: 90_000 });
  });
});
