import { WorkspaceError } from '../errors.ts';
import { toWorkspaceError } from './errors.ts';

const service = 'The storage';

interface StorageFailure {
  readonly statusCode?: number;
  readonly code?: string;
  readonly response?: { readonly headers?: { get(name: string): string | undefined } };
}

/** Azure's code of what went wrong (Blob service error codes); an answer to HEAD has it in a header alone. */
export function storageCode(error: unknown): string {
  const { code, response } = (typeof error === 'object' && error !== null ? error : {}) as StorageFailure;
  return response?.headers?.get('x-ms-error-code') ?? code ?? '';
}

export function storageStatus(error: unknown): number {
  return Number((error as StorageFailure | undefined)?.statusCode ?? 0);
}

/** A condition on an ETag did not hold: somebody wrote since. */
export function isChanged(error: unknown): boolean {
  return storageStatus(error) === 412 || storageStatus(error) === 304;
}

export function isMissing(error: unknown): boolean {
  return storageStatus(error) === 404;
}

export function staleFile(cause?: unknown): WorkspaceError {
  return new WorkspaceError('stale', 'The file was changed or removed in the meantime. Look at the list again.', {
    cause,
  });
}

export function missingFile(cause?: unknown): WorkspaceError {
  return new WorkspaceError('not-found', 'The file is not there any more. Look at the list again.', { cause });
}

export function beingRemoved(cause?: unknown): WorkspaceError {
  return new WorkspaceError('busy', 'The storage is still removing what was there. Try again in a minute.', { cause });
}

/** An error of the Blob service as one that a person can act on. What it carries of the request, signatures too, stays behind. */
export function fileError(error: unknown): WorkspaceError {
  if (error instanceof WorkspaceError) return error;
  const cause = bare(error);
  if (isChanged(error)) return staleFile(cause);
  if (isMissing(error)) return missingFile(cause);
  const code = storageCode(error);
  if (code === 'ContainerBeingDeleted')
    return new WorkspaceError('busy', 'The storage is still removing what was there. Try again in a minute.', {
      cause,
    });
  if (code === 'ServerBusy')
    return new WorkspaceError('throttled', 'The storage is asked too much at the moment. Try again in a minute.', {
      cause,
    });
  if (code === 'OperationTimedOut')
    return new WorkspaceError('timeout', 'The storage took too long to answer. Try again in a minute.', { cause });
  const known = toWorkspaceError(error, service);
  const { retryAfterSeconds } = known;
  return new WorkspaceError(known.code, known.message, { cause, retryAfterSeconds });
}

/** Kind, code and place: the SDK's own errors hold the request, whose addresses and headers are secrets here. */
function bare(error: unknown): Error {
  const { name = 'Error', stack = '', message = '' } = error instanceof Error ? error : {};
  const kept = new Error(storageCode(error));
  return Object.assign(kept, {
    name,
    code: storageCode(error),
    statusCode: storageStatus(error),
    stack: message ? stack.replace(message, kept.message) : stack,
  });
}
