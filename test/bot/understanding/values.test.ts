import assert from 'node:assert/strict';
import type { Input } from '../../../bot/actions/action.ts';
import { state, use } from '../../../bot/actions/requests/inputs.ts';
import { readValue } from '../../../bot/understanding/values.ts';

const of = (kind: Input['kind']): Input => ({ kind, ask: 'How?', label: 'How' });

describe('a value that is no name', () => {
  it('is a choice by its value or its words, and nothing else', () => {
    assert.deepEqual(
      ['machines', 'to download', 'On the machines', 'BOTH'].map((said) => readValue(use, said)),
      ['machines', 'download', 'machines', 'both'],
    );
    assert.equal(readValue(state, 'rejected'), 'Denied');
    for (const said of ['constructor', '__proto__', 'toString', '', 'everything', 'machines,download'])
      assert.equal(readValue(use, said), undefined, said);
  });

  it('is minutes, money, a time of day or a page', () => {
    assert.deepEqual([readValue(of('duration'), '2 hours'), readValue(of('duration'), '90')], ['120', '90']);
    assert.deepEqual([readValue(of('amount'), '2.50'), readValue(of('amount'), '1,000 euros')], ['2.50', '1000']);
    assert.deepEqual([readValue(of('time'), '07:30'), readValue(of('time'), '7 pm')], ['07:30', '19:00']);
    assert.deepEqual([readValue(of('page'), '3'), readValue(of('page'), '-1')], ['3', undefined]);
    assert.equal(readValue(of('duration'), 'soon '.repeat(1_000)), undefined);
  });

  it('is what was written, where it is words', () => {
    assert.equal(readValue(of('text'), ' as it is '), ' as it is ');
  });
});
