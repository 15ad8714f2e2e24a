import { WorkspaceError } from '../errors.ts';

/** For a document whose shape this code does not know yet: it can be read, not written. */
export function newerSchema(cause?: unknown): WorkspaceError {
  const message =
    'A newer version of Labdesk wrote this record, so I can show it but not change it. Try again in a few minutes.';
  return new WorkspaceError('unavailable', message, { cause });
}
