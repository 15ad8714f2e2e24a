import { WorkspaceError } from '../../../services/errors.ts';
import type { Context } from '../action.ts';

/** What is for all workspaces is asked where nobody else reads. @throws {WorkspaceError} forbidden */
export function requireOwnChat({ origin }: Pick<Context, 'origin'>): void {
  if (origin.personal) return;
  throw new WorkspaceError('forbidden', 'That works in your own chat with me alone. Open it and ask there.');
}
