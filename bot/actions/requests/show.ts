import { defineAction } from '../action.ts';
import { requestReply } from './answer.ts';
import { request } from './inputs.ts';
import { requestPhrases } from './phrases.ts';

/** Also what Teams asks for by itself where a card says so: each sees their own view of it. */
export const showRequest = defineAction({
  name: 'request.show',
  summary: 'Show a request',
  phrases: requestPhrases['request.show'],
  permission: 'request.read',
  readOnly: true,
  workspace: 'needed',
  inputs: { request },

  async run({ request: name }, context) {
    const { posted: _, ...reply } = requestReply(await context.services.requests.get(context.caller, name), context);
    return reply;
  },
});
