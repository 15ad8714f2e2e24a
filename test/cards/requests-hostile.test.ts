import assert from 'node:assert/strict';
import type { Card } from '../../cards/card.ts';
import { requestForm } from '../../cards/requests/form.ts';
import { requestLine } from '../../cards/requests/line.ts';
import { linksCard } from '../../cards/requests/links.ts';
import { requestListCard } from '../../cards/requests/list.ts';
import { requestCard } from '../../cards/requests/request.ts';
import { requestSentences } from '../../cards/texts/request-sentences.ts';
import { decodeChoices } from '../../services/files/file-choice.ts';
import type { DataRequest } from '../../services/requests/request.ts';
import type { RequestViewer } from '../../services/requests/request-rules.ts';
import { fields, type Json, parts } from '../support/card-content.ts';
import { now, owner, researcher } from '../support/machine-samples.ts';
import { fc } from '../support/properties.ts';
import { comment, dataRequest, decision, requestedFile, requestStates } from '../support/request-samples.ts';
import { runs } from '../support/runs.ts';
import { hostileStrings } from './hostile.ts';
import { assertTame, largestInBytes, markdown, textRuns } from './hostile-card.ts';
import { requestViewers } from './request-samples.ts';

const dates = /\{\{(DATE|TIME)\([\dT:Z-]+(, SHORT)?\)\}\}/g;

/** What came from people, everywhere it may come from: a request in which each word of theirs is this text. */
function written(text: string, state: DataRequest['state'] = 'in_review'): DataRequest {
  const person = { ...researcher, name: text };
  const other = { ...owner, name: text, as: 'owner' } as const;
  return dataRequest(state, {
    author: person,
    files: [requestedFile(text), requestedFile(`figures/${text}`), requestedFile(`${text}.csv`)],
    purpose: text,
    approvers: [other, { ...other, aadObjectId: 'a' }],
    claimedBy: { ...other, aadObjectId: 'a' },
    decision: decision({ by: { ...other, aadObjectId: 'a' }, reason: text }),
    revoked: decision({ by: { ...other, aadObjectId: 'a' }, reason: text }),
    problem: text,
    comments: [comment(text, { by: person }), comment(text, { by: other, kind: 'question' })],
  });
}

/** Each text in another state of the request; in the long runs in all of them. */
const manyStates = runs(1) > 1;

function cardsOf(text: string, index: number): Card[] {
  const states = manyStates ? requestStates : [requestStates[index % requestStates.length]!];

  const workspace = { id: 'oncology', name: text };
  const links = [1, 40].map((count) =>
    Array.from({ length: count }, () => ({
      path: text,
      bytes: 1,
      url: `https://labdesk.example/files/${'a'.repeat(43)}`,
    })),
  );
  return [
    ...states.flatMap((state) =>
      requestViewers.map((viewer) =>
        requestCard(written(text, state), text, viewer, now, { youId: owner.aadObjectId, note: text }),
      ),
    ),
    requestForm({
      workspace,
      choices: [{ path: text, bytes: 1 }],
      chosen: [text, `${text}2`],
      more: true,
      purpose: text,
      use: 'both',
      note: text,
    }),
    ...(['decider', 'bystander'] as const).map((viewer) =>
      requestListCard(
        { rows: [{ request: written(text), viewer }], listing: { which: 'all' }, more: true, filters: ['mine', 'all'] },
        now,
      ),
    ),
    ...links.map((some) => linksCard(written(text, 'approved'), some, now)),
  ];
}

/** Words that a client renders, in places where it takes them for Markdown. */
function rendered(card: Card): string[] {
  return [...parts(card)].flatMap((part) => {
    if (part.type === 'TextBlock') return [String(part.text)];
    if (part.type === 'FactSet')
      return (part.facts as Json[]).flatMap(({ title, value }) => [String(title), String(value)]);
    if (part.type === 'Input.ChoiceSet') return (part.choices as Json[]).map(({ title }) => String(title));
    return String(part.type).startsWith('Action.') ? [String(part.title)] : [];
  });
}

const typesOf = (card: Card) => [...parts(card)].map(({ type }) => type).join();

describe('a request of hostile words', () => {
  it('shows them as text or not at all, on every card', () => {
    for (const [index, text] of hostileStrings.entries()) {
      for (const card of cardsOf(text, index)) {
        for (const words of rendered(card)) assert.doesNotMatch(words.replace(dates, ''), markdown, text.slice(0, 60));
        assertTame(card, text);
      }
    }
  });

  it('has the cards of any other, part by part', () => {
    for (const [index, text] of hostileStrings.filter((each) => each.length < 100).entries()) {
      // A title that is not plain is text in the size of a heading.
      const alike = (types: string) => types.replace(/^(.*?)(TextBlock|RichTextBlock,TextRun)/, '$1title');
      const shape = (words: string) => cardsOf(words, index).map(typesOf).map(alike);
      assert.deepEqual(shape(text), shape('ordinary'), text);
    }
  });

  it('lets those who may read them read them', () => {
    for (const text of hostileStrings.filter((each) => /^[\p{L} ]{3,60}$/u.test(each))) {
      const runsOf = textRuns(requestCard(written(text), 'Oncology', 'decider', now, { youId: 'someone', note: '' }));
      assert.ok(runsOf.includes(`figures/${text}`), text);
      assert.ok(runsOf.includes(text), text);
    }
  });

  it('gives a chosen path back as it is, whatever it is', () => {
    const names = hostileStrings.filter((each) => each.length < 1000 && each.isWellFormed());
    for (const path of names) {
      const form = requestForm({
        workspace: { id: 'oncology', name: 'Oncology' },
        choices: [{ path, bytes: 1 }],
        chosen: [path],
        more: false,
        purpose: '',
        use: 'machines',
      });
      // As Teams sends it and the bot reads it: without spaces at its ends.
      assert.deepEqual(decodeChoices(fields(form).files!.trim()), [path], path);
    }
  });
});

describe('the largest request there is', () => {
  for (const sign of ['x', '研', '👍', '"', '\n', '\u202e'])
    it(`stays under 28 KB, of ${JSON.stringify(sign)} alone`, () => {
      const name = `${sign.repeat(Math.floor(1000 / sign.length) - 4)}.csv`;
      const files = Array.from({ length: 100 }, (_, index) => requestedFile(`${index}${name}`));
      const comments = Array.from({ length: 30 }, () =>
        comment(sign.repeat(1000 / sign.length), { by: { ...owner, name } }),
      );
      const ids = Array.from({ length: 60 }, (_, index) => `29:${'1'.repeat(60)}${index}`);
      for (const state of requestStates)
        for (const viewer of requestViewers) {
          const request = { ...written(name, state), files, comments };
          const card = requestCard(request, name, viewer, now, { youId: '', note: name, refreshIds: ids });
          const sealed = JSON.stringify(card).replaceAll('"Action.Execute"', `"Action.Execute"${'n'.repeat(48)}`);
          assert.ok(Buffer.byteLength(sealed) < largestInBytes, `${state} ${viewer}: ${Buffer.byteLength(sealed)}`);
        }
      const form = requestForm({
        workspace: { id: 'oncology', name },
        choices: files,
        chosen: files.map(({ path }) => path),
        more: true,
        purpose: sign.repeat(1000 / sign.length),
        use: 'both',
        note: name,
      });
      assert.ok(
        Buffer.byteLength(JSON.stringify(form)) < largestInBytes,
        `form: ${Buffer.byteLength(JSON.stringify(form))}`,
      );
      const [chosen = '', others = ''] = [fields(form).files, fields(form).others];
      for (const path of [...decodeChoices(chosen), ...others.split('\n').filter(Boolean)])
        assert.ok(
          files.some((each) => each.path === path),
          'a path that is there is whole',
        );
    });
});

describe('what others read of a request', () => {
  const word = fc
    .string({ minLength: 6, maxLength: 24, unit: fc.constantFrom(...'abcdefghjkqxyzé研_-. ') })
    .map((text) => `Zq${text}qZ`);

  it('holds no name of a file, no reason, no comment and not who asked', () => {
    fc.assert(
      fc.property(word, fc.constantFrom(...requestStates), (text, state) => {
        const request = { ...written(text, state), decision: decision({ reason: text }), revoked: undefined };
        const bystander: RequestViewer = 'bystander';
        const seen = [
          requestCard(request, 'Oncology', bystander, now, { youId: '', refreshIds: [] }),
          requestListCard(
            { rows: [{ request, viewer: bystander }], listing: { which: 'all' }, more: false, filters: [] },
            now,
          ),
        ];
        assert.ok(!JSON.stringify(seen).includes('Zq'), state);
      }),
      { numRuns: runs(150, 15_000) },
    );
  });

  it('and of what is said about it in a line holds no name of a file, no reason and no comment', () => {
    for (const news of Object.keys(requestSentences.lines) as (keyof typeof requestSentences.lines)[]) {
      const request = { ...written('Zq', 'approved'), author: researcher, decision: decision({ reason: 'Zq' }) };
      assert.ok(!requestLine({ ...request, revoked: decision({ reason: 'Zq' }) }, news, 'en-GB').includes('Zq'), news);
    }
  });
});
