import { requestPhrases } from '../requests/phrases.ts';
import type { ComingAction } from './coming-action.ts';
import { optional, reason, request } from './inputs.ts';

/** Requests as owners and reviewers see them. */
export const comingReviewActions: readonly ComingAction[] = [
  {
    name: 'request.claim',
    summary: 'Take a request to review',
    phrases: requestPhrases['request.claim'],
    permission: 'request.decide',
    workspace: 'needed',
    inputs: { request },
    meanwhile: 'Until then agree with the other reviewers on who looks at what.',
  },
  {
    name: 'request.approve',
    summary: 'Approve a request',
    phrases: requestPhrases['request.approve'],
    permission: 'request.decide',
    workspace: 'needed',
    inputs: { request, reason: optional(reason) },
    meanwhile: 'Until then tell the person who asked that you agree.',
  },
  {
    name: 'request.deny',
    summary: 'Deny a request',
    phrases: requestPhrases['request.deny'],
    permission: 'request.decide',
    workspace: 'needed',
    inputs: { request, reason },
    meanwhile: 'Until then tell the person who asked why you do not agree.',
  },
  {
    name: 'request.return',
    summary: 'Send a request back for changes',
    phrases: requestPhrases['request.return'],
    permission: 'request.decide',
    workspace: 'needed',
    inputs: { request, reason },
    meanwhile: 'Until then tell the person who asked what they should change.',
  },
  {
    name: 'request.revoke',
    summary: 'Take back an approval',
    phrases: requestPhrases['request.revoke'],
    permission: 'request.decide',
    workspace: 'needed',
    inputs: { request, reason },
    meanwhile: 'Until then the operators of your research environment can take access away.',
  },
];
