import assert from 'node:assert/strict';
import { archiveTexts } from '../../cards/texts/workspace-archive.ts';
import { brief, listing, plural, span, stopwatch } from '../../cards/wording.ts';

describe('the words for numbers and lists', () => {
  it('say how long something takes as people do', () => {
    const table: [seconds: number, words: string][] = [
      [-5, '1 second'],
      [0, '1 second'],
      [0.4, '1 second'],
      [59, '59 seconds'],
      [60, '1 minute'],
      [89, '1 minute'],
      [90, '2 minutes'],
      [14 * 60, '14 minutes'],
      [3599, '1 hour'],
      [3600, '1 hour'],
      [3 * 3600 + 5 * 60, '3 h 5 min'],
      [7170, '2 hours'],
      [47 * 3600, '47 hours'],
      [48 * 3600, '2 days'],
      [100 * 3600, '4 days'],
    ];

    for (const [seconds, words] of table) assert.equal(span(seconds), words, `${seconds} s`);
  });

  it('count things, and show a stopwatch', () => {
    assert.deepEqual(
      [plural(0, 'machine'), plural(1, 'machine'), plural(2, 'machine')],
      ['0 machines', '1 machine', '2 machines'],
    );
    assert.deepEqual([0, 9.6, 60, 754, -3].map(stopwatch), ['0:00', '0:10', '1:00', '12:34', '0:00']);
  });

  it('list names with an "and" before the last', () => {
    assert.deepEqual([[], ['A'], ['A', 'B'], ['A', 'B', 'C']].map(listing), ['', 'A', 'A and B', 'A, B and C']);
  });

  it('cut a name that is longer than names are', () => {
    assert.equal(brief('Researcher'), 'Researcher');
    assert.equal(brief('x'.repeat(500)).length, 80);
  });

  it('speak of one thing as of one', () => {
    const { gone, machines, rehydrating } = archiveTexts.text;
    assert.equal(gone(1), 'One of those who were in it is not in the directory any more.');
    assert.equal(gone(2), '2 of those who were in it are not in the directory any more.');
    assert.equal(machines(1), '1 machine made anew, without what was on the old one.');
    assert.match(rehydrating(1), /brings 1 file back [\s\S]* until then it cannot be opened\.$/);
    assert.match(rehydrating(2), /brings 2 files back [\s\S]* until then they cannot be opened\.$/);
  });
});
