import assert from 'node:assert/strict';
import { cardText, type Json } from '../support/card-content.ts';
import { archiveSamples } from './archive-samples.ts';

const textOf = (name: string) => cardText(JSON.parse(JSON.stringify(archiveSamples[name])) as Json);

describe('the card of an archive', () => {
  it('says how many groups were taken out of the group beside its people, while it goes on and afterwards', () => {
    const emptied = /1 owner and 12 members · 2 groups/;
    assert.match(textOf('an archived workspace'), emptied);
    assert.match(textOf('an archive with a last step that failed'), new RegExp(`Group emptied · ${emptied.source}`));
  });

  it('says how many files Azure was still bringing back, since those become Hot', () => {
    const words =
      /in the tier Archive; 240 of them were still coming back from an earlier archive and will be in the tier Hot/;
    assert.match(textOf('an archived workspace whose files were still coming back'), words);
    assert.doesNotMatch(textOf('an archived workspace'), /coming back/);
  });
});
