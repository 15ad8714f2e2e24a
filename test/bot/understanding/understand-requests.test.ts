import assert from 'node:assert/strict';
import { actions } from '../../../bot/actions/index.ts';
import { Understanding, type Vocabulary } from '../../../bot/understand.ts';
import { vocabulary } from '../../corpus/vocabulary.ts';

const understanding = new Understanding(actions);

function understand(sentence: string, names: Vocabulary = vocabulary): Record<string, string | null> {
  const { action, inputs } = understanding.understand(sentence, names);
  return { action, ...inputs };
}

describe('understanding what is said of requests', () => {
  it('takes files, a purpose and what they are for out of one sentence', () => {
    assert.deepEqual(understand('request results.csv and figures/ for the interim analysis'), {
      action: 'request.access',
      files: 'results.csv, figures/',
      purpose: 'the interim analysis',
    });
    assert.deepEqual(understand('request cohort.csv for the survival analysis, to use on the machines'), {
      action: 'request.access',
      files: 'cohort.csv',
      purpose: 'the survival analysis',
      use: 'machines',
    });
    assert.deepEqual(understand('request cohort.csv for download because the reviewers ask for it'), {
      action: 'request.access',
      files: 'cohort.csv',
      purpose: 'the reviewers ask for it',
      use: 'download',
    });
  });

  it('keeps in a purpose what only sounds like a choice', () => {
    assert.deepEqual(understand('request results.csv because I want to compare both studies'), {
      action: 'request.access',
      files: 'results.csv',
      purpose: 'I want to compare both studies',
    });
  });

  it('knows a request by its name, a part of it, or its number', () => {
    for (const said of ['oncology-42', 'ONCOLOGY-42', 'Oncology 42', 'onc-42', '#42', 'request 42', '42'])
      assert.deepEqual(understand(`approve ${said}`), { action: 'request.approve', request: 'oncology-42' }, said);
    const names = { ...vocabulary, requests: [] };
    assert.deepEqual(understand('approve 42', names), { action: 'request.approve', request: '#42' });
  });

  it('takes no money for a request', () => {
    assert.equal(understand('request 350 eur extra budget for genomics').action, 'budget.topup');
  });

  it('takes a reason after because, a colon, or in other words', () => {
    const reason = 'the counts are too small';
    for (const sentence of [
      `deny oncology-42 because ${reason}`,
      `deny oncology-42: ${reason}`,
      `reject oncology-42 since ${reason}`,
      `deny oncology-42 with the reason that ${reason}`,
    ])
      assert.deepEqual(understand(sentence), { action: 'request.deny', request: 'oncology-42', reason }, sentence);
  });

  it('takes a question back as it was asked', () => {
    assert.deepEqual(understand('ask oncology-42 back: which cohort is this?'), {
      action: 'request.return',
      request: 'oncology-42',
      reason: 'which cohort is this?',
    });
  });

  it('knows whose requests are meant and how they stand', () => {
    const lists: [sentence: string, inputs: object][] = [
      ['my requests', { which: 'mine' }],
      ['waiting for me', { which: 'waiting' }],
      ['what do I have to approve', { which: 'waiting' }],
      ['is there anything for me to decide', { which: 'waiting' }],
      ['denied requests', { state: 'Denied' }],
      ['show my approved requests in oncology', { which: 'mine', state: 'Approved', workspace: 'oncology' }],
      ['pending requests', { state: 'Pending' }],
    ];
    for (const [sentence, inputs] of lists)
      assert.deepEqual(understand(sentence), { action: 'request.list', ...inputs }, sentence);
  });

  it('reads how long links shall be good for', () => {
    assert.deepEqual(understand('links for oncology-42 for 2 hours'), {
      action: 'request.link',
      request: 'oncology-42',
      duration: '120',
    });
  });

  it('decides nothing by a question or by what somebody tells', () => {
    for (const sentence of [
      'how do I approve oncology-42',
      'oncology-42 approved?',
      'approve oncology-42?',
      'when can I withdraw oncology-42',
      'should I deny oncology-42',
      'is oncology-42 denied',
    ])
      assert.equal(understand(sentence).action, 'request.show', sentence);
    for (const sentence of ['I heard that oncology-42 was approved', 'give me what was approved in oncology-42'])
      assert.notEqual(understand(sentence).action, 'request.approve', sentence);
    assert.equal(understand('oncology-42 was approved by mistake, revoke it').action, 'request.revoke');
    assert.equal(understand('could you approve oncology-42?').action, 'request.approve');
  });

  it('decides on no two at once, and on nothing that is no request', () => {
    assert.equal(understand('approve oncology-42 and cardiology-7').action, 'request.list');
    assert.deepEqual(understand('deny oncology-42 because it is a copy of oncology-12'), {
      action: 'request.deny',
      request: 'oncology-42',
      reason: 'it is a copy of oncology-12',
    });
    for (const sentence of ['approve this message', 'deny everything', 'approve my vacation'])
      assert.notEqual(understand(sentence).action?.replace(/^.*\.(?=approve|deny)/, ''), 'approve', sentence);
  });

  it('knows who is meant by "I" and by a name', () => {
    assert.deepEqual(understand('what did I do last week'), {
      action: 'audit.show',
      person: 'me',
      period: 'last week',
    });
    assert.equal(understand('what did Researcher 2 do last week').person, 'researcher-2');
  });
});

describe('understanding among ten thousand files and two hundred people', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const word = (seed: number) =>
    Array.from({ length: 6 }, (_, at) => letters[(seed * (at + 3) + at * 7) % 26]).join('');
  const files = Array.from(
    { length: 10_000 },
    (_, index) => `cohort-${index % 50}/visit_${`${index}`.padStart(5, '0')}.csv`,
  );
  const people = Array.from({ length: 200 }, (_, index) => ({
    aadObjectId: `id-${index}`,
    name: `${word(index)} ${word(index + 500)}`,
  }));
  const many: Vocabulary = { ...vocabulary, files, people };

  it('finds a file by its path, its name, its folder, or nearly', () => {
    const found = (said: string) => understand(`request ${said}`, many).files;

    assert.equal(found('cohort-42/visit_00042.csv'), 'cohort-42/visit_00042.csv');
    assert.equal(found('Visit_00042.CSV'), 'cohort-42/visit_00042.csv');
    assert.equal(found('visti_00042.csv'), 'cohort-42/visit_00042.csv');
    assert.equal(found('cohort-42/'), 'cohort-42/');
    assert.equal(found('visit_99999.csv'), 'visit_99999.csv');
  });

  it('takes a tenth of a millisecond or little more', () => {
    const sentences = Array.from({ length: 200 }, (_, index) => [
      `request visit_${`${index * 31}`.padStart(5, '0')}.csv for the interim analysis`,
      `deny oncology-${index + 1} because the counts are too small`,
      `what did ${people[index]!.name} do`,
      'which requests are waiting for me to decide',
    ]).flat();
    const times = sentences.map((sentence) => {
      const tries = Array.from({ length: 4 }, () => {
        const start = process.hrtime.bigint();
        understanding.understand(sentence, many);
        return Number(process.hrtime.bigint() - start) / 1e6;
      });
      return Math.min(...tries);
    });
    const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
    console.log(`    median ${median.toFixed(3)} ms`);

    assert.ok(median < 0.2, `${median} ms`);
  });
});
