import type { Card } from '../../../cards/card.ts';
import { requestCard } from '../../../cards/requests/request.ts';
import { requestSentences } from '../../../cards/texts/request-sentences.ts';
import type { DataRequest } from '../../../services/requests/request.ts';
import type { RequestAnswer, RequestCommand } from '../../../services/requests/request-changes.ts';
import { type RequestViewer, viewerOf } from '../../../services/requests/request-rules.ts';
import type { Context, Reply } from '../action.ts';

/** The command as the services take it. A card that several people see, or that its author presses, follows the request. */
export function commandOf(context: Context, follows = false): RequestCommand {
  const { caller, origin } = context;
  const { key, version: round, conversation, personal } = origin;
  const via = origin.byMail ? 'mail' : origin.via;
  const { conversationId, serviceUrl, activityId } = conversation;
  if (!follows && personal) return { key, via, round };
  const standing = { key, conversationId, serviceUrl, activityId, ...(personal && { person: caller.aadObjectId }) };
  return { key, via, round, standing };
}

/** The request's card for whoever asked, or, where several read what is posted, the one that is right for all of them. */
export function requestReply(request: DataRequest, context: Context, note = ''): Reply {
  const { origin, services } = context;
  const posted = async (activityId: string) => await services.postedCards.remember(origin.key, activityId);
  const card = cardFor(request, context, note);
  return origin.conversation.activityId ? { card } : { card, posted };
}

/** What somebody pressed or wrote, done or found decided already. */
export function answerReply({ request, done }: RequestAnswer, context: Context): Reply {
  return requestReply(request, context, done ? '' : requestSentences.unchanged(request, isOldCard(request, context)));
}

function cardFor(request: DataRequest, context: Context, note: string): Card {
  const { caller, origin, workspace, now } = context;
  // The answer to a press is for the eyes of whoever pressed; a message in a chat of several is for everybody's.
  const isForCaller = origin.personal || origin.via === 'card';
  const viewer: RequestViewer = isForCaller ? viewerOf(request, caller) : 'bystander';
  const locale = isForCaller ? caller.locale : undefined;
  const refreshIds = refreshers(request, context);
  return requestCard(request, workspace.name, viewer, now, { note, youId: caller.aadObjectId, locale, refreshIds });
}

/** Whose clients ask for their own view of the card as soon as they show it: aadObjectIds, which become Teams' ids on the way out. */
function refreshers({ author, approvers }: DataRequest, { caller, origin }: Context): string[] {
  if (origin.personal) return [caller.aadObjectId];
  return [author, ...approvers].map(({ aadObjectId }) => aadObjectId);
}

function isOldCard({ round }: DataRequest, { origin }: Context): boolean {
  return origin.version !== undefined && origin.version !== round;
}
