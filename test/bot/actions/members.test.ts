import assert from 'node:assert/strict';
import { CommandWorld } from '../../support/command-world.ts';
import { caller, researcher } from '../../support/machine-samples.ts';

describe('member.notify', () => {
  let world: CommandWorld;

  before(async () => {
    world = await CommandWorld.start();
  });
  after(() => world.stop());

  const preference = async () => (await world.machines.people.get(researcher.aadObjectId))?.mail;
  const said = (reply: { card: object }) => JSON.stringify(reply.card);

  it('keeps how somebody wants to hear, and says what happens from now on', async () => {
    const me = caller(researcher, { oncology: 'member' });

    assert.match(said(await world.answer(me, 'member.notify', { by: 'mail' })), /You get mails too from now on/);
    assert.equal(await preference(), 'always');
    assert.match(said(await world.answer(me, 'member.notify', { by: 'teams' })), /You get no more mails/);
    assert.equal(await preference(), 'never');
  });

  it('asks where nobody can tell, and is for people outside every workspace too', async () => {
    const outcome = await world.run(caller(researcher), 'member.notify');

    assert.equal(outcome.kind, 'asked');
    assert.match(said(await world.answer(caller(researcher), 'member.notify', { by: 'teams' })), /Mails are off/);
  });
});
