import assert from 'node:assert/strict';
import { parsePeriod, periodWords } from '../../../services/time/period.ts';

/** A Wednesday. */
const now = new Date('2026-03-18T10:00:00Z');

function days(text: string, zone?: string): string {
  const period = parsePeriod(text, now, zone);
  return period
    ? `${period.from.toISOString().slice(0, 16)} ${period.to.toISOString().slice(0, 16)} ${period.words}`
    : '';
}

function utc(from: string, to: string, words: string): string {
  return `${from}T00:00 ${to}T00:00 ${words}`;
}

describe('a period that somebody names', () => {
  const table: readonly [said: string, meant: string][] = [
    ['today', utc('2026-03-18', '2026-03-19', 'today')],
    ['in oncology yesterday', utc('2026-03-17', '2026-03-18', 'yesterday')],
    ['this week', utc('2026-03-16', '2026-03-23', 'this week')],
    ['last week', utc('2026-03-09', '2026-03-16', 'last week')],
    ['last month', utc('2026-02-01', '2026-03-01', 'last month')],
    ['this year', utc('2026-01-01', '2027-01-01', 'this year')],
    ['the previous quarter', utc('2025-10-01', '2026-01-01', 'last quarter')],
    ['the last 30 days', utc('2026-02-16', '2026-03-19', 'in the last 30 days')],
    ['March', utc('2026-03-01', '2026-04-01', 'in March 2026')],
    ['who approved what in may', utc('2025-05-01', '2025-06-01', 'in May 2025')],
    ['in december', utc('2025-12-01', '2026-01-01', 'in December 2025')],
    ['May 2025', utc('2025-05-01', '2025-06-01', 'in May 2025')],
    ['2025', utc('2025-01-01', '2026-01-01', 'in 2025')],
    ['2026-02', utc('2026-02-01', '2026-03-01', 'in February 2026')],
    ['on 2026-02-03', utc('2026-02-03', '2026-02-04', 'on 3 February 2026')],
    ['3 march', utc('2026-03-03', '2026-03-04', 'on 3 March 2026')],
    ['20th of March', utc('2025-03-20', '2025-03-21', 'on 20 March 2025')],
    ['march 3rd, 2024', utc('2024-03-03', '2024-03-04', 'on 3 March 2024')],
    ['monday', utc('2026-03-16', '2026-03-17', 'on Monday')],
    ['on friday', utc('2026-03-13', '2026-03-14', 'on Friday')],
    ['since monday', utc('2026-03-16', '2026-03-19', 'since 16 March 2026')],
    ['since february', utc('2026-02-01', '2026-03-19', 'since 1 February 2026')],
    ['before march', utc('1970-01-01', '2026-03-01', 'until 28 February 2026')],
    ['between january and march', utc('2026-01-01', '2026-04-01', 'from 1 January 2026 to 31 March 2026')],
    ['from 2026-01-05 to 2026-01-07', utc('2026-01-05', '2026-01-08', 'from 5 January 2026 to 7 January 2026')],
  ];
  for (const [said, meant] of table) it(`is understood: ${said}`, () => assert.equal(days(said), meant));

  it('is none where there is none', () => {
    for (const said of [
      '',
      'who may approve oncology',
      'oncology',
      'the interim analysis',
      '2026-13-45',
      '31 february',
      'x'.repeat(5000),
    ])
      assert.equal(days(said), '', said);
  });

  it('is found in a sentence, with the words that belong to it', () => {
    const sentences = {
      'what did owner do since monday, please': 'since monday',
      'Exports in March 2026': 'in March 2026',
      'show the log between january and march': 'between january and march',
      'who approved what from 2026-01-05 to 2026-01-07': 'from 2026-01-05 to 2026-01-07',
      'who stopped it in the last 3 days': 'in the last 3 days',
      'who may approve': undefined,
    };

    for (const [said, words] of Object.entries(sentences)) assert.equal(periodWords(said), words, said);
  });

  it('begins and ends where people are', () => {
    assert.equal(days('today', 'Europe/Berlin'), '2026-03-17T23:00 2026-03-18T23:00 today');
    assert.equal(days('in march', 'America/New_York'), '2026-03-01T05:00 2026-04-01T04:00 in March 2026');
  });
});
