import { defineReview } from './reviewing.ts';

export const claimRequest = defineReview({
  name: 'request.claim',
  summary: 'Say that you take a request',
  decide: async ({ caller, services, workspace }, name, _words, command) =>
    await services.reviews.claim(caller, workspace, name, command),
});
