import { armError } from './arm-errors.ts';
import type { Fault } from './faults.ts';
import { graphError } from './graph/errors.ts';
import type { Reply } from './http.ts';
import { loginError } from './login-errors.ts';
import type { Service } from './request-log.ts';
import { storageError } from './storage-errors.ts';

type Words = Readonly<Record<number, readonly [code: string, message: string]>>;

const arm: Words = {
  400: ['BadRequest', 'The request is invalid.'],
  401: ['InvalidAuthenticationToken', 'The access token is invalid.'],
  403: ['AuthorizationFailed', 'The client does not have authorization to perform this action over this scope.'],
  404: ['ResourceNotFound', 'The Resource was not found.'],
  409: ['Conflict', 'The request failed due to conflict with a concurrent request.'],
  429: ['TooManyRequests', 'The request is being throttled as the limit has been reached for operation type.'],
  500: ['InternalServerError', 'Encountered internal server error.'],
  503: ['ServerTimeout', 'The request timed out. Please try again.'],
};

const graph: Words = {
  400: ['BadRequest', 'The request is invalid.'],
  401: ['InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'],
  403: ['Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'],
  404: ['Request_ResourceNotFound', 'The resource does not exist.'],
  409: ['Request_Conflict', 'The request conflicts with another one.'],
  429: ['TooManyRequests', 'Too Many Requests'],
  500: ['InternalServerError', 'An internal server error occurred.'],
  503: ['serviceNotAvailable', 'The service is temporarily unavailable.'],
};

const storage: Words = {
  400: ['InvalidInput', 'One of the request inputs is not valid.'],
  401: ['InvalidAuthenticationInfo', 'Authentication information is not given in the correct format.'],
  403: ['AuthorizationFailure', 'This request is not authorized to perform this operation.'],
  404: ['ResourceNotFound', 'The specified resource does not exist.'],
  409: ['Conflict', 'The request could not be completed due to a conflict.'],
  412: ['ConditionNotMet', 'The condition specified using HTTP conditional header(s) is not met.'],
  429: ['TooManyRequests', 'Too many requests.'],
  500: ['InternalError', 'The server encountered an internal error. Please retry the request.'],
  503: ['ServerBusy', 'The server is currently unable to receive requests. Please retry your request.'],
};

function words(fault: Fault, known: Words): readonly [string, string] {
  const [code, message] = known[fault.status ?? 0] ?? ['Failed', 'The request failed.'];
  return [fault.code ?? code, fault.message ?? message];
}

/** When to come again; Cost Management says so for each limit that was met ("Data latency and rate limits"). */
function waits({ status, retryAfter }: Fault, path: string): Record<string, string> {
  if (retryAfter === undefined) return {};
  if (status !== 429 || !/\/Microsoft\.CostManagement\//i.test(path)) return { 'Retry-After': String(retryAfter) };
  const header = (limit: string) => `x-ms-ratelimit-microsoft.costmanagement-${limit}-retry-after`;
  return {
    'Retry-After': String(Math.min(retryAfter, 1)),
    [header('qpu')]: String(retryAfter),
    [header('entity')]: String(Math.min(retryAfter, 5)),
  };
}

/** What the service answers to a call that met this fault: its own error shape with the fault's status. */
export function faultReply(service: Service, fault: Fault, path: string): Reply {
  const status = fault.status ?? 500;
  const headers = { ...waits(fault, path), ...fault.headers };
  if (service === 'arm' || service === 'metrics') return armError(status, ...words(fault, arm), headers);
  if (service === 'prices') {
    const [Code, Message] = words(fault, arm);
    return { status, headers, body: { Error: { Code, Message } } };
  }
  if (service === 'graph') return graphError(status, ...words(fault, graph), headers);
  if (service === 'login') {
    const text = fault.message ?? 'A transient error has occurred. Please try again.';
    const reply = loginError(status, fault.code ?? 'temporarily_unavailable', 90033, text);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  }
  return storageError(status, ...words(fault, storage), headers);
}
