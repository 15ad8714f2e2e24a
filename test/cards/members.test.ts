import assert from 'node:assert/strict';
import { memberChangeCard } from '../../cards/members/change.ts';
import { choiceOf, confirmPeople } from '../../cards/members/people.ts';
import { memberTexts } from '../../cards/texts/members.ts';
import type { MemberNotice, Noticed } from '../../services/members/member-watch-record.ts';
import { badges, buttons, cardText, type Json, parts } from '../support/card-content.ts';
import { now, owner, workspace } from '../support/machine-samples.ts';
import { hostileStrings } from './hostile.ts';
import { listed, memberSamples } from './member-samples.ts';

const oncology = workspace();
const plain = (card: unknown) => JSON.parse(JSON.stringify(card)) as Json;
const verbsOf = (card: unknown) => buttons(plain(card)).map(({ verb }) => verb);
const inputOf = (name: string, id: string) =>
  [...parts(plain(memberSamples[name]))].find((part) => part.id === id && String(part.type).startsWith('Input.'));

describe('the cards of members', () => {
  it('come with a line for what others changed, that names some and counts all', () => {
    const of = (count: number, ...names: string[]) => ({
      count,
      people: names.map((name) => ({ aadObjectId: name, name })),
    });
    const hint = 'Write "members of Oncology" to see who is in it.';
    const owners = { appointed: of(1, 'A'), demoted: of(2, 'B', 'C') };
    const table: [
      added: Noticed,
      removed: Noticed,
      line: string,
      owners?: Pick<MemberNotice, 'appointed' | 'demoted'>,
    ][] = [
      [
        of(0),
        of(0),
        'One person was made an owner of Oncology outside Labdesk: A. Two people were removed as owners: B and C.',
        owners,
      ],
      [
        of(1, 'A'),
        of(0),
        'One person was added to Oncology outside Labdesk: A. One person was made an owner: A.',
        { appointed: of(1, 'A') },
      ],
      [of(2, 'A', 'B'), of(0), 'Two people were added to Oncology outside Labdesk: A and B.'],
      [of(0), of(1), 'One person was removed from Oncology outside Labdesk.'],
      [of(1, 'A'), of(1, 'B'), 'One person was added to Oncology outside Labdesk: A. One person was removed: B.'],
      [of(10_000, 'A', 'B'), of(0), '10000 people were added to Oncology outside Labdesk: A, B and 9998 others.'],
      [of(0), of(3, 'A', 'B'), 'Three people were removed from Oncology outside Labdesk: A, B and one other.'],
    ];
    for (const [added, removed, line, more] of table)
      assert.equal(memberTexts.noticed.line({ added, removed, ...more }, 'Oncology'), `${line} ${hint}`);
  });

  it('list owners first, with machines and when somebody was last here', () => {
    const text = cardText(plain(memberSamples['members of a workspace']));

    assert.match(text, /4 people, 1 owner/);
    assert.match(text, /Researcher 0[\s\S]*Owner · here today/);
    assert.match(text, /Researcher 1[\s\S]*Member · onc-r, onc-python · here yesterday/);
    assert.match(cardText(plain(listed(7))), /Researcher 6[\s\S]*Member · not seen yet/);
  });

  it('lead through the pages, and to changes for those who may', () => {
    assert.deepEqual(verbsOf(memberSamples['members, a page in the middle']), [
      'member.add',
      'member.remove',
      'member.list',
      'member.list',
    ]);
    assert.deepEqual(verbsOf(memberSamples['members as a member sees them']), []);
  });

  it('search in the directory while somebody writes, for several at once, and take what is written where a client cannot', () => {
    const found = inputOf('adding people, an empty form', 'people');
    assert.deepEqual(found?.['choices.data'], { type: 'Data.Query', dataset: 'people' });
    assert.equal(found?.isMultiSelect, true);
    assert.equal(inputOf('adding somebody whom nobody knows', 'name')?.value, 'Nobody');
  });

  it('have Teams’ own picker behind a small button in Teams, and nowhere else', () => {
    const form = 'adding people, an empty form';
    const picked = inputOf(`${form} in Teams`, 'picked');
    assert.deepEqual(picked?.['choices.data'], { type: 'Data.Query', dataset: 'graph.microsoft.com/users' });
    assert.deepEqual([picked?.isMultiSelect, picked?.choices], [true, []]);
    const hidden = [...parts(plain(memberSamples[`${form} in Teams`]))].find(({ id }) => id === 'picker');
    assert.equal(hidden?.isVisible, false);
    assert.match(cardText(plain(memberSamples[`${form} in Teams`])), /Pick from your organisation/);
    assert.equal(inputOf(form, 'picked'), undefined);
    assert.doesNotMatch(JSON.stringify(memberSamples[form]), /Pick from|graph\.microsoft/);
    assert.ok(inputOf(`${form} in Teams`, 'people'), 'the field of everywhere else stays');
  });

  it('let choose among those who may be meant, by object id', () => {
    const input = inputOf('adding one of several who may be meant', 'people');

    assert.equal(input?.isMultiSelect, true);
    assert.equal(input?.value, '97d48953-b00a-4ea6-86c6-44732221397c');
    assert.match(JSON.stringify(input?.choices), /Researcher 3 · researcher3@partner\.example · guest/);
  });

  it('say to whoever removes themselves what that means', () => {
    const view = { workspace: oncology, people: [owner], you: owner.aadObjectId };

    assert.match(cardText(plain(confirmPeople({ ...view, verb: 'remove' }))), /you lose access to Oncology yourself/);
    assert.doesNotMatch(cardText(plain(confirmPeople({ ...view, verb: 'appoint' }))), /That is you/);
  });

  it('say for each of several how it went, and why not', () => {
    const card = memberSamples['add: some failed'];

    assert.deepEqual(badges(plain(card)), ['Failed']);
    assert.match(cardText(plain(card)), /Researcher 3 could not be added to Oncology[\s\S]*Tell an admin/);
    assert.ok(verbsOf(card).includes('member.add'));
  });

  it('take names for nothing but names', () => {
    for (const name of hostileStrings) {
      const { title } = choiceOf({ aadObjectId: 'person', name });
      assert.doesNotMatch(title, /[[\]<>{}*`]|:\/\//, name);
      const tasks = [{ person: { aadObjectId: 'person', name }, state: 'done' as const }];
      const change = { key: 'key', verb: 'add' as const, by: owner, at: now.toISOString(), tasks };
      const card = plain(memberChangeCard(change, oncology));
      assert.deepEqual(verbsOf(card), ['member.list']);
    }
  });
});
