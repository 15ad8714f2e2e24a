import { requestListCard, requestsPerPage } from '../../../cards/requests/list.ts';
import { parseListId } from '../../../cards/requests/list-id.ts';
import { type RequestWord, requestWords } from '../../../services/request.ts';
import type { RequestScope } from '../../../services/request-lists.ts';
import { viewerOf } from '../../../services/request-rules.ts';
import { type Context, defineAction, type Reply } from '../action.ts';
import { page, state, which } from './inputs.ts';
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

  target(id) {
    const listing = parseListId(id);
    if (!listing) return undefined;
    const { which: scope, workspace, word, page: number = 0 } = listing;
    return { which: scope, ...(workspace && { workspace }), ...(word && { state: word }), page: `${number}` };
  },

  async run(values, context) {
    const { caller, services, workspace } = context;
    const named = 'workspace' in values ? workspace : undefined;
    const scope = scopeOf(values.which, values.state, context);
    const word = values.state && words.has(values.state) ? (values.state as RequestWord) : undefined;
    return await requestList(context, {
      workspaces: named ? [named] : await services.workspaces.list(caller),
      scope,
      word,
      page: Number(values.page ?? 0),
      only: named?.id,
    });
  },
});

/** The list's card, for the caller's eyes alone. */
export async function requestList(
  { caller, services, now }: Context,
  wanted: {
    readonly workspaces: Parameters<Context['services']['requestLists']['list']>[1];
    readonly scope: RequestScope;
    readonly word?: RequestWord;
    readonly page?: number;
    /** The id of the one workspace that is listed. */
    readonly only?: string;
  },
): Promise<Reply> {
  const { workspaces, scope, word, page: number = 0, only } = wanted;
  const size = requestsPerPage;
  const found = await services.requestLists.list(caller, workspaces, { scope, word, page: number, size });
  const view = {
    rows: found.requests.map((request) => ({ request, viewer: viewerOf(request, caller) })),
    viewerId: caller.aadObjectId,
    listing: { which: scope, ...(only && { workspace: only }), ...(word && { word }), page: number },
    more: found.hasMore,
    filters: filtersOf(caller.roles),
  };
  return { card: requestListCard(view, now), personal: true };
}

function filtersOf({ workspaces, admin }: Context['caller']['roles']): RequestScope[] {
  const works = workspaces.size > 0;
  const decides = admin || [...workspaces.values()].includes('owner');
  return [...(works ? (['mine'] as const) : []), ...(decides ? (['waiting'] as const) : []), 'all'];
}

/** What somebody means who does not say: what they asked for; of those who never ask, or who name a state, what there is. */
function scopeOf(said: string | undefined, word: string | undefined, { caller }: Context): RequestScope {
  if (said === 'mine' || said === 'waiting' || said === 'all') return said;
  const isOwner = [...caller.roles.workspaces.values()].includes('owner');
  return caller.roles.workspaces.size > 0 && !(word && isOwner) ? 'mine' : 'all';
}
