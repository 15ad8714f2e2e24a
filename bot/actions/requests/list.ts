import { requestListCard, requestsPerPage } from '../../../cards/requests/list.ts';
import { parseListId } from '../../../cards/requests/list-id.ts';
import { type RequestWord, requestWords } from '../../../services/requests/request.ts';
import type { RequestScope } from '../../../services/requests/request-lists.ts';
import { viewerOf } from '../../../services/requests/request-rules.ts';
import { type Context, defineAction, type Reply } from '../action.ts';
import { page, state, which } from './inputs.ts';

const words = new Set<string>(Object.values(requestWords));

export const listRequests = defineAction({
  name: 'request.list',
  summary: 'Show requests',
  phrases: [
    'requests',
    'my requests',
    'list requests',
    'show requests',
    'show my requests',
    'show all requests',
    'all requests',
    'list all data requests',
    'data requests',
    'what requests do I have',
    'which requests are open',
    'which requests are still open in {workspace}',
    'open requests',
    'my open requests',
    'my pending requests',
    'show my pending requests',
    'my approved requests',
    'requests of {workspace}',
    'show the requests of {workspace}',
    'list the requests in {workspace}',
    'overview of requests',
    'overview of my data requests',
    'what did I ask for',
    'what did I request',
    'what have I requested so far',
    'have my requests been approved',
    'have any of my requests been approved',
    'status of my requests',
    'where are my requests',
    'how are my requests doing',
    'are there any requests',
    'denied requests',
    'waiting for me',
    'what is waiting for me',
    'requests waiting for me',
    'which requests are waiting for me',
    'anything waiting for me',
    'is anything waiting for me',
    'what waits for me',
    'what do I have to approve',
    'what do I have to decide',
    'what do I have to review',
    'what should I review',
    'do I have to approve anything',
    'do I have anything to approve',
    'do I have to decide anything',
    'requests I have to decide',
    'requests that I have to approve',
    'requests for me to decide',
    'anything for me to approve',
    'anything for me to review',
    'anything to approve',
    'anything to review',
    'what needs my approval',
    'what needs my decision',
    'requests that need my approval',
    'which requests need my decision',
    'what is on my desk',
    'anything on my desk',
    'my review queue',
    'my todo list',
    'review queue',
    'pending requests',
    'show all pending requests in {workspace}',
    'pending requests in {workspace}',
    'pending requests of mine',
    'outstanding requests',
    'undecided requests',
    'overdue requests',
    'drafts',
    'my drafts',
    'show my drafts',
    'list drafts',
    'do I have any drafts',
    'approved requests',
    'my denied requests',
    'denied requests in {workspace}',
    'which requests were denied',
    'which requests were approved',
    'were my requests approved',
    'were my requests denied',
    'withdrawn requests',
    'returned requests',
    'which requests were returned',
    'which of my requests were returned',
    'requests that came back',
    'revoked requests',
    'which requests were revoked',
    'expired requests',
    'failed requests',
    'blocked requests',
    'which requests failed',
    'which requests expired',
    'requests of everybody',
    'requests from everyone',
    'all requests in {workspace}',
    'requests from me',
    'requests by me',
  ],
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
    locale: caller.locale,
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
