import type { RequestRow } from '../../../cards/requests/list.ts';
import type { DataRequest } from '../../../services/request.ts';
import { viewerOf } from '../../../services/request-rules.ts';
import type { Context } from '../action.ts';

/** A request in a list, as the caller sees it. */
export function listedRow(request: DataRequest, { caller }: Pick<Context, 'caller'>): RequestRow {
  return { request, viewer: viewerOf(request, caller) };
}
