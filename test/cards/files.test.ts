import assert from 'node:assert/strict';
import { fileListCard } from '../../cards/files/list.ts';
import { cardText, findButton } from '../support/card-content.ts';
import { workspace } from '../support/machine-samples.ts';
import { listedFiles, storedFile } from './file-samples.ts';
import { hostileStrings } from './hostile.ts';

const oncology = workspace();

describe('the card of files', () => {
  it('says how many there are, shows folders with what they hold, and names, sizes and days', () => {
    const files = ['cohort.csv', 'figures/a.png', 'figures/b.png'].map((path) => storedFile(path));
    const card = fileListCard(oncology, listedFiles(files, { total: 43, page: 1, pages: 3 }));
    const said = cardText(card);

    assert.match(said, /^Files in Oncology\n43 files · page 2 of 3/);
    assert.match(
      said,
      /figures\/ · 2 files, 4\.1 kB\na\.png\n2 kB · \{\{DATE\(2026-02-27T09:30:00Z, SHORT\)\}\}\nb\.png/,
    );
    assert.doesNotMatch(said, /figures\/a\.png/);
  });

  it('offers to ask for files, the next page, the first, and the same anew', () => {
    const files = Array.from({ length: 20 }, (_, index) => storedFile(`${index}.csv`));
    const card = fileListCard(oncology, listedFiles(files, { total: 47, page: 1, pages: 3 }));

    const data = (title: string) => findButton(card, title).data;
    assert.deepEqual(data('Ask for files'), { id: 'oncology' });
    assert.deepEqual(data('7 more files'), { id: 'oncology/2' });
    assert.deepEqual(data('First page'), { id: 'oncology' });
    assert.deepEqual(data('Refresh'), { id: 'oncology/1' });
    assert.deepEqual(data('Search'), { id: 'oncology' });
  });

  it('keeps what was searched for in its field, so that every button goes on with it', () => {
    const card = fileListCard(oncology, listedFiles([storedFile('a/fig1.png')]), 'fig 1');

    assert.match(JSON.stringify(card.body), /"id":"search","label":"Search by name"[^}]*"value":"fig 1"/);
    assert.match(cardText(card), /1 file found/);
  });

  it('says what is the matter where there is nothing, and where there is too much', () => {
    assert.match(cardText(fileListCard(oncology, listedFiles([]))), /There are no files yet\./);
    assert.match(cardText(fileListCard(oncology, listedFiles([]), 'x')), /No file has all of these words/);
    const cut = fileListCard(oncology, listedFiles([storedFile('a')], { isCut: true }));
    assert.match(cardText(cut), /more than 50,000 files/);
  });

  it('names no file where a notification shows it', () => {
    assert.equal(
      fileListCard(oncology, listedFiles([storedFile('secret.csv')])).fallbackText,
      'Files in Oncology: 1 file',
    );
  });

  it('shows any name as text, and fits into Teams with twenty of the longest', () => {
    for (const name of hostileStrings) {
      const files = Array.from({ length: 20 }, (_, index) => storedFile(`${name}${index}/${name}${index}.csv`));
      const card = fileListCard(workspace('x', { name }), listedFiles(files, { total: 60, pages: 3 }), name);
      const json = JSON.stringify(card);

      assert.ok(Buffer.byteLength(json) < 28 * 1024, `${Buffer.byteLength(json)} bytes: ${name.slice(0, 40)}`);
      for (const [, text = ''] of json.matchAll(/"type":"TextBlock","text":"((?:[^"\\]|\\.)*)"/g))
        assert.match(text, /^Files in |^[\d.]+ \w+ · |^What is in|^There|^No file/);
    }
  });
});
