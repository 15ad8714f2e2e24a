import assert from 'node:assert/strict';
import { cardTemplate } from '../../cards/render.ts';

const template = {
  type: 'AdaptiveCard',
  version: '1.5',
  fallbackText: '${title}',
  body: [
    { $part: 'title' },
    { type: 'TextBlock', $when: "${note != ''}", text: '${note}' },
    { type: 'FactSet', facts: [{ $data: '${facts}', title: '${title}', value: '${value}' }] },
  ],
};

interface View {
  readonly title: string;
  readonly plain: boolean;
  readonly subtitle: string;
  readonly note: string;
  readonly facts: readonly { readonly title: string; readonly value: string }[];
}

const view: View = { title: 'Oncology', plain: true, subtitle: '', note: '', facts: [] };

describe('a card template', () => {
  it('gives the same card for equal data, and another for other data', () => {
    const render = cardTemplate<View>(template);

    assert.equal(render(view), render({ ...view }));
    assert.notEqual(render(view), render({ ...view, note: 'New' }));
  });

  it('puts shared pieces in their places and leaves out what does not apply', () => {
    const { body } = cardTemplate<View>(template)(view);

    assert.deepEqual(
      body.map((part) => (part as { type: string }).type),
      ['TextBlock', 'FactSet'],
    );
  });

  it('never evaluates what a person wrote', () => {
    const facts = [{ title: '${title}', value: '${json($root)}' }];
    const card = cardTemplate<View>(template)({ ...view, note: '${1 + 1} $root ${if(true, 1, 2)}', facts });

    assert.equal((card.body[1] as { text: string }).text, '${1 + 1} $root ${if(true, 1, 2)}');
    assert.deepEqual((card.body[2] as { facts: object[] }).facts, facts);
  });

  it('cuts texts until the card can be sent, the longest first', () => {
    const facts = Array.from({ length: 12 }, (_, index) => ({ title: `${index}`, value: '研'.repeat(3000) }));
    const card = cardTemplate<View>(template)({ ...view, note: 'Stays', facts });

    assert.ok(Buffer.byteLength(JSON.stringify(card)) < 28 * 1024);
    assert.equal((card.body[1] as { text: string }).text, 'Stays');
    assert.match((card.body[2] as { facts: { value: string }[] }).facts[0]!.value, /^研+…$/);
  });
});
