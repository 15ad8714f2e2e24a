import { attachment } from '../../services/text/content-disposition.ts';
import type { RouteResponse } from '../door/route.ts';

/** A file that was made for one person: to be saved under its name, kept by nobody on the way, and taken for nothing else. */
export function download({
  fileName,
  type,
  content,
}: {
  readonly fileName: string;
  readonly type: string;
  readonly content: string | Buffer;
}): RouteResponse {
  return {
    status: 200,
    headers: {
      'content-type': type,
      'content-disposition': attachment(fileName),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: content,
  };
}
