import assert from 'node:assert/strict';
import type { Chat } from '../../support/chat.ts';
import { RequestWorld } from './request-world.ts';

describe('talking about requests', () => {
  let world: RequestWorld;
  let owner: Chat;
  let researcher: Chat;

  before(async function () {
    this.timeout(90_000);
    world = await RequestWorld.open('talking');
  });

  beforeEach(async () => {
    [researcher, owner] = await world.chats('researcher', 'owner');
  });

  it('asks back a name that is nearly right before it decides', async () => {
    const { name } = await world.askAndWait(researcher, owner);
    const number = name.replace('oncology-', '');

    await owner.sayAndSee(`approve oncolgy-${number}`, new RegExp(`^Did you mean ${name}\\?`));
    assert.equal(world.stored(name).state, 'in_review');
    await owner.sayAndSee('yes', /^You approved 1 file\n/);
  });

  it('knows a request by its number where the workspace is spoken of', async () => {
    const { name } = await world.askAndWait(researcher, owner);
    await owner.sayAndSee('use oncology', /Oncology/);

    await owner.sayAndSee(`show #${name.replace('oncology-', '')}`, new RegExp(name));
    await owner.sayAndSee(`show Oncology ${name.replace('oncology-', '')}`, new RegExp(name));
  });

  it('takes no question for a decision', async () => {
    const { name } = await world.askAndWait(researcher, owner);

    for (const question of [`how do I approve ${name}`, `${name} approved?`, `should I deny ${name}`])
      await owner.sayAndSee(question, new RegExp(`${name}[\\s\\S]*Pending`));

    assert.equal(world.stored(name).state, 'in_review');
  });

  it('takes help and another command for what they are while it waits for a reason, and "cancel" for a no', async () => {
    const { name } = await world.askAndWait(researcher, owner);

    await owner.sayAndSee(`deny ${name}`, /^Why\?/);
    assert.doesNotMatch((await owner.say('help')).text, /^You denied/);
    await owner.sayAndSee('my requests', /requests/i);
    await owner.sayAndSee(`deny ${name}`, /^Why\?/);
    await owner.sayAndSee('cancel', /^Cancelled/);

    assert.equal(world.stored(name).state, 'in_review');
  });

  it('speaks of a workspace that is not theirs as of one that is not there', async () => {
    const outsider = await world.chat('outsider');
    const refused = async (name: string) => (await outsider.say(`show ${name}`)).text.replaceAll(name, '…');

    assert.equal(await refused('oncology-1'), await refused('atlantis-1'));
    const cardiology = async (name: string) => (await researcher.say(`show ${name}`)).text.replaceAll(name, '…');
    assert.equal(await cardiology('cardiology-1'), await cardiology('oncology-99999'));
  });
});
