import { requestSentences } from '../../../cards/texts/request-sentences.ts';
import { defineAction } from '../action.ts';
import { answerReply, commandOf, requestReply } from './answer.ts';
import { comment, reason, request } from './inputs.ts';
import { requestPhrases } from './phrases.ts';

/** On the card of somebody who decides, the one field is for whatever they say: a reason, a question or a comment. */
const said = { ...reason, optional: true } as const;

export const commentRequest = defineAction({
  name: 'request.comment',
  summary: 'Comment on a request',
  phrases: requestPhrases['request.comment'],
  permission: 'request.read',
  workspace: 'needed',
  inputs: { request, text: { ...comment, optional: true }, reason: said },

  async incomplete({ request: name }, context) {
    return name === undefined
      ? undefined
      : requestReply(await context.services.requests.get(context.caller, name), context);
  },

  async run({ request: name, text, reason: words }, context) {
    const { caller, services, workspace, origin } = context;
    const says = text ?? words;
    // A press takes the place of the card, which must not be lost over an empty field.
    if (!says && origin.via === 'card')
      return requestReply(await services.requests.get(caller, name), context, requestSentences.missing.comment);
    const answer = await services.requests.comment(caller, workspace, name, says, commandOf(context));
    return answerReply(answer, context);
  },
});
