import { type DataRequest, requestName } from '../../services/requests/request.ts';
import type { RequestNews } from '../../services/requests/request-rules.ts';
import { requestSentences } from '../texts/request-sentences.ts';
import { topUpTexts } from '../texts/top-ups.ts';
import { brief } from '../wording.ts';
import { countOf } from './title.ts';

/** What somebody reads in their own chat when a request has moved; plain text, no names of files. */
export function requestLine(request: DataRequest, news: RequestNews, locale: string): string {
  const { by } = (news === 'revoked' ? request.revoked : request.decision) ?? {};
  const own: Partial<Record<RequestNews, (name: string, by: string, sum: string) => string>> = topUpTexts.lines;
  const said = request.topUp && own[news];
  if (said) return said(requestName(request), brief(by?.name ?? ''), countOf(request, locale));
  return requestSentences.lines[news](request, brief(by?.name ?? ''));
}
