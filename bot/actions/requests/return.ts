import { requestSentences } from '../../../cards/texts/request-sentences.ts';
import { defineReviewWithWords } from './reviewing.ts';

export const returnRequest = defineReviewWithWords(
  {
    name: 'request.return',
    summary: 'Ask the requester back',
    decide: async ({ caller, services, workspace }, name, question, command) =>
      await services.reviews.return(caller, workspace, name, question, command),
  },
  { ask: 'What do you want to know?', missing: requestSentences.missing.return },
);
