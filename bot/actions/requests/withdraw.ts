import { defineAction } from '../action.ts';
import { answerReply, commandOf } from './answer.ts';
import { request } from './inputs.ts';
import { requestPhrases } from './phrases.ts';

export const withdrawRequest = defineAction({
  name: 'request.withdraw',
  summary: 'Withdraw a request',
  phrases: requestPhrases['request.withdraw'],
  permission: 'request.open',
  workspace: 'needed',
  inputs: { request },

  async run({ request: name }, context) {
    const { caller, services, workspace } = context;
    return answerReply(await services.requests.withdraw(caller, workspace, name, commandOf(context)), context);
  },
});
