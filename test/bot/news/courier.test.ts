import assert from 'node:assert/strict';
import type { Courier } from '../../../bot/news/courier.ts';
import { button } from '../../../cards/button.ts';
import { notice } from '../../../cards/talk/notice.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import type { PersonDirectory } from '../../../services/people/person-directory.ts';
import { PostedCards } from '../../../services/people/posted-cards.ts';
import { buttons } from '../../support/card-content.ts';
import { CourierWorld, card, mail, owner, unavailable } from './courier-world.ts';

describe('Courier', () => {
  let world: CourierWorld;
  let courier: Courier;
  let people: PersonDirectory;

  beforeEach(async () => {
    world = await CourierWorld.start();
    ({ courier, people } = world.process());
  });
  afterEach(() => world.stop());

  it('posts a card once and changes it in its place from then on, from any process', async () => {
    await world.meet(people);

    const first = await courier.show('r-1', owner, card('One asks'));
    const second = await world.process().courier.show('r-1', owner, card('Decided'));

    assert.deepEqual([first, second], ['teams', 'teams']);
    assert.equal(world.shown().length, 1);
    assert.match(world.shown()[0]!, /Decided/);
    assert.equal(world.mail.sent.length, 0);
  });

  it('posts a card anew that somebody deleted, once', async () => {
    await world.meet(people);
    await courier.show('r-1', owner, card('One asks'));
    const [message] = world.connector.messages('a:owner');
    world.connector.conversations.forget(message!.id);

    await courier.show('r-1', owner, card('Decided'));
    await courier.show('r-1', owner, card('Taken back'));

    assert.equal(world.shown().length, 1);
    assert.match(world.shown()[0]!, /Taken back/);
  });

  it('does not post again what may have arrived, and sends it by mail, once', async () => {
    await world.meet(people);
    world.connector.script({ method: 'POST', conversationId: 'a:owner', cut: 'after' });

    const deliveries = [
      await courier.show('r-1', owner, card('One asks'), mail('r-1')),
      await courier.show('r-1', owner, card('One asks'), mail('r-1')),
      await world.process().courier.show('r-1', owner, card('One asks'), mail('r-1')),
    ];

    assert.deepEqual(deliveries, ['mail', 'mail', 'mail']);
    assert.deepEqual([world.posts(), world.shown().length, world.mail.sent.length], [1, 1, 1]);
    assert.equal(world.mail.sent[0]?.to, 'owner');
  });

  it('does not post what a process began that died, and says that it may have arrived', async () => {
    await world.meet(people);
    await new PostedCards(world.store, world.clock).begin('r-1');

    assert.equal(await courier.show('r-1', owner, card('One asks')), 'unknown');
    assert.equal(world.posts(), 0);
  });

  it('posts later what was certainly not posted', async () => {
    await world.meet(people);
    world.connector.script({ method: 'POST', conversationId: 'a:owner', status: 429, retryAfter: 60 });

    await assert.rejects(courier.show('r-1', owner, card('One asks'), mail('r-1')), (error: WorkspaceError) => {
      assert.deepEqual([error.code, error.retryAfterSeconds], ['throttled', 60]);
      return error instanceof WorkspaceError;
    });
    assert.equal(await courier.show('r-1', owner, card('One asks'), mail('r-1')), 'teams');
    assert.equal(world.shown().length, 1);
    assert.equal(world.mail.sent.length, 0);
  });

  it('leaves a card that Teams would not change for the next attempt', async () => {
    await world.meet(people);
    await courier.show('r-1', owner, card('One asks'));
    world.connector.script({ method: 'PUT', status: 500, times: 1 });

    await assert.rejects(courier.show('r-1', owner, card('Decided')), { name: 'TeamsError', reason: 'ambiguous' });
    assert.equal(await courier.show('r-1', owner, card('Decided')), 'teams');
    assert.equal(world.shown().length, 1);
  });

  it('remembers who blocked it, writes them mails, and comes back when they write again', async () => {
    await world.meet(people);
    world.connector.script({ method: 'POST', status: 403, code: 'MessageWritesBlocked' });

    assert.equal(await courier.show('r-1', owner, card('One asks'), mail('r-1')), 'mail');
    assert.equal(await courier.show('r-2', owner, card('Two ask'), mail('r-2')), 'mail');
    assert.equal(world.posts(), 1);
    assert.equal(world.installed.length, 0);
    await world.meet(people);
    assert.equal(await courier.show('r-2', owner, card('Two ask'), mail('r-2')), 'teams');
    assert.deepEqual([world.shown().length, world.mail.sent.length], [1, 2]);
  });

  it('tries again after a week whether somebody can be reached', async () => {
    await world.meet(people);
    await people.unreachable('owner', 'blocked');

    await world.clock.advance(6 * 86_400);
    assert.equal(await courier.show('r-1', owner, card('One asks')), 'nowhere');
    await world.clock.advance(2 * 86_400);
    assert.equal(await courier.show('r-1', owner, card('One asks')), 'teams');
  });

  it('sends mails to those who want them beside Teams, and none to those who want none', async () => {
    await world.meet(people);
    await people.preferMail('owner', 'always');
    assert.equal(await courier.show('r-1', owner, card('One asks'), mail('r-1')), 'teams');
    assert.equal(await courier.show('r-1', owner, card('One asks'), mail('r-1')), 'teams');
    assert.equal(world.mail.sent.length, 1);

    await people.preferMail('owner', 'never');
    await people.unreachable('owner', 'blocked');
    assert.equal(await courier.show('r-2', owner, card('Two ask'), mail('r-2')), 'nowhere');
    assert.equal(world.mail.sent.length, 1);
  });

  it('seals the buttons of a mail as those of a card', async () => {
    await people.unreachable('owner', 'blocked');
    const decision = notice({ title: 'One asks', buttons: [button('Approve', 'request.approve', { id: 'r-1' })] });
    await courier.show('r-1', owner, card('One asks'), { ...mail('r-1'), card: decision });

    const [pressed] = buttons(world.mail.sent[0]?.card);
    assert.match(String((pressed?.data as { nonce?: string } | undefined)?.nonce), /^p/);
  });

  it('tries a mail again that could not be sent, and gives up where it is refused or nobody has a mailbox', async () => {
    await people.unreachable('owner', 'blocked');
    world.mail.failure = unavailable();
    await assert.rejects(courier.show('r-1', owner, card('One asks'), mail('r-1')), { code: 'unavailable' });

    world.mail.failure = new WorkspaceError('refused', 'Labdesk may not send mail.');
    assert.equal(await courier.show('r-1', owner, card('One asks'), mail('r-1')), 'nowhere');
    world.mail.failure = undefined;
    world.mail.without.add('owner');
    assert.equal(await courier.show('r-1', owner, card('One asks'), mail('r-1')), 'nowhere');
    world.mail.without.clear();
    assert.equal(await courier.show('r-1', owner, card('One asks'), mail('r-1')), 'mail');
  });

  it('says a line once', async () => {
    await world.meet(people);

    for (let turn = 0; turn < 3; turn += 1) await courier.tell('line-1', owner, 'oncology-42 is approved.');
    await courier.tell('line-2', owner, 'oncology-43 is denied.');

    assert.deepEqual(world.shown(), ['oncology-42 is approved.', 'oncology-43 is denied.']);
  });
});
