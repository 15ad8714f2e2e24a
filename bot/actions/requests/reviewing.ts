import { requestSentences } from '../../../cards/texts/request-sentences.ts';
import type { RequestAnswer, RequestCommand } from '../../../services/requests/request-changes.ts';
import { type Action, type ActionName, type Context, defineAction } from '../action.ts';
import { answerReply, commandOf, requestReply } from './answer.ts';
import { request } from './inputs.ts';

interface Review {
  readonly name: ActionName;
  readonly summary: string;
  readonly phrases: readonly string[];
  decide(context: Context, name: string, words: string | undefined, command: RequestCommand): Promise<RequestAnswer>;
}

/** What those do who decide: from the card they have, or by a sentence. Rights are asked live, and where they cannot be, that is on record. */
export function defineReview({ decide, ...about }: Review): Action {
  return defineAction({
    ...common(about),
    inputs: { request: { ...request, scope: 'waiting' } },
    run: runWith(decide),
  });
}

/** The same for what needs words: pressed without them, the card itself says what is missing; written without them, they are asked for. */
export function defineReviewWithWords(
  { decide, ...about }: Review,
  words: { readonly ask: string; readonly missing: string },
): Action {
  return defineAction({
    ...common(about),
    inputs: {
      request: { ...request, scope: about.name === 'request.revoke' ? 'all' : 'waiting' },
      reason: { kind: 'text', ask: words.ask, label: 'Reason' },
    },
    async incomplete(values, context) {
      if (!values.request) return undefined;
      return requestReply(await context.services.requests.get(context.caller, values.request), context, words.missing);
    },
    run: runWith(decide),
  });
}

function common({ name, summary, phrases }: Omit<Review, 'decide'>) {
  return {
    name,
    summary,
    phrases,
    permission: 'request.read',
    workspace: 'needed',
    openToAsked: true,
    async unverified(
      given: Readonly<Record<string, string>>,
      { caller, services, origin }: Pick<Context, 'caller' | 'services' | 'origin'>,
    ): Promise<string> {
      if (given.request)
        await services.reviews.unverified(caller, given.request, name, { key: origin.key, via: origin.via });
      return requestSentences.cannotVerify;
    },
  } as const;
}

function runWith(decide: Review['decide']) {
  return async (values: { readonly request: string; readonly reason?: string }, context: Context) =>
    answerReply(await decide(context, values.request, values.reason, commandOf(context)), context);
}
