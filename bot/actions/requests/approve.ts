import { defineReview } from './reviewing.ts';

export const approveRequest = defineReview({
  name: 'request.approve',
  summary: 'Approve a request',
  decide: async ({ caller, services, workspace }, name, _words, command) =>
    await services.reviews.approve(caller, workspace, name, command),
});
