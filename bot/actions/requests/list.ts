import { requestListCard } from '../../../cards/requests/list.ts';
import { may } from '../../../services/policy.ts';
import { type RequestWord, requestWords } from '../../../services/request.ts';
import type { RequestScope } from '../../../services/request-lists.ts';
import { type Context, defineAction } from '../action.ts';
import { page, state, which } from './inputs.ts';
import { listedRow } from './listed-row.ts';
import { requestPhrases } from './phrases.ts';

const words = new Set<string>(Object.values(requestWords));

export const listRequests = defineAction({
  name: 'request.list',
  summary: 'Show requests',
  phrases: requestPhrases['request.list'],
  permission: 'request.read',
  readOnly: true,
  workspace: 'optional',
  inputs: { which, state, page },

  async run(values, context) {
    const { caller, services, workspace, now } = context;
    const wanted = (values as { workspace?: string }).workspace;
    const workspaces = wanted && workspace ? [workspace] : await services.workspaces.list(caller);
    const scope = scopeOf(values.which, context);
    const word = values.state && words.has(values.state) ? (values.state as RequestWord) : undefined;
    const pageNumber = Number(values.page ?? 0);
    const found = await services.requestLists.list(caller, workspaces, { scope, word, page: pageNumber });
    const card = requestListCard({
      scope,
      word,
      rows: found.requests.map((request) => listedRow(request, context)),
      now,
      page: pageNumber,
      hasMore: found.hasMore,
      workspaceId: wanted && workspace ? workspace.id : undefined,
      mayAsk: workspaces.some((each) => may(caller, each, 'request.open')),
    });
    return { card, personal: true };
  },
});

/** What somebody means who does not say: what they asked for, or, of those who never ask, what there is. */
function scopeOf(said: string | undefined, { caller }: Context): RequestScope {
  if (said === 'mine' || said === 'waiting' || said === 'all') return said;
  return caller.roles.workspaces.size > 0 ? 'mine' : 'all';
}
