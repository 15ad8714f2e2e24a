import type { Person } from '../../services/people/people.ts';
import type { DataRequest, RequestState } from '../../services/requests/request.ts';
import type { RequestViewer } from '../../services/requests/request-rules.ts';
import { moneyText } from '../money.ts';
import { requestTexts as words } from '../texts/requests.ts';
import { topUpTexts } from '../texts/top-ups.ts';
import { brief, plural } from '../wording.ts';

type Ended = RequestState | 'lapsed';

/** The thing and its state: what somebody in a hurry reads. Sums are in their locale, BCP 47. */
export function titleOf(request: DataRequest, viewer: RequestViewer, youId: string, locale: string): string {
  if (request.state === 'draft' && viewer === 'author' && request.files.length === 0) return words.emptyDraft;
  const by = actorOf(request);
  const who = by?.aadObjectId === youId ? words.you : brief(by?.name ?? '');
  const { titles } = request.type === 'topup' ? topUpTexts : words;
  return titles[viewer][stateOf(request)](countOf(request, locale), who, brief(request.author.name));
}

/** What is asked for: "2 files", "500 EUR". */
export function countOf({ files, topUp }: Pick<DataRequest, 'files' | 'topUp'>, locale: string): string {
  if (topUp) return moneyText(topUp, locale);
  return files.length === 0 ? words.noFiles : plural(files.length, 'file');
}

/** When it came to be as it is. */
export function changedAt(request: DataRequest): string {
  const { state, openedAt, submittedAt, decision, revoked } = request;
  if (state === 'draft') return openedAt;
  if (state === 'submitted' || state === 'in_review') return submittedAt ?? openedAt;
  if (decision && ['approving', 'approved', 'denied'].includes(state)) return decision.at;
  if (revoked && state === 'revoked') return revoked.at;
  return request.history.findLast(({ from, to }) => from !== to && to === state)?.at ?? submittedAt ?? openedAt;
}

/** Access that was given ends; a request that nobody decided lapses. */
function stateOf({ state, decision }: DataRequest): Ended {
  return state === 'expired' && !decision ? 'lapsed' : state;
}

function actorOf({ state, comments, decision, revoked }: DataRequest): Person | undefined {
  if (state === 'returned') return comments.findLast(({ kind }) => kind === 'question')?.by;
  return state === 'revoked' ? (revoked?.by ?? decision?.by) : decision?.by;
}
