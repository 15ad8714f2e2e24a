import { requestSentences } from '../../../cards/texts/request-sentences.ts';
import { defineReviewWithWords } from './reviewing.ts';

export const denyRequest = defineReviewWithWords(
  {
    name: 'request.deny',
    summary: 'Deny a request',
    decide: async ({ caller, services, workspace }, name, reason, command) =>
      await services.reviews.deny(caller, workspace, name, reason, command),
  },
  { ask: 'Why?', missing: requestSentences.missing.deny },
);
