import { requestName } from '../../../services/requests/request.ts';
import { type Context, defineAction } from '../action.ts';
import { commandOf, requestReply } from './answer.ts';
import { requestList } from './list.ts';
import { isFilledForm, orForm, storedWish, wishFrom, wishInputs } from './wish.ts';

/** Sends what is on the form, or a draft as it is. */
export const submitRequest = defineAction({
  name: 'request.submit',
  summary: 'Submit a draft',
  phrases: [
    'submit request',
    'submit',
    'submit {request}',
    'submit request {request}',
    'submit my request',
    'submit my draft',
    'send {request} for review',
    'send {request} off for review',
    'send off {request}',
    'send in {request}',
    'send my draft {request} in',
    'send {request} to the reviewers',
    'send {request} to the owner',
    'send my request to the reviewers',
    'hand in {request}',
    'hand in my request',
    'turn in {request}',
    'put in {request}',
    '{request} is ready, submit it',
    '{request} is ready for review',
    '{request} is complete, send it in',
    '{request} can go to review',
    'file {request}',
    'file request {request}',
    'lodge {request}',
    'resubmit {request}',
    'submit {request} again',
    'finish my draft and submit',
    'send {request} for approval',
    'submit the draft {request}',
    '{request} is ready to be submitted',
    'my draft {request} is ready',
    'submit draft {request}',
    'send my draft {request} to the owner',
    'send {request}',
  ],
  permission: 'request.open',
  workspace: 'needed',
  inputs: wishInputs,

  async run(values, context) {
    const { caller, services, workspace } = context;
    const isForm = isFilledForm(values, context);
    const name = values.request ?? (isForm ? undefined : await onlyDraft(context));
    if (!isForm && !name) return await requestList(context, { workspaces: [workspace], scope: 'mine', word: 'Draft' });
    const wish = isForm ? wishFrom(values, context) : await storedWish(name!, context);
    const submit = async () =>
      requestReply(await services.requests.submit(caller, workspace, wish, commandOf(context, true)), context);
    return await orForm(wish, context, submit);
  },
});

async function onlyDraft({ caller, services, workspace }: Context): Promise<string | undefined> {
  const { requests } = await services.requestLists.list(caller, [workspace], { scope: 'mine', word: 'Draft' });
  return requests.length === 1 ? requestName(requests[0]!) : undefined;
}
