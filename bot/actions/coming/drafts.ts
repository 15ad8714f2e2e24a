import { duration } from '../requests/inputs.ts';
import { requestPhrases } from '../requests/phrases.ts';
import type { ComingAction } from './coming-action.ts';
import { request } from './inputs.ts';

/** What the person does with a request that they opened. */
export const comingDraftActions: readonly ComingAction[] = [
  {
    name: 'request.submit',
    summary: 'Submit a draft',
    phrases: requestPhrases['request.submit'],
    permission: 'request.open',
    workspace: 'needed',
    inputs: { request },
    meanwhile: 'Until then there are no drafts to submit; tell an owner what you need.',
  },
  {
    name: 'request.withdraw',
    summary: 'Withdraw a request',
    phrases: requestPhrases['request.withdraw'],
    permission: 'request.open',
    workspace: 'needed',
    inputs: { request },
    meanwhile: 'Until then tell the owner who got your request that you no longer need it.',
  },
  {
    name: 'request.link',
    summary: 'Get the files of an approved request',
    phrases: requestPhrases['request.link'],
    permission: 'request.open',
    workspace: 'needed',
    inputs: { request, duration },
    meanwhile: 'Until then the owner who approved a request hands out its files.',
  },
  {
    name: 'request.comment',
    summary: 'Comment on a request',
    phrases: requestPhrases['request.comment'],
    permission: 'request.read',
    workspace: 'needed',
    inputs: { request, text: { kind: 'text', ask: 'What do you want to say?', label: 'Comment' } },
    meanwhile: 'Until then write to the people of the request directly.',
  },
];
