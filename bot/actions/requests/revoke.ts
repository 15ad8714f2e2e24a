import { requestSentences } from '../../../cards/texts/request-sentences.ts';
import { defineReviewWithWords } from './reviewing.ts';

export const revokeRequest = defineReviewWithWords(
  {
    name: 'request.revoke',
    summary: 'Take approved access away',
    decide: async ({ caller, services, workspace }, name, reason, command) =>
      await services.reviews.revoke(caller, workspace, name, reason, command),
  },
  { ask: 'Why?', missing: requestSentences.missing.revoke },
);
