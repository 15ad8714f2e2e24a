import { type DataRequest, requestName, requestWords } from '../../services/requests/request.ts';
import { harmless } from '../harmless.ts';
import { brief } from '../wording.ts';
import { filesLine } from './facts.ts';

/** A request among others to choose from, as text that no client renders. */
export function requestChoice(request: DataRequest, locale: string): string {
  const { author, state } = request;
  return [
    requestName(request),
    filesLine(request, false, locale),
    harmless(brief(author.name)),
    requestWords[state],
  ].join(' · ');
}
