import { randomUUID } from 'node:crypto';
import type { Reply } from '../http.ts';

/** An error as Microsoft Graph answers it ("Microsoft Graph error responses and resource types"). */
export function graphError(status: number, code: string, message: string, headers: Record<string, string> = {}): Reply {
  const id = randomUUID();
  const innerError = { date: new Date().toISOString().slice(0, 19), 'request-id': id, 'client-request-id': id };
  return { status, headers, body: { error: { code, message, innerError } } };
}

export function objectNotFound(id: string): Reply {
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  return graphError(404, 'Request_ResourceNotFound', message);
}

export function badRequest(message: string): Reply {
  return graphError(400, 'Request_BadRequest', message);
}

export function segmentNotFound(path: string): Reply {
  const segment = path.split('/').filter(Boolean).at(1) ?? '';
  return graphError(404, 'ResourceNotFound', `Resource not found for the segment '${segment}'.`);
}
