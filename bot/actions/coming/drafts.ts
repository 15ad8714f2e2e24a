import { duration } from '../requests/inputs.ts';
import { requestPhrases } from '../requests/phrases.ts';
import type { ComingAction } from './coming-action.ts';
import { request } from './inputs.ts';

/** What the person does with a request that they opened. */
export const comingDraftActions: readonly ComingAction[] = [
  {
    name: 'request.link',
    summary: 'Get the files of an approved request',
    phrases: requestPhrases['request.link'],
    permission: 'request.open',
    workspace: 'needed',
    inputs: { request, duration },
    meanwhile: 'Until then the owner who approved a request hands out its files.',
  },
];
