import assert from 'node:assert/strict';
import { buttons, type Json } from '../../support/card-content.ts';
import type { Chat } from '../../support/chat.ts';
import { eventually } from '../eventually.ts';
import { RequestWorld, stands } from './request-world.ts';

interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly card: Json;
}

describe('requests by mail', () => {
  let world: RequestWorld;
  let researcher: Chat;
  let owner: Chat;

  before(async function () {
    this.timeout(90_000);
    world = await RequestWorld.open('mails');
  });

  beforeEach(async () => {
    [researcher, owner] = await world.chats('researcher', 'owner');
  });

  const mails = async (about: string) => {
    const all = (await world.sandbox.control.mail()) as unknown as Mail[];
    return all.filter(({ subject }) => subject.includes(about));
  };
  const mailAbout = async (about: string) =>
    await eventually(async () => (await mails(about))[0], { what: `a mail about ${about}` });
  /** Teams takes no message to the chat from now on. */
  const block = (chat: Chat) =>
    world.sandbox.connector.script({
      method: 'POST',
      conversationId: chat.place.conversationId,
      status: 403,
      code: 'MessageWritesBlocked',
    });

  it('go to whoever decides where Teams does not reach them, and they decide in the mail as on the card', async () => {
    block(owner);
    const { name } = await world.ask(researcher, { purpose: 'the secret canary' });

    const mail = await mailAbout(name);
    assert.deepEqual(mail.to, [world.sandbox.endpoints.people.owner.upn]);
    assert.match(mail.subject, new RegExp(`^${name}: Researcher asks for 1 file$`));
    assert.match(mail.text, /Files: 1 file/);
    assert.doesNotMatch(JSON.stringify(mail), /results\.csv|canary/);
    const [approve] = buttons(mail.card);
    const pressed = await owner.pressButton(approve!, {}, undefined);
    assert.equal(pressed.status, 200);
    await stands(researcher, name, 'Approved');
    assert.equal(world.history(name).find(({ what }) => what === 'request.approve')?.by.name, 'Owner');
  });

  it('are one for each that happens, however often it is tried', async () => {
    block(owner);
    const { name } = await world.ask(researcher);

    await mailAbout(name);
    await researcher.say(`comment on ${name}: please soon`);
    await researcher.sayAndSee(`withdraw ${name}`, /withdr/i);
    await eventually(async () => ((await mails(name)).length === 2 ? true : undefined), {
      what: 'the mail of the withdrawal',
    });
    assert.equal((await mails(name)).filter(({ subject }) => subject.includes('asks for')).length, 1);
  });

  it('come beside Teams to who wants them, until they stop them', async () => {
    await owner.sayAndSee('notify me by mail', /Mails are on/);
    const { name } = await world.askAndWait(researcher, owner);
    await mailAbout(name);

    await owner.sayAndSee('stop the mails', /Mails are off/);
    const later = await world.askAndWait(researcher, owner);
    await owner.press(later.toDecide, 'request.deny', { reason: 'Not now.' });
    await stands(researcher, later.name, 'Denied');
    assert.deepEqual(await mails(later.name), []);
  });
});
