import assert from 'node:assert/strict';
import type { Courier } from '../../../bot/news/courier.ts';
import type { PersonDirectory } from '../../../services/people/person-directory.ts';
import { PostedCards } from '../../../services/people/posted-cards.ts';
import { CourierWorld, card, mail, owner } from './courier-world.ts';

describe('Courier, finding its way', () => {
  let world: CourierWorld;
  let courier: Courier;
  let people: PersonDirectory;

  beforeEach(async () => {
    world = await CourierWorld.start();
    ({ courier, people } = world.process());
  });
  afterEach(() => world.stop());

  const created = () => world.connector.calls.filter(({ path }) => path === '/v3/conversations');
  const chatOf = async (id: string) => (await people.get(id))?.chat?.conversationId ?? '';

  it('opens the chat of somebody it never met where Teams was last met, once', async () => {
    await world.meet(people, 'researcher');

    assert.equal(await courier.show('r-1', owner, card('One asks')), 'teams');
    assert.equal(await world.process().courier.show('r-2', owner, card('Two ask')), 'teams');

    assert.equal(created().length, 1);
    assert.deepEqual((created()[0]?.body as { members?: unknown } | undefined)?.members, [{ id: 'owner' }]);
    assert.equal(world.shown(await chatOf('owner')).length, 2);
  });

  it('goes where Teams usually is as long as nobody was met, and else nowhere but to the mailbox', async () => {
    assert.equal(await courier.show('r-1', owner, card('One asks')), 'nowhere');
    assert.equal(await courier.show('r-1', owner, card('One asks'), mail('r-1')), 'mail');

    const placed = world.process({ serviceUrl: world.connector.url }).courier;
    assert.equal(await placed.show('r-2', owner, card('Two ask')), 'teams');
  });

  it('installs itself for somebody who does not have it, and speaks in the chat that this leads to', async () => {
    await world.meet(people, 'researcher');
    world.installable.set('owner', '19:owner_app@unq.gbl.spaces');
    world.connector.script({ conversationId: '', status: 403, code: 'BotNotInConversationRoster' });

    assert.equal(await courier.show('r-1', owner, card('One asks'), mail('r-1')), 'teams');
    assert.equal(await courier.show('r-1', owner, card('Decided'), mail('r-1')), 'teams');

    assert.deepEqual(world.installed, ['owner']);
    assert.deepEqual([world.shown('19:owner_app@unq.gbl.spaces').length, world.mail.sent.length], [1, 0]);
  });

  it('writes a mail where it may not install itself, and does not ask for it again every time', async () => {
    await world.meet(people);
    world.connector.script({ method: 'POST', status: 403, code: 'BotNotInConversationRoster' });

    assert.equal(await courier.show('r-1', owner, card('One asks'), mail('r-1')), 'mail');
    assert.equal(await courier.show('r-2', owner, card('Two ask'), mail('r-2')), 'mail');

    assert.deepEqual([world.installed, world.posts()], [['owner'], 1]);
  });

  it('opens a chat anew that is no more', async () => {
    await world.meet(people);
    world.connector.script({ method: 'POST', conversationId: 'a:owner', status: 404, code: 'ConversationNotFound' });

    assert.equal(await courier.show('r-1', owner, card('One asks')), 'teams');
    assert.notEqual(await chatOf('owner'), 'a:owner');
    assert.equal(world.shown(await chatOf('owner')).length, 1);
  });

  it('gives up on a card that Teams refuses for good, in favour of a mail', async () => {
    await world.meet(people);
    world.connector.script({ method: 'POST', status: 400, code: 'BadArgument' });

    assert.equal(await courier.show('r-1', owner, card('One asks'), mail('r-1')), 'mail');
    assert.equal((await people.get('owner'))?.unreachable, undefined);
  });

  describe('in a conversation', () => {
    const channel = () => ({ conversationId: '19:channel', serviceUrl: world.connector.url });

    it('posts once and changes from then on', async () => {
      await courier.showIn('r-1/channel', channel(), card('One asks'));
      await world.process().courier.showIn('r-1/channel', channel(), card('Decided'));

      assert.equal(world.shown('19:channel').length, 1);
      assert.match(world.shown('19:channel')[0]!, /Decided/);
    });

    it('changes the card that was pressed, and posts it anew where it was deleted', async () => {
      await courier.showIn('other', channel(), card('One asks'));
      const [pressed] = world.connector.messages('19:channel');

      await courier.showIn('press-1', { ...channel(), activityId: pressed!.id }, card('Decided'));
      assert.match(world.shown('19:channel').join(), /^Decided/);
      world.connector.conversations.forget(pressed!.id);
      await courier.showIn('press-1', { ...channel(), activityId: pressed!.id }, card('Taken back'));
      await courier.showIn('press-1', { ...channel(), activityId: pressed!.id }, card('Expired'));

      assert.equal(world.shown('19:channel').length, 1);
      assert.match(world.shown('19:channel')[0]!, /Expired/);
    });

    it('waits for an answer that is on its way, and changes it when it stands', async () => {
      const soon = new Date(world.clock.now().getTime() + 10_000);

      assert.equal(await courier.showIn('answer-1', channel(), card('Asked'), soon), 'waits');
      await new PostedCards(world.store, world.clock).remember('answer-1', '4711');
      assert.equal(await courier.showIn('answer-1', channel(), card('Asked'), soon), 'waits');
      assert.equal(world.posts(), 0);
      await world.clock.advance(11);
      assert.equal(await courier.showIn('answer-1', channel(), card('Asked'), soon), 'teams');
      assert.equal(world.posts(), 1);
    });

    it('says a line once, and nothing where it was removed from', async () => {
      await courier.tellIn('line-1', channel(), 'onc-r is started.');
      await courier.tellIn('line-1', channel(), 'onc-r is started.');
      assert.deepEqual(world.shown('19:channel'), ['onc-r is started.']);

      world.connector.script({ method: 'POST', status: 403, code: 'BotNotInConversationRoster' });
      assert.equal(await courier.tellIn('line-2', channel(), 'onc-r is stopped.'), 'nowhere');
    });
  });
});
