import assert from 'node:assert/strict';
import { readReviewId, reviewId } from '../../cards/members/review-id.ts';
import { buttons, cardText, parts } from '../support/card-content.ts';
import { owner } from '../support/machine-samples.ts';
import { hostileStrings } from './hostile.ts';
import { answer, reviewed, reviewSamples } from './review-samples.ts';

const fields = (card: unknown) => [...parts(card)].filter(({ type }) => type === 'Input.ChoiceSet');

describe('the card of a review', () => {
  it('asks of each whether they stay, and takes for granted that they do', () => {
    const [first] = fields(reviewSamples['a review of members']);

    assert.equal(fields(reviewSamples['a review of members']).length, 4);
    assert.equal(first?.id, 'row0');
    assert.equal(first?.label, 'Researcher 2 · Owner · here today');
    assert.match(String(first?.value), /^keep\/97d48953-b00a-4ea6-86c6-\w{12}$/);
  });

  it('says when somebody last signed in, or why it is when Labdesk last saw them', () => {
    const labels = (name: string) => fields(reviewSamples[name]).map(({ label }) => label);

    assert.deepEqual(labels('a review with sign-ins'), [
      'Researcher 2 · Member · signed in today',
      'Researcher 3 · Member · onc-r · signed in yesterday',
      'Researcher 4 · Member · signed in 92 days ago · here 10 days ago',
      'Researcher 5 · Member · here 10 days ago',
    ]);
    assert.match(cardText(reviewSamples['a review with sign-ins']), /no sign-in of 1 person here; what stands there/);
    assert.match(cardText(reviewSamples['a review without the licence for sign-ins']), /P1 or P2/);
    assert.match(cardText(reviewSamples['a review without the right to sign-ins']), /AuditLog\.Read\.All/);
    assert.match(cardText(reviewSamples['a review where sign-ins did not come']), /did not say of everybody/);
    assert.doesNotMatch(cardText(reviewSamples['a review of members']), /Entra/);
  });

  it('leads through the pages of those who are left, ten at a time', () => {
    const [first, second] = ['a review of many, the first page', 'a review of many, the second page'].map((name) =>
      buttons(reviewSamples[name]).map(({ title }) => title),
    );

    assert.deepEqual(first, ['Decide these 10', 'Keep everybody else', '20 more']);
    assert.deepEqual(second, ['Decide these 10', 'Keep everybody else', '5 more', 'First page']);
    assert.match(cardText(reviewSamples['a review of many, the first page']), /admins are asked as well/);
  });

  it('says who decided what, and asks nothing when it is over', () => {
    const over = reviewSamples['a review that is over'];

    assert.deepEqual(fields(over), []);
    assert.match(cardText(over), /Owner kept 7 people\.[\s\S]*Owner removed Researcher 29 and Researcher 30\./);
    assert.match(cardText(over), /Owner kept everybody else\./);
    assert.match(
      cardText(reviewSamples['a review where somebody could not be removed']),
      /could not be removed: Labdesk may not/,
    );
  });

  it('says why it ended where not everybody was decided', () => {
    const [next, off] = ['a review that the next one ended', 'a review that was called off'].map((name) =>
      cardText(reviewSamples[name]),
    );
    assert.match(next!, /The next one began before everybody was decided/);
    assert.match(off!, /has no reviews of its members any more\. Whoever was not decided has stayed\./);
  });

  it('takes names for nothing but names', () => {
    for (const name of hostileStrings) {
      const card = reviewed(1, { answers: [{ ...answer, by: { ...owner, name } }] }, { members: [row(name)] });
      assert.doesNotMatch(String(fields(card)[0]?.label), /[[\]<>{}*`]|:\/\//, name);
      assert.equal(buttons(card).length, 2);
    }
  });

  it('carries on its buttons what they say, and nothing else', () => {
    assert.deepEqual(readReviewId(reviewId('oncology', { does: 'decide', period: '2026-Q4' })), {
      workspace: 'oncology',
      does: 'decide',
      period: '2026-Q4',
    });
    assert.deepEqual(readReviewId(reviewId('my-study', { page: 2 })), { workspace: 'my-study', page: '2' });
    assert.deepEqual(readReviewId('oncology'), { workspace: 'oncology' });
    assert.equal(readReviewId('oncology/drop-2026-Q4'), undefined);
  });
});

function row(name: string) {
  return { aadObjectId: 'person', name, role: 'member' as const, machines: [] };
}
