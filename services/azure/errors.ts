import { WorkspaceError } from '../errors.ts';

interface AzureFailure {
  statusCode?: number;
  code?: string;
  message?: string;
  details?: unknown;
  response?: { headers?: { get(name: string): string | null | undefined } };
  headers?: { get(name: string): string | null | undefined };
}

/** Azure's error codes that mean more than their status; from the Compute service's published list of errors. */
const byCode: Readonly<Record<string, () => WorkspaceError>> = {
  AllocationFailed: outOfCapacity,
  ZonalAllocationFailed: outOfCapacity,
  OverconstrainedAllocationRequest: outOfCapacity,
  OverconstrainedZonalAllocationRequest: outOfCapacity,
  SkuNotAvailable: outOfCapacity,
  QuotaExceeded: outOfQuota,
  ResourceGroupNotFound: () =>
    new WorkspaceError('not-found', 'Azure no longer has this workspace. Ask an admin to look into it.'),
};

function outOfCapacity(): WorkspaceError {
  return new WorkspaceError(
    'capacity',
    'Azure has no free machine of this size right now. It usually has again within an hour; try again then.',
  );
}

function outOfQuota(): WorkspaceError {
  return new WorkspaceError(
    'quota',
    'The subscription has used up its cores for this kind of machine. Stop another machine first, or ask an admin for a larger quota.',
  );
}

function retryAfterSeconds(failure: AzureFailure): number | undefined {
  const headers = failure.response?.headers ?? failure.headers;
  const value = Number(headers?.get?.('retry-after') ?? Number.NaN);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

function byStatus(status: number, service: string, cause: unknown, retryAfter: number | undefined): WorkspaceError {
  const details = { cause, retryAfterSeconds: retryAfter };
  switch (status) {
    case 401:
    case 403:
      return new WorkspaceError(
        'refused',
        `${service} does not let Labdesk do this. Ask an admin to check Labdesk's permissions.`,
        details,
      );
    case 404:
      return new WorkspaceError('not-found', `${service} no longer knows this. Look at the list again.`, details);
    case 408:
      return new WorkspaceError('timeout', `${service} took too long to answer. Try again in a minute.`, details);
    case 409:
      return new WorkspaceError(
        'busy',
        `${service} is still busy with an earlier change. Try again in a minute.`,
        details,
      );
    case 412:
      return new WorkspaceError('conflict', 'Somebody else changed this first. Look at it again.', details);
    case 429:
      return new WorkspaceError(
        'throttled',
        `${service} is asked too much at the moment. Try again in a minute.`,
        details,
      );
    default:
      return new WorkspaceError(
        'unavailable',
        `${service} does not answer as it should right now. Try again in a few minutes.`,
        details,
      );
  }
}

/**
 * The one place where an error of Azure, Entra ID or Microsoft Graph becomes one that a person can act on.
 * `service` is what people call it: "Azure", "Microsoft's directory". A WorkspaceError passes unchanged.
 */
export function toWorkspaceError(error: unknown, service = 'Azure'): WorkspaceError {
  if (error instanceof WorkspaceError) return error;
  const failure = (typeof error === 'object' && error !== null ? error : {}) as AzureFailure;
  const known = byCode[failure.code ?? ''] ?? (isQuota(failure) ? outOfQuota : undefined);
  if (known) return new WorkspaceError(known().code, known().message, { cause: error });
  if (isTimeout(error)) {
    return new WorkspaceError('timeout', `${service} took too long to answer. Try again in a minute.`, {
      cause: error,
    });
  }
  return byStatus(failure.statusCode ?? 0, service, error, retryAfterSeconds(failure));
}

/** Compute answers a used-up quota with 409 OperationNotAllowed and says so only in its message. */
function isQuota(failure: AzureFailure): boolean {
  return failure.code === 'OperationNotAllowed' && /quota|core/i.test(failure.message ?? '');
}

function isTimeout(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'AbortError' || error.name === 'TimeoutError' || /timed? ?out/i.test(error.message))
  );
}
