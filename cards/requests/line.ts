import type { DataRequest } from '../../services/request.ts';
import type { RequestNews } from '../../services/request-rules.ts';
import { requestSentences } from '../texts/request-sentences.ts';
import { brief } from '../texts.ts';

/** What somebody reads in their own chat when a request has moved; plain text, no names of files. */
export function requestLine(request: DataRequest, news: RequestNews): string {
  const { by } = (news === 'revoked' ? request.revoked : request.decision) ?? {};
  return requestSentences.lines[news](request, brief(by?.name ?? ''));
}
