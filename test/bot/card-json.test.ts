import assert from 'node:assert/strict';
import { activityJson } from '../../bot/card-json.ts';
import { Nonces } from '../../bot/nonces.ts';
import type { Card } from '../../cards/card.ts';
import { lasting } from '../../cards/lasting.ts';
import { samples } from '../cards/samples.ts';
import { buttons, type Json } from '../support/card-content.ts';

const nonces = new Nonces(Buffer.alloc(32, 7));
const contentType = 'application/vnd.microsoft.card.adaptive';
const activity = (content: Card) => ({
  type: 'message',
  summary: 'A “card”',
  attachments: [{ contentType, content }],
  channelId: 'msteams',
});

const read = (said: object) => JSON.parse(activityJson(said).toString());

describe('The JSON of activities', () => {
  it('says of a card that is sent many times what it says of one that is not', () => {
    for (const [name, card] of Object.entries(samples)) {
      const said = activity(nonces.seal(lasting(structuredClone(card) as Card)));

      assert.deepEqual(read(said), JSON.parse(JSON.stringify(said)), name);
    }
  });

  it('has nonces of its own in every copy', () => {
    const card = lasting(structuredClone(Object.values(samples).find((each) => buttons(each).length > 1)!) as Card);
    const sent = [1, 2].map(() => read(activity(nonces.seal(card))).attachments[0].content as Card);
    const pressed = sent.flatMap((each) => buttons(each)).filter(({ type }) => type === 'Action.Execute');

    for (const { verb, data } of pressed) assert.ok(nonces.check(String(verb), data as Json), String(verb));
    assert.equal(new Set(pressed.map(({ data }) => (data as Json).nonce)).size, pressed.length);
  });

  it('follows a copy that was made of a copy, or in which readers are named', () => {
    const refresh = { action: { type: 'Action.Execute', verb: 'request.show', data: {} }, userIds: ['29:a'] };
    const card = lasting({ ...(structuredClone(Object.values(samples)[0]!) as Card), refresh });
    const copy = nonces.seal(card);
    const said = activity({ ...copy, fallbackText: 'Other words', refresh: { ...copy.refresh!, userIds: ['29:b'] } });

    assert.equal(activityJson(said), JSON.stringify(said));
  });

  it('is plain for what is no card, or several', () => {
    const copy = nonces.seal(lasting(structuredClone(Object.values(samples)[0]!) as Card));
    const two = { type: 'message', attachments: [1, 2].map(() => ({ contentType, content: copy })) };

    assert.equal(activityJson({ type: 'message', text: 'hello' }), '{"type":"message","text":"hello"}');
    assert.equal(activityJson(two), JSON.stringify(two));
  });
});
