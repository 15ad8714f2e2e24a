import { defineAction } from '../action.ts';
import { commandOf, requestReply } from './answer.ts';
import { requestPhrases } from './phrases.ts';
import { formReply, isFilledForm, orForm, storedWish, wishFrom, wishInputs } from './wish.ts';

/** Opens the form, with whatever was said filled in; pressed on the form it keeps what is there as a draft. */
export const accessRequest = defineAction({
  name: 'request.access',
  summary: 'Ask for files',
  phrases: requestPhrases['request.access'],
  permission: 'request.open',
  workspace: 'needed',
  inputs: wishInputs,

  async run(values, context) {
    const { caller, services, workspace } = context;
    const wish = wishFrom(values, context);
    if (isFilledForm(values, context)) {
      const keep = async () =>
        requestReply(await services.requests.keep(caller, workspace, wish, commandOf(context, true)), context);
      return await orForm(wish, context, keep);
    }
    return await formReply(values.request ? await storedWish(values.request, context) : wish, context);
  },
});
