import assert from 'node:assert/strict';
import { attachment } from '../../../services/text/content-disposition.ts';
import { hostileStrings } from '../../cards/hostile.ts';
import { anyText } from '../../support/any-text.ts';
import { fc } from '../../support/properties.ts';

/** As RFC 6266 has it: a quoted string without escapes, and where that is not all of it the whole name in UTF-8. */
const shape = /^attachment; filename="([^"\\\p{Cc}]+)"(?:; filename\*=UTF-8''([\w.~%-]+))?$/u;

describe('the name that an answer is saved under', () => {
  it('is the name itself where that is plain, and in two ways where it is not', () => {
    assert.equal(attachment('results.csv'), 'attachment; filename="results.csv"');
    assert.equal(
      attachment('Zürich (1).csv'),
      `attachment; filename="Z_rich (1).csv"; filename*=UTF-8''Z%C3%BCrich%20%281%29.csv`,
    );
  });

  it('is no path, no hidden file, and nothing that a header or a file system takes for something else', () => {
    const table = {
      '../../etc/passwd': '_.._etc_passwd',
      'a"; filename=evil.exe': 'a__ filename=evil.exe',
      'a\r\nSet-Cookie: x.csv': 'a__Set-Cookie_ x.csv',
      'report\u202egnp.exe': 'report_gnp.exe',
      '.htaccess': 'htaccess',
      'end. ': 'end',
      '...': 'file',
      '': 'file',
    };
    for (const [name, saved] of Object.entries(table))
      assert.equal(attachment(name), `attachment; filename="${saved}"`, name);
  });

  it('keeps the end of a long name', () => {
    const [, saved = ''] = shape.exec(attachment(`${'x'.repeat(2000)}.csv`)) ?? [];

    assert.ok(saved.length <= 150 && saved.endsWith('x.csv'));
  });

  it('is a header that everybody reads alike, whatever the name', () => {
    const check = (name: string) => {
      const [, plain = '', encoded] = shape.exec(attachment(name)) ?? [];
      assert.match(plain, /^[ -~]+$/);
      if (encoded !== undefined) assert.doesNotMatch(decodeURIComponent(encoded), /[\p{Cc}\p{Cf}"\\/]/u);
    };
    for (const name of hostileStrings) check(name);
    fc.assert(fc.property(anyText({ maxLength: 300 }), check), { numRuns: 1000 });
  });
});
