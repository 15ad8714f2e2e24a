import { requestListCard } from '../../../cards/requests/list.ts';
import { requestName } from '../../../services/request.ts';
import { type Context, defineAction, type Reply } from '../action.ts';
import { commandOf, requestReply } from './answer.ts';
import { listedRow } from './listed-row.ts';
import { requestPhrases } from './phrases.ts';
import { isFilledForm, orForm, storedWish, wishFrom, wishInputs } from './wish.ts';

export const submitRequest = defineAction({
  name: 'request.submit',
  summary: 'Submit a draft',
  phrases: requestPhrases['request.submit'],
  permission: 'request.open',
  workspace: 'needed',
  inputs: wishInputs,

  async run(values, context) {
    const { caller, services, workspace } = context;
    const isForm = isFilledForm(values, context);
    const name = values.request ?? (isForm ? undefined : await onlyDraft(context));
    if (!isForm && !name) return await drafts(context);
    const wish = isForm ? wishFrom(values, context) : await storedWish(name!, context);
    const submit = async () =>
      requestReply(await services.requests.submit(caller, workspace, wish, commandOf(context, true)), context);
    return await orForm(wish, context, submit);
  },
});

async function draftsOf({ caller, services, workspace }: Context) {
  return await services.requestLists.list(caller, [workspace], { scope: 'mine', word: 'Draft' });
}

async function onlyDraft(context: Context): Promise<string | undefined> {
  const { requests } = await draftsOf(context);
  return requests.length === 1 ? requestName(requests[0]!) : undefined;
}

async function drafts(context: Context): Promise<Reply> {
  const { requests, hasMore } = await draftsOf(context);
  const rows = requests.map((request) => listedRow(request, context));
  const card = requestListCard({
    scope: 'mine',
    word: 'Draft',
    rows,
    now: context.now,
    page: 0,
    hasMore,
    workspaceId: context.workspace.id,
  });
  return { card, personal: true };
}
