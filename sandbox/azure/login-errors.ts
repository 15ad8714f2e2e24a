import { randomUUID } from 'node:crypto';
import type { Reply } from './http.ts';

/** An error as Entra ID's endpoints answer it (RFC 6749, 5.2, with Microsoft's additions). */
export function loginError(status: number, error: string, code: number, text: string): Reply {
  const timestamp = new Date().toISOString().replace('T', ' ').replace(/\.\d+/, '');
  const trace = randomUUID();
  const correlation = randomUUID();
  return {
    status,
    headers: { 'Cache-Control': 'no-store, no-cache', Pragma: 'no-cache' },
    body: {
      error,
      error_description: `AADSTS${code}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
  };
}

export function missingParameter(name: string): Reply {
  const text = `The request body must contain the following parameter: '${name}'.`;
  return loginError(400, 'invalid_request', 900144, text);
}

export function unknownTenant(tenant: string): Reply {
  const text = `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`;
  return loginError(400, 'invalid_request', 90002, text);
}
