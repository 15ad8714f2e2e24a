import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a body that says this about itself may be read at all. No encoding but identity is taken: what inflates on this
 * side is a bomb or, where it is broken, an error nobody listens for. Text is UTF-8.
 */
export function isReadable(headers: IncomingHttpHeaders, accepts: readonly string[] | undefined): boolean {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') return false;
  if (!accepts) return true;
  const type = headers['content-type'];
  // A form without fields is sent as nothing at all.
  if (type === undefined) return accepts.includes('application/x-www-form-urlencoded') && isEmpty(headers);
  if (accepts.includes(type)) return true;
  const [name = '', ...parameters] = type.split(';').map((part) => part.trim().toLowerCase());
  return (
    accepts.includes(name) && parameters.every((parameter) => !parameter.startsWith('charset') || isUtf8(parameter))
  );
}

function isEmpty(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';
}

function isUtf8(parameter: string): boolean {
  return /^charset\s*=\s*"?utf-8"?$/.test(parameter);
}
