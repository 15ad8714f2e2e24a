import assert from 'node:assert/strict';
import { requestForm } from '../../cards/requests/form.ts';
import { linksCard } from '../../cards/requests/links.ts';
import { requestListCard, requestsPerPage } from '../../cards/requests/list.ts';
import { listId, parseListId, type RequestListing } from '../../cards/requests/list-id.ts';
import { requestCard } from '../../cards/requests/request.ts';
import { decodeChoices } from '../../services/files/file-choice.ts';
import { type RequestState, requestWords } from '../../services/requests/request.ts';
import type { RequestViewer } from '../../services/requests/request-rules.ts';
import { badges, buttons, cardText, fields, findButton, parts } from '../support/card-content.ts';
import { now, owner, researcher } from '../support/machine-samples.ts';
import {
  comment,
  dataRequest,
  decision,
  minutesAgo,
  requestedFile,
  requestStates,
} from '../support/request-samples.ts';
import { requestViewers, shown } from './request-samples.ts';

const verbsOf = (card: object) => [...new Set(buttons(card).map(({ verb }) => verb))].filter(Boolean).sort();

describe('the card of a request', () => {
  it('shows its state alone in a badge, to everybody', () => {
    for (const state of requestStates)
      for (const viewer of requestViewers)
        assert.deepEqual(badges(shown(dataRequest(state), viewer)), [requestWords[state]], `${state} ${viewer}`);
  });

  it('offers what its reader can do in that state, and nothing else', () => {
    const list = 'request.list';
    const show = 'request.show';
    const again = ['request.access', list];
    const table: Record<RequestState, { readonly author: string[]; readonly decider?: string[] }> = {
      draft: { author: ['request.access', 'request.submit', 'request.withdraw'] },
      submitted: { author: ['request.comment', list, 'request.withdraw'], decider: [list, show] },
      in_review: {
        author: ['request.comment', list, 'request.withdraw'],
        decider: ['request.approve', 'request.claim', 'request.comment', 'request.deny', 'request.return'],
      },
      returned: { author: ['request.access', 'request.comment', 'request.withdraw'], decider: [list] },
      approving: { author: [list, show], decider: [list, 'request.revoke'] },
      approved: { author: ['request.link', list], decider: [list, 'request.revoke'] },
      denied: { author: again, decider: [list] },
      withdrawn: { author: again, decider: [list] },
      blocked: { author: again, decider: [list] },
      failed: { author: again, decider: [list] },
      revoked: { author: again, decider: [list] },
      expired: { author: again, decider: [list] },
    };
    for (const state of requestStates) {
      const { author, decider } = table[state];
      assert.deepEqual(verbsOf(shown(dataRequest(state), 'author')), author, `${state} author`);
      if (decider) assert.deepEqual(verbsOf(shown(dataRequest(state), 'decider')), decider, `${state} decider`);
      assert.deepEqual(verbsOf(shown(dataRequest(state), 'bystander')), [show], `${state} bystander`);
    }
  });

  it('carries the name of the request and the round it shows, so that an older card decides nothing', () => {
    const approve = findButton(shown(dataRequest('in_review', { round: 3 }), 'decider'), 'Approve');

    assert.deepEqual(approve.data, { id: 'oncology-42', version: 3 });
  });

  it('has the field for a reason where it is needed, and no field that would block a button', () => {
    const card = shown(dataRequest('in_review'), 'decider');

    assert.deepEqual(fields(card), { reason: '' });
    assert.deepEqual(fields(shown(dataRequest('returned'), 'author')), { text: '' });
    assert.ok(![...parts(card)].some(({ isRequired }) => isRequired));
  });

  it('does not offer to take what the reader took already', () => {
    const card = shown(dataRequest('in_review', { claimedBy: owner }), 'decider');

    assert.ok(!verbsOf(card).includes('request.claim'));
    assert.match(cardText(card), /Taken by\W+You/);
  });

  it('says to its author who decided, when, and why', () => {
    const card = cardText(shown(dataRequest('denied'), 'author'));

    assert.match(card, /Your request for 2 files was denied/);
    assert.match(card, /Owner:\s+“The single rows of cohort\.csv can lead to persons/);
    assert.match(card, /Owner, \{\{DATE\(2026-03-02T09:28:00Z, SHORT\)\}\}/);
  });

  it('puts the question that waits for an answer before everything else', () => {
    const texts = [...parts(shown(dataRequest('returned'), 'author'))].flatMap(({ text }) => text ?? []);

    const question = texts.findIndex((text) => /single rows/.test(String(text)));
    const purpose = texts.findIndex((text) => /interim analysis/.test(String(text)));
    assert.ok(question > 0 && question < purpose);
    assert.equal(texts.filter((text) => /single rows/.test(String(text))).length, 1);
  });

  it('names what a decision of somebody else is called for whoever reads it', () => {
    const request = dataRequest('approved', { decision: decision({ by: { ...owner, aadObjectId: 'another' } }) });

    assert.match(cardText(shown(request, 'decider')), /Owner approved 2 files/);
    assert.match(cardText(shown(dataRequest('approved'), 'decider')), /You approved 2 files/);
  });

  it('shows the newest comments, and at a press the ones before', () => {
    const comments = Array.from({ length: 30 }, (_, index) =>
      comment(`Remark ${index + 1}`, { at: minutesAgo(90 - index) }),
    );
    const card = shown(dataRequest('in_review', { comments }), 'decider');

    const earlier = [...parts(card)].find(({ id }) => id === 'earlier')!;
    assert.equal(earlier.isVisible, false);
    assert.match(cardText(earlier), /15 older comments on record[\s\S]*Remark 16[\s\S]*Remark 25/);
    assert.doesNotMatch(cardText(earlier), /Remark 26/);
    assert.match(cardText(card), /Remark 26[\s\S]*Remark 30/);
  });

  it('shows a few files at once, and thirty of many at a press', () => {
    const files = Array.from({ length: 100 }, (_, index) => requestedFile(`figures/figure${index + 1}.png`));
    const list = (count: number) =>
      [...parts(shown(dataRequest('in_review', { files: files.slice(0, count) }), 'decider'))].find(
        ({ id }) => id === 'files',
      )!;

    assert.equal(list(3).isVisible, true);
    assert.equal(list(100).isVisible, false);
    assert.match(cardText(list(100)), /figure30\.png[\s\S]*and 70 more/);
    assert.doesNotMatch(cardText(list(100)), /figure31\.png/);
  });

  it('gives each of at most sixty readers a view of their own, and asks for it without changing anything', () => {
    const ids = Array.from({ length: 70 }, (_, index) => `29:${index}`);
    const card = (refreshIds?: string[]) =>
      requestCard(dataRequest('in_review'), 'Oncology', 'bystander', now, { youId: '', refreshIds });

    assert.equal(card().refresh, undefined);
    assert.deepEqual(card([]).refresh?.userIds, []);
    assert.deepEqual(card(ids).refresh?.userIds, ids.slice(0, 60));
    const { verb, data } = card(ids).refresh!.action as { verb: string; data: object };
    assert.deepEqual([verb, data], ['request.show', { id: 'oncology-42' }]);
  });
});

describe('the form for files', () => {
  const form = (more: Partial<Parameters<typeof requestForm>[0]> = {}) =>
    requestForm({
      workspace: { id: 'oncology', name: 'Oncology' },
      choices: ['results.csv', 'a,b.csv', '100%.csv', 'hid\u200bden.csv'].map((path) => ({ path, bytes: 1 })),
      chosen: [],
      more: false,
      purpose: '',
      use: 'machines',
      ...more,
    });

  it('is filled in with what is known, and gives every path back as it is', () => {
    const chosen = ['results.csv', 'a,b.csv', '100%.csv', 'hid\u200bden.csv'];
    const { files, purpose, use } = fields(form({ chosen, purpose: 'For the paper', use: 'both' }));

    assert.deepEqual([decodeChoices(files!), purpose, use], [chosen, 'For the paper', 'both']);
  });

  it('keeps what was written and not found where it can be corrected', () => {
    const card = form({ chosen: ['results.csv', 'resultss.csv', 'figures/'], note: 'I found no file "resultss.csv".' });

    assert.equal(fields(card).others, 'resultss.csv\nfigures/');
    assert.match(cardText(card), /I found no file/);
  });

  it('asks for a new request in the workspace, and changes the one it was opened for', () => {
    assert.deepEqual(findButton(form(), 'request.submit').data, { id: 'oncology' });
    assert.deepEqual(findButton(form({ number: 42 }), 'request.access').data, { id: 'oncology-42' });
  });
});

describe('the list of requests', () => {
  const listed = (listing: RequestListing, viewer: RequestViewer = 'author', states = requestStates) =>
    requestListCard(
      {
        rows: states.map((state, index) => ({ request: dataRequest(state, { number: index + 1 }), viewer })),
        listing,
        more: true,
        filters: ['mine', 'waiting', 'all'],
      },
      now,
    );

  it('has one page of rows, each of which opens the request', () => {
    const card = listed({ which: 'mine' });
    const rows = [...parts(card)].filter(({ selectAction }) => selectAction);

    assert.equal(rows.length, requestsPerPage);
    assert.deepEqual((rows[0]!.selectAction as { data: object }).data, { id: 'oncology-1' });
  });

  it('shows what for to those it concerns alone', () => {
    for (const viewer of requestViewers)
      assert.equal(/interim analysis/.test(cardText(listed({ which: 'all' }, viewer))), viewer !== 'bystander', viewer);
  });

  it('leads on to the next page of the same list, and to the other lists', () => {
    const card = listed({ which: 'mine', workspace: 'oncology', word: 'Approved', page: 1 });

    assert.deepEqual(parseListId(String((findButton(card, 'More').data as { id: string }).id)), {
      which: 'mine',
      workspace: 'oncology',
      word: 'Approved',
      page: 2,
    });
    assert.deepEqual(findButton(card, 'Waiting for me').data, { id: 'waiting.oncology' });
  });

  it('is named so that every list is found again by its id, and nothing else is one', () => {
    for (const which of ['mine', 'waiting', 'all'] as const)
      for (const workspace of [undefined, 'oncology', 'x-2'])
        for (const word of [undefined, 'Pending', 'Expired'] as const)
          for (const page of [0, 7]) {
            const id = listId({ which, workspace, word, page });
            assert.match(id, /^[\w.-]{1,80}(\/[\w.-]{1,80})?$/);
            assert.deepEqual(parseListId(id), { which, ...(workspace && { workspace }), ...(word && { word }), page });
          }
    for (const id of ['', 'none', 'mine.', 'mine..nosuch', 'oncology-42', 'all/x', 'all.oncology/-1'])
      if (id !== 'mine.') assert.equal(parseListId(id), undefined, id);
  });
});

describe('the card with links', () => {
  it('has exactly one link a file, whether few or a hundred', () => {
    for (const count of [1, 2, 12, 30, 31, 100]) {
      const links = Array.from({ length: count }, (_, index) => ({
        path: `${'x'.repeat(1000)}${index}`,
        bytes: 5,
        url: `https://labdesk.example/files/${String(index).padStart(43, 'a')}`,
      }));
      const card = linksCard(dataRequest('approved', { author: researcher }), links, now);

      const opened = buttons(card).flatMap(({ type, url }) => (type === 'Action.OpenUrl' ? [url] : []));
      assert.deepEqual(
        opened,
        links.map(({ url }) => url),
        `${count}`,
      );
      assert.ok(Buffer.byteLength(JSON.stringify(card)) < 28 * 1024, `${count}`);
    }
  });
});
