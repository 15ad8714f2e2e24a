import assert from 'node:assert/strict';
import { cardText } from '../../support/card-content.ts';
import { CommandWorld } from '../../support/command-world.ts';
import { admin, caller, researcher } from '../../support/machine-samples.ts';

describe('the action that says who somebody is', () => {
  let world: CommandWorld;

  beforeEach(async () => {
    world = await CommandWorld.start();
  });

  afterEach(async () => await world.stop());

  const asked = async (...who: Parameters<typeof caller>) => {
    const { card, personal } = await world.answer(caller(...who), 'member.me');
    assert.equal(personal, true);
    return cardText(card);
  };

  it('names each role where it holds, the training that is asked for, and when the directory said so', async () => {
    const training = { name: 'data protection training', validMonths: 12 };
    await world.machines.workspaces.amend('oncology', { members: { training } });
    const text = await asked(researcher, { oncology: 'member', genomics: 'owner' });

    assert.match(text, /You are Researcher\nYou work in 2 workspaces/);
    assert.match(text, /Genomics\nOwner: [\s\S]*Oncology\nMember: .*\ndata protection training missing/);
    assert.match(text, /The directory said so/);
    assert.doesNotMatch(text, /Admin|Reviewer/);
  });

  it('says what holds everywhere, and whom to ask where nothing does', async () => {
    assert.match(
      await asked(admin, {}, { admin: true, reviewer: true }),
      /Everywhere\nAdmin: [\s\S]*Everywhere\nReviewer: /,
    );
    assert.match(
      await asked(researcher, {}),
      /You are in no workspace yet\. The owner of one, or an admin, can add you/,
    );
  });
});
