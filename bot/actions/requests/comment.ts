import { requestSentences } from '../../../cards/texts/request-sentences.ts';
import { defineAction } from '../action.ts';
import { answerReply, commandOf, requestReply } from './answer.ts';
import { comment, reason, request } from './inputs.ts';

/** On the card of somebody who decides, the one field is for whatever they say: a reason, a question or a comment. */
const said = { ...reason, optional: true } as const;

export const commentRequest = defineAction({
  name: 'request.comment',
  summary: 'Comment on a request',
  phrases: [
    'comment',
    'comment on request',
    'comment on {request}',
    'comment on {request}: {text}',
    'comment {request}',
    'comment {request}: {text}',
    'add a comment to {request}',
    'add a comment to {request}: {text}',
    'add a note to {request}',
    'add a note to {request} saying {text}',
    'add a note to {request} that {text}',
    'note on {request}: {text}',
    'note {request}: {text}',
    'leave a comment on {request}',
    'leave a remark on {request}',
    'leave a note on {request}',
    'write a comment on {request}',
    'write a comment under {request}',
    'write on {request}: {text}',
    'write a message on {request}',
    'reply to {request}',
    'reply to {request}: {text}',
    'answer {request}: {text}',
    'respond to {request}',
    'say something about {request}',
    'ask something about {request}',
    'question about {request}: {text}',
    'I have a question about {request}',
    'tell the reviewers of {request} that {text}',
    'tell the owner of {request} that {text}',
    'tell the requester of {request} that {text}',
    'ask the requester of {request} {text}',
    'remark on {request}: {text}',
    'put a note on {request}',
    'reply on {request} that {text}',
    'write a note on {request}: {text}',
    'write on {request} that {text}',
    'comment on {request} that {text}',
    'add a note on {request}: {text}',
    'note for {request}: {text}',
    'put a remark on {request}: {text}',
    'my answer to {request}: {text}',
    'answer to {request}: {text}',
    'reply to {request} that {text}',
    'answer {request} that {text}',
    'ask the author of {request} {text}',
    'tell the author of {request} that {text}',
    'say on {request} that {text}',
  ],
  permission: 'request.read',
  workspace: 'needed',
  openToAsked: true,
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
