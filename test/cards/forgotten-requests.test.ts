import assert from 'node:assert/strict';
import { isEnded, withoutAnybody, withoutPerson } from '../../services/requests/request-forgetting.ts';
import { cardText } from '../support/card-content.ts';
import { now, researcher } from '../support/machine-samples.ts';
import { comment, dataRequest, decision, requestStates } from '../support/request-samples.ts';
import { requestViewers, shown } from './request-samples.ts';

const words = 'Something that the researcher wrote';
const talk = [comment(words, { by: researcher, kind: 'question' }), comment('The owner asks.')];

describe('the card of a request that was forgotten', () => {
  it('says that somebody asked, whatever its state, and neither who nor what they wrote', () => {
    for (const state of requestStates)
      for (const viewer of requestViewers) {
        const request = withoutPerson(dataRequest(state, { purpose: words, comments: talk }), researcher.aadObjectId);
        const text = cardText(shown(request, viewer));

        assert.doesNotMatch(text, /Researcher|Something that/, `${state} ${viewer}`);
        if (viewer === 'decider' && !['draft', 'returned'].includes(state)) assert.match(text, /Former member/, state);
      }
  });

  it('shows how many files there were where not even their names are kept', () => {
    for (const state of requestStates.filter((each) => isEnded({ state: each }))) {
      const request = dataRequest(state, { purpose: words, comments: talk, decision: decision({ reason: words }) });
      const forgotten = withoutAnybody(request, now.toISOString());

      for (const viewer of requestViewers) {
        const text = cardText(shown(forgotten, viewer));
        assert.doesNotMatch(text, /Researcher|Owner\b|Something that|\.csv/, `${state} ${viewer}`);
        assert.match(text, /2 files/);
      }
    }
  });
});
